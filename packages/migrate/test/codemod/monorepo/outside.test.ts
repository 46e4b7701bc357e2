/** Code that no Worker runs, beside a Worker: what of it is loaded, and what of it follows. */
import { expect, it } from "vitest";
import { planRepositoryMigration } from "../../../src/codemod/plan-repository-migration.ts";
import { scanRepository } from "../../../src/inventory/scan-repository.ts";
import { createDisk } from "../../../src/repository/disk.ts";
import { ParsedFiles } from "../../../src/source/parsed-files.ts";
import { HELPER_TEXT } from "../virtual-repository.ts";
import { Monorepo, type Texts, tsconfig } from "./monorepo.ts";

const WORKER: Texts = {
  "wrangler.toml": 'name = "api"\nmain = "worker/index.ts"\n',
  "tsconfig.json": JSON.stringify({
    ...(JSON.parse(tsconfig(".", { paths: { "worker/*": ["./worker/*"] } })) as object),
    include: ["worker", "platform.d.ts"],
  }),
  "package.json": '{ "name": "app", "type": "module" }',
  "worker/types.ts": "export interface Env { API_KEY: string; MODE: string }\n",
  "worker/sign.ts": `import type { Env } from "./types";
export interface Signed { readonly by: string }
export function sign(env: Env): string { return \`\${env.API_KEY}!\`; }
`,
  "worker/index.ts": `import { sign } from "./sign";
import type { Env } from "./types";
export default {
  async fetch(_request: Request, env: Env): Promise<Response> { return new Response(sign(env)); },
};
`,
};

const TYPED = {
  "package.json": `{ "name": "app", "type": "module",
    "devDependencies": { "@cloudflare/workers-types": "*" } }`,
};

/** Names of the files of the repository that the plan's programs hold, and what it says. */
async function plan(more: Texts) {
  const { root } = new Monorepo({ ...WORKER, ...more });
  const disk = createDisk(root);
  const inventory = await scanRepository({ disk, depth: "quick" });
  const loaded = new Set<string>();
  class Watching extends ParsedFiles {
    override of(...given: Parameters<ParsedFiles["of"]>) {
      const [name = ""] = given[0].split("\0");
      if (name.startsWith(`${root}/`)) loaded.add(name.slice(root.length + 1));
      return super.of(...given);
    }
  }
  const { workers, changes } = planRepositoryMigration({
    ...{ disk, inventory, parsed: new Watching() },
    configs: ["wrangler.toml"],
    helperOf: () => ({ kind: "file", path: "worker/secrets.ts", text: HELPER_TEXT }),
  });
  const texts = new Map(changes.map(({ path, after }) => [path, after ?? ""]));
  return { loaded, texts, gaveUp: workers[0]?.plan.gaveUp.map(({ code }) => code) };
}

const PACKAGE: Texts = {
  "node_modules/large/package.json": '{ "name": "large", "types": "index.d.ts" }',
  "node_modules/large/index.d.ts": "export declare const large: string;\n",
};

it("does not load a frontend that sees nothing of what changes, nor its packages and tests", async () => {
  const { loaded, texts } = await plan({
    ...PACKAGE,
    "web/api.ts": 'export type { Signed } from "../worker/sign";\n',
    "web/page.ts": `import { large } from "large";
import type { Signed } from "./api";
export const page = (signed: Signed): string => large + signed.by;
`,
    "web/page.test.ts": 'import { page } from "./page";\npage({ by: "" });\n',
  });
  expect(texts.get("worker/sign.ts")).toContain("async function sign");
  expect([...loaded].filter((path) => /^web|large/.test(path))).toEqual([]);
});

it.each([
  ["by its path", "../worker/sign"],
  ["by a path that the tsconfig knows", "worker/sign"],
])("follows a call in code that is loaded for it, imported %s", async (_how, specifier) => {
  const { loaded, texts } = await plan({
    ...PACKAGE,
    "web/page.ts": `import { large } from "large";
import { sign } from "${specifier}";
export async function page(): Promise<string> { return large + sign({ API_KEY: "", MODE: "" }); }
`,
  });
  expect(loaded).toContain("node_modules/large/index.d.ts");
  expect(texts.get("web/page.ts")).toContain("await sign(");
});

it("leaves a read whose change is a type error in code that gets it through others", async () => {
  const { texts, gaveUp } = await plan({
    "worker/client.ts": `import type { Env } from "./types";
import { sign } from "./sign";
export class Client {
  constructor(private readonly env: Env) {}
  token(): string { return sign(this.env); }
}
`,
    "worker/make.ts": `import { Client } from "./client";
import type { Env } from "./types";
export const make = (env: Env) => new Client(env);
`,
    "web/page.ts": `import { make } from "../worker/make";
const token: string = make({ API_KEY: "", MODE: "" }).token();
export const length = token.length;
`,
  });
  expect(texts.size).toBe(0);
  expect(gaveUp).toEqual(["module-level"]);
});

it("hears of a script that Node runs, though the types stay the same", async () => {
  const { gaveUp, texts } = await plan({
    "worker/sign.ts": `import process from "node:process";
import type { Env } from "./types";
export async function sign(_env: Env): Promise<string> { return \`\${process.env.API_KEY}!\`; }
`,
    "worker/index.ts": WORKER["worker/index.ts"]?.replace("sign(env)", "await sign(env)") ?? "",
    "scripts/print.ts":
      'import { sign } from "../worker/sign";\nawait sign({ API_KEY: "", MODE: "" });\n',
  });
  expect(gaveUp).toEqual([]);
  expect(texts.get("worker/sign.ts")).toContain("await workerEnv()");
  expect([...texts.keys()]).toContain("worker/worker-env.ts");
});

it.each([
  [
    "runs",
    'import { labelOf } from "../worker/sign";\nexport const label = labelOf("page");\n',
    true,
  ],
  ["names the types of", 'export type { Signed } from "../worker/sign";\n', false],
])("asks for both environments in a file that a page outside %s", async (_how, page, isBoth) => {
  const { texts } = await plan({
    ...TYPED,
    "worker/sign.ts": `import process from "node:process";
import type { Env } from "./types";
export interface Signed { readonly by: string }
export const labelOf = (text: string): string => \`\${text}!\`;
export async function sign(_env: Env): Promise<string> { return \`\${process.env.API_KEY}!\`; }
`,
    "worker/index.ts": WORKER["worker/index.ts"]?.replace("sign(env)", "await sign(env)") ?? "",
    "web/page.ts": page,
  });
  const text = texts.get("worker/sign.ts") ?? "";
  expect(text.includes("await workerEnv()")).toBe(isBoth);
  expect(text.includes('from "cloudflare:workers"')).toBe(!isBoth);
});

it("follows a call of what a package of the repository exports", async () => {
  const { texts } = await plan({
    "packages/keys/package.json": '{ "name": "@x/keys", "type": "module", "main": "src/index.ts" }',
    "packages/keys/src/index.ts": `export function keyOf(env: { API_KEY: string }): string { return env.API_KEY; }\n`,
    "worker/index.ts": `import { keyOf } from "@x/keys";
import type { Env } from "./types";
export default {
  async fetch(_request: Request, env: Env): Promise<Response> { return new Response(keyOf(env)); },
};
`,
    "web/package.json": '{ "name": "web", "type": "module", "dependencies": { "@x/keys": "*" } }',
    "web/page.ts": `import { keyOf } from "@x/keys";
export async function page(): Promise<string> { return "a" + keyOf({ API_KEY: "" }); }
`,
  });
  expect(texts.get("web/page.ts")).toContain("await keyOf(");
});

const WEB = { "web/package.json": '{ "name": "web", "type": "module" }' };

it.each([
  ["where a server of another package leads to the read", { ...TYPED, ...WEB }, true],
  ["where nothing would give the platform's module its types", {}, true],
  ["where a server of the Worker's own package leads to the read", TYPED, false],
])("asks for both environments %s: %o", async (_when, more, isBoth) => {
  const { texts } = await plan({
    "packages/keys/package.json": '{ "name": "@x/keys", "type": "module", "main": "src/index.ts" }',
    "packages/keys/src/index.ts": `import process from "node:process";
export async function keyOf(): Promise<string> { return \`\${process.env.API_KEY}!\`; }
`,
    "worker/index.ts": `import { keyOf } from "@x/keys";
import type { Env } from "./types";
export default {
  async fetch(_request: Request, env: Env): Promise<Response> { return new Response(await keyOf()); },
};
`,
    ...more,
    "web/server.ts": `import { serve } from "a-server";
import { keyOf } from "@x/keys";
serve(async () => new Response(await keyOf()));
`,
  });
  const keys = texts.get("packages/keys/src/index.ts") ?? "";
  expect(keys.includes("await workerEnv()")).toBe(isBoth);
  expect(keys.includes('from "cloudflare:workers"')).toBe(!isBoth);
});
