import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import type { Inventory } from "../../src/inventory/inventory.ts";
import { scanRepository } from "../../src/inventory/scan-repository.ts";
import { createDisk } from "../../src/repository/disk.ts";
import { findingLines, folderOf, scan } from "./repository-of.ts";

const EXAMPLES = fileURLToPath(new URL("../../../../examples", import.meta.url));

describe("the two Workers of the examples", () => {
  let inventory: Inventory;
  beforeAll(async () => {
    inventory = await scanRepository({ disk: createDisk(EXAMPLES) });
  });

  it("hold 13 and 5 secrets, one of them in both", () => {
    const of = (worker: string) =>
      inventory.secrets.filter(({ workers }) => workers.some((one) => one.worker === worker));
    expect(of("luna-proxy-api")).toHaveLength(13);
    expect(of("luna-proxy-web")).toHaveLength(5);
    expect(inventory.secrets.filter(({ workers }) => workers.length > 1)).toMatchObject([
      { name: "ADMIN_API_KEY", classification: "secret" },
    ]);
    const settings = inventory.secrets.filter((one) => one.classification === "configuration");
    expect(settings.map(({ name }) => name)).toEqual([
      "CF_ACCOUNT_ID",
      "CF_AUTH_EMAIL",
      "CF_TURN_KEY_ID",
      "STRIPE_PRICE_GROWTH",
      "STRIPE_PRICE_STARTER",
    ]);
  });

  it("read them in these places, for these routes", () => {
    const lines = inventory.reads.map(
      ({ name, place, reaches }) =>
        `${place.file.replace("luna-proxy-", "").replace("/src", "")}:${place.line} ${name}: ${reaches
          .map((one) => one.name)
          .join(", ")}`,
    );
    expect(lines).toMatchInlineSnapshot(`
      [
        "api/admin-auth.ts:7 ADMIN_API_KEY: /admin/*",
        "api/admin-auth.ts:10 ADMIN_API_KEY: /admin/*",
        "api/cloudflare-api.ts:17 CF_AUTH_EMAIL: GET /admin/cloudflare/account",
        "api/cloudflare-api.ts:18 CF_AUTH_KEY: GET /admin/cloudflare/account",
        "api/routes/billing.ts:41 STRIPE_WEBHOOK_SECRET: POST /billing/webhook",
        "api/routes/cloudflare.ts:21 CF_ACCOUNT_ID: GET /admin/cloudflare/account",
        "api/routes/cloudflare.ts:30 CF_ACCOUNT_ID: GET /admin/turn/keys",
        "api/routes/cloudflare.ts:31 CF_TURN_API_TOKEN: GET /admin/turn/keys",
        "api/routes/turn.ts:14 CF_TURN_KEY_ID: POST /turn/credentials",
        "api/routes/turn.ts:14 CF_TURN_KEY_API_TOKEN: POST /turn/credentials",
        "api/sealing.ts:15 KEK_V1: /keys/*, /proxy/*",
        "api/session.ts:17 JWT_SECRET: /keys/*, /proxy/*, GET /session, POST /admin/sessions, POST /turn/credentials",
        "api/utils/stripe.ts:13 STRIPE_SECRET_KEY: POST /billing/checkout, POST /billing/webhook",
        "api/utils/stripe.ts:26 STRIPE_PRICE_STARTER: POST /billing/checkout",
        "api/utils/stripe.ts:28 STRIPE_PRICE_GROWTH: POST /billing/checkout",
        "web/auth.ts:28 GITHUB_CLIENT_SECRET: GET /, GET /account, GET /auth/*, POST /account/checkout, POST /auth/*",
        "web/auth.ts:32 GOOGLE_CLIENT_SECRET: GET /, GET /account, GET /auth/*, POST /account/checkout, POST /auth/*",
        "web/auth.ts:59 AUTH_SECRET: GET /, GET /account, GET /auth/*, POST /account/checkout, POST /auth/*",
        "web/auth.ts:59 NEXTAUTH_SECRET: GET /, GET /account, GET /auth/*, POST /account/checkout, POST /auth/*",
        "web/routes/account.ts:22 ADMIN_API_KEY: GET /account",
      ]
    `);
  });

  it("tell sync code from async", () => {
    const reads = inventory.reads.map(({ name, async }) => [name, async]);
    expect(reads).toContainEqual(["STRIPE_SECRET_KEY", false]);
    expect(reads).toContainEqual(["STRIPE_WEBHOOK_SECRET", true]);
  });

  it("ask for all of the API's by a list, and none is said to be unused", () => {
    const [list] = inventory.wholes;
    expect(inventory.wholes).toHaveLength(1);
    expect(list).toMatchObject({
      kind: "dynamic-key",
      place: { file: "luna-proxy-api/src/routes/health.ts", line: 22 },
    });
    expect(list?.names).toHaveLength(13);
  });

  it("are to be kept as they are, or to begin with staging", () => {
    expect(findingLines(inventory)).toEqual([
      "copies ADMIN_API_KEY [default,staging,production]",
      "global_api_key CF_AUTH_KEY",
      "maybe_one AUTH_SECRET,NEXTAUTH_SECRET",
    ]);
    expect(inventory.verdict.choice).toBe("keep");
    expect(inventory.verdict.reasons).toEqual([
      { code: "few_shared_names", count: 1 },
      { code: "works_as_it_is", count: 0 },
      { code: "copied_names", count: 1 },
      { code: "copies_to_keep_equal", count: 6 },
      { code: "secrets", count: 17 },
      { code: "workers", count: 2 },
      { code: "staging_first", count: 2, environment: "staging" },
    ]);
    expect(inventory.problems).toEqual([]);
  });

  it("are plain data", () => {
    expect(JSON.parse(JSON.stringify(inventory))).toEqual(inventory);
  });
});

const WORKER = 'name = "one"\nmain = "src/index.ts"\ncompatibility_date = "2026-09-15"\n';
const INDEX =
  "export default { fetch(request: Request, env: { API_KEY: string }) { return env.API_KEY; } };";

describe("a name among the vars that is only a comment", () => {
  it("is a setting, unless it is called like a secret", async () => {
    const { secrets } = await scan({
      "wrangler.toml": `${WORKER}[vars]\n# TITLE = "x"\n# ADMIN_TOKEN = "x"\n`,
      "src/index.ts": `
        interface Env { TITLE?: string; ADMIN_TOKEN?: string; OTHER?: string }
        export default { fetch: (_: Request, env: Env) => [env.TITLE, env.ADMIN_TOKEN, env.OTHER] };
      `,
    });
    expect(secrets.map(({ name }) => name)).toEqual(["ADMIN_TOKEN", "OTHER"]);
  });
});

describe("a read of what a schema made of the environment", () => {
  it("is marked, whether the call says so or only the member", async () => {
    const { reads } = await scan({
      "wrangler.toml": WORKER,
      "src/index.ts": `
        interface Env { A_KEY: string; B_KEY: string; C_KEY: string }
        declare const schema: { parse(value: unknown): Env };
        const shape = { B_KEY: (value: unknown) => String(value) };
        type MadeEnv = { [K in keyof typeof shape]: string };
        declare const made: { of(value: unknown): MadeEnv };
        function load(env: Env): MadeEnv { return made.of(env); }
        export default {
          fetch(_: Request, env: Env) {
            const checked = schema.parse(env);
            return [checked.A_KEY, load(env).B_KEY, env.C_KEY];
          },
        };
      `,
    });
    expect(reads.map(({ name, isCopy }) => [name, isCopy])).toEqual([
      ["A_KEY", true],
      ["B_KEY", true],
      ["C_KEY", undefined],
    ]);
  });
});

describe("a member of a type that is not called like those of an environment", () => {
  it("is no secret, unless its name says so", async () => {
    const { secrets } = await scan({
      "wrangler.toml": WORKER,
      "src/index.ts": `
        interface Env { userAgent?: string; apiToken: string; TITLE: string }
        export default { fetch: (_: Request, env: Env) => [env.userAgent, env.apiToken, env.TITLE] };
      `,
    });
    expect(secrets.map(({ name }) => name)).toEqual(["TITLE", "apiToken"]);
  });
});

describe("an environment to begin with", () => {
  it("is named as the config names it, and one called staging comes first", async () => {
    const environmentsOf = async (toml: string) => {
      const { verdict } = await scan({
        "wrangler.toml": `${WORKER}${toml}`,
        "src/index.ts": INDEX,
      });
      return verdict.reasons.flatMap(({ environment }) => environment ?? []);
    };
    expect(await environmentsOf("[env.production]\n[env.preview]\n")).toEqual(["preview"]);
    expect(await environmentsOf("[env.development]\n[env.staging]\n")).toEqual(["staging"]);
    expect(await environmentsOf("[env.production]\n")).toEqual([]);
  });
});

describe("what can not be read", () => {
  it("is said with its place, and the rest is done", async () => {
    const inventory = await scan({
      "a/wrangler.toml": "name = = 1\n",
      "b/wrangler.toml": 'name = "b"\n',
      "c/wrangler.toml": WORKER,
      "c/src/index.ts": `${INDEX}\nexport const broken = ;\n`,
      "d/wrangler.jsonc": '{ "name": "d", "main": "index.js" }',
      "d/index.js": "export default { fetch(request, env) { return env.OTHER_TOKEN; } };",
    });
    expect(inventory.problems.map(({ code, place }) => [code, place.file, place.line])).toEqual([
      ["config_syntax", "a/wrangler.toml", 1],
      ["no_entry", "b/wrangler.toml", 1],
      ["source_syntax", "c/src/index.ts", 2],
    ]);
    expect(inventory.reads.map(({ name, workers }) => [name, workers])).toEqual([
      ["API_KEY", ["c/wrangler.toml"]],
      ["OTHER_TOKEN", ["d/wrangler.jsonc"]],
    ]);
  });

  it("is a tsconfig that is not there, or that extends one that is not", async () => {
    const missing = folderOf({ "wrangler.toml": WORKER, "src/index.ts": INDEX });
    const inventory = await scanRepository({ disk: createDisk(missing) });
    expect(inventory.problems.map(({ code }) => code)).toEqual(["no_tsconfig"]);
    expect(inventory.reads).toHaveLength(1);
    const extending = await scan({
      "wrangler.toml": WORKER,
      "src/index.ts": INDEX,
      "tsconfig.json":
        '{\n  "extends": "@company/tsconfig",\n  "compilerOptions": { "noLib": true } }',
    });
    expect(extending.problems).toMatchObject([
      { code: "tsconfig_in_part", place: { file: "tsconfig.json", line: 2 } },
    ]);
    expect(extending.reads).toHaveLength(1);
  });

  it("is a folder without a Worker, workspaces in a circle, a broken manifest", async () => {
    const none = await scan({ "readme.md": "" });
    expect(none.problems.map(({ code }) => code)).toEqual(["no_repository"]);
    expect(none.verdict).toEqual({ choice: "keep", reasons: [{ code: "no_secrets", count: 0 }] });
    const circle = await scan({
      "wrangler.toml": WORKER,
      "src/index.ts": INDEX,
      "a/package.json": '{ "name": "a", "dependencies": { "b": "*" } }',
      "b/package.json": '{ "name": "b", "dependencies": { "a": "*" } }',
      "c/package.json": "{",
    });
    expect(circle.problems.map(({ code, place }) => [code, place.file])).toEqual([
      ["config_syntax", "c/package.json"],
      ["circular_workspaces", "a/package.json"],
    ]);
    expect(circle.reads).toHaveLength(1);
  });

  it("is a file that is no text", async () => {
    const root = folderOf({
      "wrangler.toml": WORKER,
      "src/index.ts": `import "./binary";\n${INDEX}`,
      "tsconfig.json": '{ "compilerOptions": { "noLib": true, "types": [] } }',
    });
    writeFileSync(join(root, "src/binary.ts"), Buffer.from([0x61, 0xff, 0xfe]));
    const inventory = await scanRepository({ disk: createDisk(root) });
    expect(inventory.problems).toMatchObject([
      { code: "unreadable", place: { file: "src/binary.ts" } },
    ]);
    expect(inventory.reads).toHaveLength(1);
  });
});

describe("Workers of one repository", () => {
  it("share a package that nobody has installed, and each is told what it reads there", async () => {
    const shared = `
      export interface SharedEnv { SENTRY_KEY: string }
      export function report(env: SharedEnv) { return env.SENTRY_KEY; }`;
    const app = `
      import { report } from "@repo/shared";
      export default { fetch(request: Request, env: never) { return report(env); } };`;
    const inventory = await scan({
      "packages/shared/package.json": '{ "name": "@repo/shared", "exports": "./src/index.ts" }',
      "packages/shared/src/index.ts": shared,
      "apps/one/wrangler.toml": WORKER,
      "apps/one/src/index.ts": app,
      "apps/two/wrangler.toml": WORKER.replace("one", "two"),
      "apps/two/src/index.ts": app,
    });
    expect(inventory.reads).toMatchObject([
      {
        name: "SENTRY_KEY",
        workers: ["apps/one/wrangler.toml", "apps/two/wrangler.toml"],
        reaches: [{ kind: "fetch" }],
      },
    ]);
    expect(findingLines(inventory)).toEqual(["copies SENTRY_KEY [default]"]);
  });

  it("have tests and scripts beside them that are told apart", async () => {
    const inventory = await scan({
      "wrangler.toml": WORKER,
      "src/index.ts": INDEX,
      "src/index.test.ts": "export const f = (env: { API_KEY: string }) => env.API_KEY;",
      "scripts/seed.ts": "export const k = process.env.API_KEY;",
      "drizzle.config.ts": "export default { key: process.env.API_KEY };",
    });
    expect(inventory.reads).toHaveLength(1);
    expect(inventory.otherReads.map(({ place, context }) => [place.file, context])).toEqual([
      ["drizzle.config.ts", "script"],
      ["scripts/seed.ts", "script"],
      ["src/index.test.ts", "test"],
    ]);
  });

  it("may have only a template of their config", async () => {
    const inventory = await scan({
      "wrangler.toml.example": WORKER,
      "wrangler.jsonc.example": '{ "name": "one", "main": "src/index.ts" }',
      "src/index.ts": INDEX,
    });
    expect(inventory.workers.map(({ kind }) => kind)).toEqual(["example"]);
    expect(inventory.reads).toHaveLength(1);
  });

  it("are read in the scripts of components too, by shape", async () => {
    const inventory = await scan({
      "wrangler.jsonc": '{ "name": "site", "main": "@astrojs/cloudflare/entrypoints/server" }',
      "package.json": '{ "name": "site", "dependencies": { "astro": "6" } }',
      "src/pages/account/[id].astro":
        "---\nconst { API_TOKEN } = Astro.locals.runtime.env;\nconst no = import.meta.env.PUBLIC_KEY;\n---\n<p>{env.NOT_A_READ}</p>\n",
      "src/pages/api/pay.ts":
        "export const POST = async ({ locals }) => locals.runtime.env.PAY_KEY;",
      "src/lib/Widget.svelte":
        "<p/>\n<script lang='ts'>\n  const k = platform.env.W_KEY;\n</script>",
    });
    expect(
      inventory.reads.map(({ name, place, reaches }) => [
        name,
        place.file,
        place.line,
        reaches.map((one) => one.name).join(),
      ]),
    ).toEqual([
      ["W_KEY", "src/lib/Widget.svelte", 3, ""],
      ["API_TOKEN", "src/pages/account/[id].astro", 2, "/account/[id]"],
      ["PAY_KEY", "src/pages/api/pay.ts", 1, "POST /api/pay"],
    ]);
  });

  it("are made of a package's source where only what it builds has types", async () => {
    const inventory = await scan({
      "package.json": '{ "name": "app", "dependencies": { "@repo/space": "*" } }',
      "wrangler.toml": WORKER,
      "src/index.ts":
        'export { Space } from "@repo/space"; export default { fetch: () => new Response() };',
      "space/package.json":
        '{ "name": "@repo/space", "types": "types/index.d.ts", "main": "dist/index.js" }',
      "space/types/index.d.ts": "export declare class Space {}",
      "space/src/index.ts":
        "export class Space extends DurableObject { key() { return this.env.SPACE_KEY; } }",
    });
    expect(inventory.reads).toMatchObject([
      { name: "SPACE_KEY", reaches: [{ kind: "durable-object", name: "Space" }] },
    ]);
  });

  it("are made of a package's source where nothing is built, and its exports name what will be", async () => {
    const exported = (path: string) => ({
      types: `./dist/${path}.d.ts`,
      import: `./dist/${path}.js`,
    });
    const inventory = await scan({
      "package.json": '{ "name": "app", "dependencies": { "@repo/shared": "*" } }',
      "wrangler.toml": WORKER,
      "tsconfig.json":
        '{ "compilerOptions": { "noLib": true, "types": [], "module": "esnext", "moduleResolution": "bundler" } }',
      "src/index.ts": `
        import { canPay } from "@repo/shared/stripe";
        import { canMail } from "@repo/shared/mail";
        export default { fetch: (_: Request, env: Env) => new Response(canPay(env) + canMail(env)) };
        interface Env { STRIPE_SECRET_KEY: string; MAIL_KEY: string }`,
      "shared/package.json": JSON.stringify({
        name: "@repo/shared",
        exports: { "./stripe": exported("stripe"), "./mail": exported("mail/index") },
      }),
      "shared/src/stripe.ts":
        "export const canPay = (env: { STRIPE_SECRET_KEY?: string }) => !!env.STRIPE_SECRET_KEY;",
      "shared/src/mail/index.ts":
        "export const canMail = (env: { MAIL_KEY?: string }) => !!env.MAIL_KEY;",
    });
    expect(inventory.reads.map(({ name, place }) => `${place.file} ${name}`)).toEqual([
      "shared/src/mail/index.ts MAIL_KEY",
      "shared/src/stripe.ts STRIPE_SECRET_KEY",
    ]);
  });

  it("share code with Node, whose own settings are no secrets", async () => {
    const inventory = await scan({
      "wrangler.toml": WORKER,
      "src/index.ts": `
        const settings = [process.env.XDG_HOME, process.env.NODE_ENV, process.env.NEXT_PUBLIC_KEY];
        export default { fetch: () => process.env.API_TOKEN };`,
    });
    expect(inventory.secrets.map(({ name }) => name)).toEqual(["API_TOKEN"]);
  });
});

describe("an entry that a build makes", () => {
  const built = "export default { fetch: (_, env) => new Response(env.OF_A_LIBRARY_SECRET) };";
  const texts = {
    "package.json": '{ "dependencies": { "next": "16.4.5" } }',
    "tsconfig.json":
      '{ "compilerOptions": { "noLib": true, "types": [] }, "include": ["**/*.ts"] }',
    "src/app/api/route.ts": "export const GET = () => new Response(process.env.API_KEY);",
  };

  it("is no source: in a folder of a framework, and in one that git ignores", async () => {
    for (const main of [".open-next/worker.js", "out/worker.js"]) {
      const { reads } = await scan({
        ...texts,
        ".gitignore": "out",
        "wrangler.jsonc": JSON.stringify({ name: "site", main }),
        [main]: built,
      });
      expect(reads.map(({ name, place }) => `${place.file} ${name}`)).toEqual([
        "src/app/api/route.ts API_KEY",
      ]);
    }
  });
});

describe("what a build made, and somebody committed", () => {
  const route = (key: string) => `export const POST = ({ platform }) => platform.env.${key};\n`;
  const kit = {
    "package.json": '{ "devDependencies": { "@sveltejs/kit": "2" } }',
    "src/routes/pay/+server.js": route("PAY_KEY"),
    ".svelte-kit/output/server/pay.js": route("BUILT_KEY"),
  };
  const namesOf = ({ reads, otherReads }: Inventory) =>
    [...reads, ...otherReads].map(({ name }) => name).sort();

  it.each(['pages_build_output_dir = "build"', 'assets = { directory = "./build" }'])(
    "is no source where the config says %s",
    async (served) => {
      const inventory = await scan({
        ...kit,
        "wrangler.toml": `name = "app"\n${served}\n`,
        "build/_worker.js": `export * from "../.svelte-kit/output/server/pay.js";\n${route("TOLD_KEY")}`,
      });
      expect(namesOf(inventory)).toEqual(["PAY_KEY"]);
    },
  );

  it("is no source where people's code imports it", async () => {
    const inventory = await scan({
      ...kit,
      "wrangler.toml": 'name = "app"\nmain = "src/worker.ts"\n',
      "src/worker.ts":
        'import { POST } from "../.svelte-kit/output/server/pay.js";\nexport default { fetch: (_: Request, env: any) => POST({ platform: { env } }) };\n',
      "src/routes/pay/+server.ts": route("PAY_KEY"),
    });
    expect(namesOf(inventory)).toEqual(["PAY_KEY"]);
  });

  it("is source where people write it: an entry, and a worker of files that are served", async () => {
    const worker = "export default { fetch: (request, env) => new Response(env.API_KEY) };\n";
    const pages = 'name = "app"\npages_build_output_dir = "public"\n';
    const entry = 'name = "app"\nmain = "dist/index.js"\nassets = { directory = "dist" }\n';
    const alone = 'name = "app"\npages_build_output_dir = "dist"\n';
    for (const texts of [
      { "wrangler.toml": pages, "public/_worker.js": worker, "tools/index.js": "" },
      { "wrangler.toml": entry, "dist/index.js": worker, "tools/index.js": "" },
      { "wrangler.toml": alone, "dist/_worker.js": worker },
    ]) {
      expect(namesOf(await scan(texts))).toEqual(["API_KEY"]);
    }
  });
});

describe("a Worker in a folder below another's", () => {
  const CRON = 'name = "cron"\nmain = "index.ts"\n';
  const APP = 'name = "app"\nmain = ".svelte-kit/cloudflare/_worker.js"\n';
  const runnersOf = ({ reads }: Inventory) =>
    reads.map(({ name, workers }) => [name, workers.join()]);

  it("reads what is there, which the one above does not", async () => {
    const inventory = await scan({
      "wrangler.toml": APP,
      "src/key.ts": "export const key = (env: any) => env.PAY_KEY;\n",
      "src/Card.svelte": "<script>\n  const k = platform.env.CARD_KEY;\n</script>",
      "cron/wrangler.toml": CRON,
      "cron/index.ts":
        'import { mail } from "./mail";\nexport default { scheduled: (_: unknown, env: Env) => mail(env) };\n',
      "cron/mail.ts":
        "export interface Env { MAIL_KEY: string }\nexport const mail = (env: Env) => env.MAIL_KEY;\n",
      "cron/Status.svelte": "<script>\n  const k = platform.env.STATUS_KEY;\n</script>",
    });
    expect(runnersOf(inventory)).toEqual([
      ["STATUS_KEY", "cron/wrangler.toml"],
      ["MAIL_KEY", "cron/wrangler.toml"],
      ["CARD_KEY", "wrangler.toml"],
      ["PAY_KEY", "wrangler.toml"],
    ]);
    expect(inventory.workers.map(({ envTypes }) => envTypes.length)).toEqual([1, 0]);
    expect(inventory.findings.filter(({ code }) => code === "copies")).toEqual([]);
  });

  it("shares what the one above imports of it, but for types", async () => {
    const inventory = await scan({
      "wrangler.toml": APP,
      "src/key.ts":
        'import { sign } from "../cron/sign";\nimport type { Job } from "../cron/index";\nexport const key = (env: any): Job => sign(env);\n',
      "cron/wrangler.toml": CRON,
      "cron/index.ts":
        "export type Job = string;\nexport default { scheduled: (_: unknown, env: any) => env.MAIL_KEY };\n",
      "cron/sign.ts":
        'import { pepper } from "./pepper";\nexport const sign = (env: any) => env.SIGN_KEY + pepper(env);\n',
      "cron/pepper.ts": "export const pepper = (env: any) => env.PEPPER_KEY;\n",
    });
    expect(runnersOf(inventory)).toEqual([
      ["MAIL_KEY", "cron/wrangler.toml"],
      ["PEPPER_KEY", "wrangler.toml"],
      ["SIGN_KEY", "wrangler.toml"],
    ]);
  });

  it("has nothing of its own there where its entry is elsewhere", async () => {
    const inventory = await scan({
      "wrangler.toml": APP,
      "deploy/wrangler.toml": 'name = "other"\nmain = "../src/other.ts"\n',
      "deploy/key.ts": "export const key = (env: any) => env.PAY_KEY;\n",
      "src/other.ts": "export default { fetch: () => new Response() };\n",
    });
    expect(runnersOf(inventory)).toEqual([["PAY_KEY", "wrangler.toml"]]);
  });
});

describe("a Worker beside the app of its folder", () => {
  const beside = (entry: string) =>
    scan({
      "package.json": JSON.stringify({ devDependencies: { "@sveltejs/kit": "2" } }),
      "wrangler.toml": 'name = "app"\npages_build_output_dir = ".svelte-kit/cloudflare"\n',
      "wrangler.do.toml": 'name = "rooms"\nmain = "src/rooms.ts"\n',
      "src/rooms.ts": entry,
      "src/key.ts": "export const roomKey = (env: any) => env.ROOM_KEY;\n",
      "src/routes/pay/+server.ts":
        "export const POST = ({ platform }: any) => new Response(platform.env.PAY_KEY);\n",
    });
  const namesOf = ({ secrets }: Inventory) =>
    secrets.map(({ name, workers }) => [
      name,
      ...workers
        .filter(({ reads }) => reads > 0)
        .map(({ worker }) => worker)
        .sort(),
    ]);

  it("reads what its own entry leads to", async () => {
    const inventory = await beside(
      'import { roomKey } from "./key";\nexport default { fetch: (_: Request, env: any) => new Response(roomKey(env)) };\n',
    );
    expect(namesOf(inventory)).toEqual([
      ["PAY_KEY", "app"],
      ["ROOM_KEY", "app", "rooms"],
    ]);
  });

  it("is no part of it where only a template of the app's config is there", async () => {
    const inventory = await scan({
      "package.json": JSON.stringify({
        dependencies: { next: "16", "@opennextjs/cloudflare": "1" },
      }),
      "wrangler.toml.example":
        'name = "app"\nmain = ".open-next/worker.js"\ncompatibility_flags = ["nodejs_compat"]\n',
      "wrangler.backup.toml":
        'name = "backup"\nmain = "workers/backup.ts"\ncompatibility_flags = ["nodejs_compat"]\n',
      "workers/backup.ts":
        "export default { fetch: (_: Request, env: any) => new Response(env.BACKUP_TOKEN) };\n",
      "src/key.ts": "export const key = () => process.env.STRIPE_SECRET_KEY;\n",
    });
    expect(namesOf(inventory)).toEqual([
      ["BACKUP_TOKEN", "app", "backup"],
      ["STRIPE_SECRET_KEY", "app"],
    ]);
  });

  it.each(["../.svelte-kit/cloudflare/_worker.js", "@sveltejs/kit", "$lib/app"])(
    "is taken for the app where it imports %s",
    async (module) => {
      const inventory = await beside(`import app from "${module}";\nexport default app;\n`);
      expect(namesOf(inventory)).toContainEqual(["PAY_KEY", "app", "rooms"]);
    },
  );
});

it("leaves what only types are taken from to the Worker that runs it", async () => {
  const { secrets, reads } = await scan({
    "wrangler.jsonc": '{ "name": "api", "main": "src/index.ts" }',
    "wrangler.bench.jsonc": '{ "name": "bench", "main": "src/bench.ts" }',
    "src/env.ts": `import { Room } from "./index";
export interface Env { API_TOKEN: string; ROOM: Room }
`,
    "src/index.ts": `import type { Env } from "./env";
export interface Room { id: string }
export default { async fetch(request: Request, env: Env) { return new Response(env.API_TOKEN); } };
`,
    "src/bench.ts": `import type { Env } from "./env";
export default { async fetch(request: Request, env: Pick<Env, "ROOM">) { return new Response(env.ROOM.id); } };
`,
  });
  expect(reads.filter(({ name }) => name === "API_TOKEN")).toHaveLength(1);
  const token = secrets.find(({ name }) => name === "API_TOKEN");
  expect(token?.workers.filter((one) => one.reads > 0).map(({ worker }) => worker)).toEqual([
    "api",
  ]);
});

it("counts what an accessor is asked for, also where its promise is caught", async () => {
  const { secrets } = await scan({
    "wrangler.jsonc": '{ "name": "api", "main": "src/index.ts" }',
    "src/index.ts": `import { env } from "cloudflare:workers";
async function requireEnv(key: string): Promise<string> { return (env as Record<string, string>)[key] ?? ""; }
export default {
  async fetch() {
    const key = await requireEnv("GEMINI_API_KEY").catch(() => "");
    return new Response(key + (await requireEnv("STRIPE_SECRET_KEY")));
  },
};
`,
  });
  expect(secrets.map(({ name }) => name)).toEqual(["GEMINI_API_KEY", "STRIPE_SECRET_KEY"]);
});
