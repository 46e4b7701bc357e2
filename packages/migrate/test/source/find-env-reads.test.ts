import { describe, expect, it } from "vitest";
import { readLines, readsOf } from "./program-of.ts";

describe("the environment as a parameter", () => {
  it("is known by its type, whatever its name", () => {
    expect(
      readLines(`
        interface Env { K: string; LIST: KVNamespace }
        export function a(env: Env) { return env.K; }
        export function b(settings: Env) { return settings.LIST; }
        export function c(e: Pick<Env, "K"> | undefined) { return e?.K; }
        export function d<T extends Env>(e: T) { return e["K"]; }
      `),
    ).toEqual([
      "K env property types",
      "LIST env property types",
      "K env optional-chain types",
      "K env element types",
    ]);
  });

  it("is known by its name and place without types", () => {
    expect(
      readLines({
        "src/index.js": `
          export default {
            async fetch(request, e, ctx) { return use(e.A); },
            scheduled: async (event, env) => use(env.B),
          };
          function use(x) { return x; }
          const helper = (env) => env.C;
        `,
      }),
    ).toEqual(["A env property types", "B env property types", "C env property shape"]);
  });

  it("is known in a handler that a library wraps, and in a const that is exported", () => {
    expect(
      readLines(`
        import { wrap } from "lib";
        const handler = { fetch(request, e) { return e.A; } };
        export default wrap((env) => ({ dsn: env.B }), handler);
      `),
    ).toEqual(["A env property types", "B env property shape"]);
  });

  it("is known when a type of any name is handed to the platform", () => {
    expect(
      readLines(`
        interface Settings { K: string }
        export default { fetch(r: Request, s: Settings) { return s.K; } } satisfies ExportedHandler<Settings>;
        export function f(s: Settings) { return s.K; }
      `),
    ).toEqual(["K env property types", "K env property types"]);
  });

  it("is taken apart in the parameter, at any depth", () => {
    expect(
      readLines(`
        interface Env { TOKEN: string; K?: string }
        export function f({ TOKEN, K: renamed = "" }: Env) { return TOKEN + renamed; }
        export const g = ({ env: { K } }: { env: Env }) => K;
        export const h = ({ env }: { env: Env }) => env.K;
        export const onRequest = async ({ request, env }) => env.TOKEN;
      `),
    ).toEqual([
      "TOKEN env destructured types",
      "K env destructured types",
      "K context-env destructured types",
      "K context-env property types",
      "TOKEN context-env property shape",
    ]);
  });

  it("takes a literal type of strings for one where the name says so", () => {
    expect(readLines("export const f = (env?: { K?: string }) => env?.K;")).toEqual([
      "K env optional-chain types",
    ]);
  });
});

describe("the environment of a context", () => {
  it("is found through Hono's context, typed or not", () => {
    expect(
      readLines(`
        import { Hono, type Context } from "hono";
        const app = new Hono<{ Bindings: { K: string } }>();
        app.get("/", (c) => c.text(c.env.K));
        export const f = (ctx: Context) => ctx.env.K;
        export const g = (x: Context) => { const { env } = x; return env.K; };
        export const h = (c: any) => { const e = c.env; return e.K; };
      `),
    ).toEqual([
      "K context-env property shape",
      "K context-env property types",
      "K context-env property types",
      "K context-env property shape",
    ]);
  });

  it("is found in classes of the platform and in fields that keep it", () => {
    expect(
      readLines(`
        import { DurableObject } from "cloudflare:workers";
        interface Env { K: string }
        export class A extends DurableObject<Env> {
          field = this.env.K;
          get service() { return this.env.K; }
          constructor(state: unknown, e: Env) { super(state, e); use(e.K); }
        }
        export class B { constructor(private readonly env: Env) {} m() { return this.env.K; } }
        export class C { #env: Env; constructor(env: Env) { this.#env = env; } m() { return this.#env.K; } }
        function use(x: unknown) { return x; }
      `),
    ).toEqual([
      "K this-env property shape",
      "K this-env property shape",
      "K env property types",
      "K this-env property types",
      "K this-env property types",
    ]);
  });

  it("is found on the platforms' own paths", () => {
    expect(
      readLines(`
        interface P { env: { K: string } }
        export const astro = ({ locals }) => { const { A, B } = locals.runtime.env; return A + B; };
        export const remix = ({ context }) => context.cloudflare.env.C;
        export const optional = (args) => args.context?.cloudflare?.env?.D;
        export const svelte = (event) => event.platform.env.E;
        export const cast = (event) => (event.platform as P).env.K;
        export const taken = ({ platform }) => platform!.env.F;
      `),
    ).toEqual([
      "A platform-env destructured shape",
      "B platform-env destructured shape",
      "C platform-env property shape",
      "D platform-env optional-chain shape",
      "E platform-env property shape",
      "K platform-env property types",
      "F platform-env property shape",
    ]);
  });
});

describe("a context that only its use gives away", () => {
  it("is one of unknown type from whose env a known member is taken", () => {
    expect(
      readLines(`
        import type { Command } from "./missing";
        interface Env { API_KEY: string }
        export const command: Command = { run: (client) => client.env.API_KEY + row.env.OTHER };
      `),
    ).toEqual(["API_KEY context-env property shape"]);
  });

  it("is a parameter without a type that a caller hands it to, through files", () => {
    expect(
      readLines({
        "src/index.js": `
          import { send } from "./send";
          const key = ({ A }, e) => A + e.B;
          export default { async fetch(request, env) { key(env, env); return send(request, env); } };`,
        "src/send.js": `
          export function send(request, e) { return inner(e) + request.C; }
          function inner(x) { return x.D; } // the environment`,
        "src/other.js": "export function send(x) { return x.NO; } // env",
      }),
    ).toEqual(["A env destructured shape", "B env property shape", "D env property shape"]);
  });

  it("is a type parameter's, known by what the parameter has to be", () => {
    expect(
      readLines(`
        interface App { Bindings: { KEY: string } }
        export function config<T extends App>() { return (env: T["Bindings"]) => env.KEY; }
      `),
    ).toEqual(["KEY env property types"]);
  });

  it("is none where its type says what its env is", () => {
    expect(
      readLines(`
        interface Row { env: string }
        interface Context { env: Row[] }
        export const f = (ctx: { env: string }) => ctx.env.length;
        declare const c: { env: Row[] };
        export const g = c.env.length;
      `),
    ).toEqual([]);
  });
});

describe("the environment that a module or a call gives", () => {
  it("is imported", () => {
    expect(
      readLines(`
        import { env, env as workerEnv } from "cloudflare:workers";
        import * as workers from "cloudflare:workers";
        export const a = env.A.split(",");
        export const b = workerEnv.B;
        export const c = workers.env.C;
      `),
    ).toEqual([
      "A imported-env property types",
      "B imported-env property types",
      "C imported-env property types",
    ]);
    expect(
      readLines('import { env } from "$env/dynamic/private"; export const k = env.K;'),
    ).toEqual(["K platform-env property types"]);
  });

  it("is process.env, under all its names", () => {
    expect(
      readLines(`
        import proc from "node:process";
        export const a = process.env.A;
        export const b = process.env["B"];
        export const { C = "" } = process.env;
        export const d = proc.env.D;
        export const e = globalThis.process.env.E;
        const env = process.env;
        export const f = env.F;
      `),
    ).toEqual([
      "A process-env property types",
      "B process-env element types",
      "C process-env destructured types",
      "D process-env property types",
      "E process-env property types",
      "F process-env property types",
    ]);
  });

  it("is what a call gives", () => {
    expect(
      readLines(`
        import { getCloudflareContext } from "@opennextjs/cloudflare";
        import { env } from "hono/adapter";
        export async function a() {
          const { env } = await getCloudflareContext({ async: true });
          return env.A + getCloudflareContext().env.B;
        }
        export const b = (c) => { const { C } = env(c); return C + env<{ D: string }>(c).D; };
      `),
    ).toEqual([
      "A call-env property types",
      "B call-env property types",
      "C call-env destructured types",
      "D call-env property types",
    ]);
  });

  it("is a wrapper of the repository, through re-exports", () => {
    expect(
      readLines({
        "src/env.ts": `
          import { z } from "zod";
          export const env = z.object({}).parse(process.env);
          export const config = process.env;
          export function getEnv(raw) { return z.object({}).parse(raw.env ?? process.env); }
        `,
        "src/again.ts": 'export { config as settings, getEnv } from "./env";',
        "src/use.ts": `
          import { env } from "./env";
          import { settings, getEnv } from "./again";
          export const a = env.A;
          export const b = settings.B;
          export const c = (c) => getEnv(c).C;
        `,
        "src/missing.ts": 'import { env } from "@x/env"; export const d = env.D;',
      }),
    ).toEqual([
      "D wrapped-env property shape",
      "A wrapped-env property types",
      "B wrapped-env property types",
      "C wrapped-env property shape",
    ]);
  });

  it("is a cast or an alternative of one", () => {
    expect(
      readLines(`
        interface Env { K: string }
        export class A { env: Env; m() {
          const t = this.env as unknown as { A?: string; B?: string };
          return t.A || t.B;
        } }
        export const f = (env?: Env) => { const e = env ?? process.env; return e.K; };
      `),
    ).toEqual(["A this-env property types", "B this-env property types", "K env property types"]);
  });
});

describe("names that are not written beside the environment", () => {
  it("are those of an accessor's calls, also of one over another, across files", () => {
    expect(
      readLines({
        "src/get.ts": `
          export function getEnv(c: any, key: string) { return c.env[key] ?? process.env[key]; }
          export const need = (c: any, key: string) => { const v = getEnv(c, key); if (!v) throw 0; return v; };
        `,
        "src/use.ts": `
          import { getEnv, need } from "./get";
          export const a = (x) => getEnv(x, "A");
          export const b = (x) => need(x, "B");
          export const other = (x) => x.need("C");
        `,
      }),
    ).toEqual(["A accessor accessor-call types", "B accessor accessor-call types"]);
  });

  it.each([
    ["an import's own name", 'import { getEnv as g } from "./get";'],
    ["a default import", 'import g from "./get";'],
    ["a name that another file gives it", 'import { g } from "./names";'],
    ["an alias of a namespace's member", 'import * as all from "./get";\nimport g = all.getEnv;'],
  ])("are those of an accessor's calls by %s", (_, line) => {
    expect(
      readLines({
        "src/get.ts": `
          export function getEnv(c: any, key: string) { return c.env[key]; }
          export default getEnv;
        `,
        "src/names.ts": 'export { getEnv as g } from "./get";',
        "src/use.ts": `${line}\n/** getEnv */ export const a = (x) => g(x, "A");`,
      }),
    ).toEqual(["A accessor accessor-call types"]);
  });

  it("are those of a default function's calls in its own file", () => {
    expect(
      readLines(`
        export default function getEnv(c: any, key: string) { return c.env[key]; }
        export const a = (x) => getEnv(x, "A");
      `),
    ).toEqual(["A accessor accessor-call types"]);
  });

  it("are those of what a function answers, whatever it is called on", () => {
    expect(
      readLines({
        "src/all.ts": `
          interface Env { K: string }
          export class Base { give(): Env { throw 0; } static of = (e: Env) => e; }
          function inner(e: Env) { return e; }
          export { inner as outer };
        `,
        "src/use.ts": `
          import * as all from "./all"; // of env
          export const a = (base: all.Base) => base.give().K;
          export const b = (e: never) => all.Base.of(e).K;
          export const c = (e: never) => all.outer(e).K;
        `,
      }),
    ).toEqual(Array.from({ length: 3 }, () => "K wrapped-env property types"));
  });

  it("are those of a const, and of a list that is gone through", () => {
    const { reads, wholes } = readsOf(`
      interface Env { A: string; B: string; [name: string]: string }
      const KEY = "A";
      const NAMES = ["A", "B"] as const;
      const LOOSE = ["A", "B"];
      export const one = (env: Env) => env[KEY];
      export const some = (env: Env) => NAMES.filter((n) => !env[n]);
      export const loose = (env: Env) => LOOSE.filter((n) => !env[n]);
      export const inline = (env: Env) => ["A", "B"].every((n) => n in env);
      export const loop = (env: Env) => { for (const n of LOOSE) if (env[n]) return n; };
      export const unknown = (env: Env, n: string) => env[n];
    `);
    expect(reads.map(({ name, taking }) => [name, taking])).toEqual([["A", "element"]]);
    expect(wholes.map(({ kind, names }) => [kind, names])).toEqual([
      ["dynamic-key", ["A", "B"]],
      ["dynamic-key", ["A", "B"]],
      ["dynamic-key", ["A", "B"]],
      ["dynamic-key", ["A", "B"]],
      ["dynamic-key", []],
    ]);
  });

  it("are asked for with in", () => {
    expect(readLines('export const f = (env) => "X" in env;')).toEqual(["X env presence shape"]);
  });
});

describe("the whole environment", () => {
  it("is spread, listed, parsed, kept or handed to a library: no read of a name", () => {
    const { reads, wholes } = readsOf(`
      import { start } from "library";
      import { z } from "zod";
      let kept;
      export function f(env) {
        const copy = { ...env };
        Object.keys(env);
        JSON.stringify(env);
        for (const k in env) start(k);
        z.object({}).safeParse(env);
        kept = env;
        start(env);
        own(env);
        const { A, ...rest } = env;
      }
      function own(env) { return kept; }
    `);
    expect(wholes.map(({ kind }) => kind)).toEqual([
      "spread",
      "keys",
      "spread",
      "keys",
      "schema-parse",
      "kept-in-variable",
      "passed-to-library",
      "spread",
    ]);
    expect(reads.map(({ name }) => name)).toEqual(["A"]);
  });

  it.each([
    ["for (const [k, v] of Object.entries(env)) if (typeof v === 'string') out[k] = v;", "spread"],
    ["Object.assign(out, env);", "spread"],
    ["for (const value of Object.values(env)) use(value);", "spread"],
    ["out.copy = JSON.parse(JSON.stringify(env));", "spread"],
    ["for (const k of Object.keys(env)) use(k);", "keys"],
    ["use(Reflect.ownKeys(env));", "keys"],
  ])("is copied where its values are taken along: %s", (statement, kind) => {
    const { wholes } = readsOf(`export function f(env, out, use) { ${statement} }`);
    expect(wholes.map((whole) => whole.kind)).toEqual([kind]);
  });

  it("is nothing to speak of where a router of Durable Objects looks for bindings in it", () => {
    const { wholes } = readsOf(`
      import { routeAgentRequest, AgentClient } from "agents";
      import { routePartykitRequest as route } from "partyserver";
      export default {
        async fetch(request: Request, env: { K: string }) {
          new AgentClient(env);
          return (await routeAgentRequest(request, env, { cors: true })) ?? route(request, env);
        },
      };
    `);
    expect(wholes.map(({ kind, place }) => [kind, place.line])).toEqual([["passed-to-library", 6]]);
  });
});

describe("an object that is put together from the environment", () => {
  it("is read where it is put together, not where it is taken apart again", () => {
    const { reads } = readsOf(`
      interface Env { SECRET: string; URL_BASE: string }
      function createAuth(db: unknown, env: { SECRET: string; URL_BASE?: string }) {
        return [env.SECRET, env.URL_BASE];
      }
      export const one = (c: { env: Env }) => createAuth(1, { SECRET: c.env.SECRET });
      export const two = (env: Env) => createAuth(2, { SECRET: env.SECRET, URL_BASE: env.URL_BASE });
    `);
    expect(reads.map(({ name, place }) => [name, place.line])).toEqual([
      ["SECRET", 6],
      ["SECRET", 7],
      ["URL_BASE", 7],
    ]);
  });

  it("is the environment where one caller hands over the whole of it", () => {
    const { reads } = readsOf(`
      interface Env { SECRET: string }
      const createAuth = (env: { SECRET: string }) => env.SECRET;
      export const one = (c: { env: Env }) => createAuth({ SECRET: c.env.SECRET });
      export const two = (c: { env: Env }) => createAuth(c.env);
    `);
    expect(reads.map(({ place }) => place.line)).toEqual([3, 4]);
  });

  it("is looked at like any other where only a test makes one up", () => {
    const { reads } = readsOf(`
      export const createAuth = (env: { SECRET: string }) => env.SECRET;
      export const tested = () => createAuth({ SECRET: "for a test" });
    `);
    expect(reads.map(({ place }) => place.line)).toEqual([2]);
  });
});

describe("what is no read", () => {
  it.each([
    ["a row's env", "export const f = (row: { env: string }) => row.env.length;"],
    ["an unknown thing's env", "export const f = (row) => row.env.name;"],
    ["import.meta.env", "export const f = () => import.meta.env.VITE_KEY;"],
    [
      "a library's env",
      'import { Environment } from "x"; const env = new Environment(); env.load();',
    ],
    [
      "a shadowed name",
      "export function f(env) { { const env = make(); return env.K; } } function make() { return { K: 1 }; }",
    ],
    [
      "a write",
      "export function f(env) { process.env.K = env.OWN; delete process.env.L; process.env.M ??= '1'; }".replace(
        "env.OWN",
        "'x'",
      ),
    ],
    [
      "what a factory makes of it",
      "class P { static create(env: { K: string }) { return new P(); } url() { return 1; } } export const f = (env: { K: string }) => P.create(env).url();",
    ],
    ["a fixture", "export const env = { K: 'test' }; export const k = env.K;"],
    ["a parameter of another type", "export const f = (env: string) => env.length;"],
    ["a type", "interface Env { K: string } export type K = Env['K'];"],
  ])("%s", (_, text) => {
    expect(readLines(text)).toEqual([]);
  });
});
