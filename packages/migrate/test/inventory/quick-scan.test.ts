import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { scanRepository } from "../../src/inventory/scan-repository.ts";
import { createDisk } from "../../src/repository/disk.ts";
import { findingLines, folderOf } from "./repository-of.ts";

const CONFIG = 'name = "api"\nmain = "src/index.ts"\n';
const HELPER =
  "export async function getSecret(env: object, name: string) { return name; }\n" +
  "export const secretName = (name: string) => name;\n" +
  "export async function getSecrets(env: object, names: string[]) { return names; }\n";

describe("Workers that are left out", () => {
  it("are not read, and may be named by a service", async () => {
    const config = (name: string, more = "") => `name = "${name}"\nmain = "index.ts"\n${more}`;
    const service =
      '[[services]]\nbinding = "SECRETS"\nservice = "theirs"\nentrypoint = "Secrets"\n';
    const code = (name: string) =>
      `export default { fetch(_: Request, env: { ${name}: string }) { return env.${name}; } };`;
    const root = folderOf({
      "tsconfig.json": JSON.stringify({ compilerOptions: { noLib: true, types: [] } }),
      "a/wrangler.toml": config("ours", service),
      "a/index.ts": code("OUR_KEY"),
      "b/wrangler.toml": config("theirs"),
      "b/index.ts": code("THEIR_KEY"),
    });
    const inventory = await scanRepository({
      disk: createDisk(root),
      leavesOut: ({ name }) => name === "theirs",
    });
    expect(inventory.workers.map(({ name }) => name)).toEqual(["ours"]);
    expect(inventory.reads.map(({ name }) => name)).toEqual(["OUR_KEY"]);
    expect(findingLines(inventory)).toEqual(["undeclared OUR_KEY"]);
  });
});

describe("a quick scan", () => {
  it("finds the reads that a whole one finds", async () => {
    const examples = fileURLToPath(new URL("../../../../examples", import.meta.url));
    const [quick, whole] = [
      await scanRepository({ disk: createDisk(examples), depth: "quick" }),
      await scanRepository({ disk: createDisk(examples) }),
    ];
    expect(quick.reads).toEqual(whole.reads);
    expect(quick.problems).toEqual(whole.problems);
  }, 30_000);

  it("reads a repository's own packages, and leaves a payment library's types aside", async () => {
    const disk = createDisk(
      folderOf({
        "package.json": '{ "workspaces": ["packages/*"] }',
        "packages/env/package.json": '{ "name": "@x/env", "main": "index.ts" }',
        "packages/env/index.ts": "export interface Env { API_KEY: string }\n",
        "wrangler.toml": CONFIG,
        "src/index.ts":
          'import type { Env } from "@x/env";\nimport Pay from "pay";\n' +
          "export default { fetch: (_: Request, given: Env) => new Pay(given.API_KEY) };\n",
        "node_modules/pay/package.json": '{ "name": "pay", "types": "index.d.ts" }',
        "node_modules/pay/index.d.ts": "export default class Pay { constructor(key: string) }\n",
      }),
    );
    const { reads } = await scanRepository({ disk, depth: "quick" });
    expect(reads).toMatchObject([{ name: "API_KEY", evidence: "types" }]);
  });

  it("looks for no secret in plain", async () => {
    const key = ["sk", "live", "51H0fakeFAKEfakeFAKE0123456789"].join("_");
    const folder = folderOf({ "wrangler.toml": CONFIG, "src/index.ts": `const k = "${key}";\n` });
    const codes = async (depth: "quick" | "whole") =>
      (await scanRepository({ disk: createDisk(folder), depth })).findings.map(({ code }) => code);
    expect(await codes("whole")).toContain("plain_in_source");
    expect(await codes("quick")).toEqual([]);
  });
});

describe("calls of the helper", () => {
  it.each([
    ["one name", 'getSecret(env, "API_KEY")', ["API_KEY"]],
    ["a list", 'getSecrets(env, ["API_KEY", "TOKEN"])', ["API_KEY", "TOKEN"]],
    ["a list of a const", "getSecrets(env, NAMES)", ["A_KEY", "B_KEY"]],
    ["a name with a dash", 'getSecret(env, "pay-key")', ["pay-key"]],
    ["another local name", 'mine(env, "API_KEY")', ["API_KEY"]],
    ["a name that no type knows", 'getSecret(env, secretName("API_KEY"))', ["API_KEY"]],
  ])("are reads: %s", async (_what, call, names) => {
    const source = (from: string) =>
      `import { getSecret, getSecrets, getSecret as mine, secretName } from "${from}";
const NAMES = ["A_KEY", "B_KEY"];
export default { fetch: async (_: Request, env: { SECRETS: object }) => ${call} };
`;
    const files = { "wrangler.toml": CONFIG, "src/secrets.ts": HELPER };
    for (const from of ["./secrets", "./secrets.ts", "@lunakey/runtime"]) {
      const disk = createDisk(folderOf({ ...files, "src/index.ts": source(from) }));
      const { reads } = await scanRepository({ disk, depth: "quick" });
      expect(reads.map(({ name }) => name)).toEqual(names);
      expect(reads.every(({ throughHelper }) => throughHelper)).toBe(true);
    }
  });

  it("are reads through a function that hands its name to the helper", async () => {
    const source = `import { getSecret, secretName } from "./secrets";
const readKey = async (env: any, key: string) => getSecret(env, secretName(key));
const needKey = async (env: any, key: string) => (await readKey(env, key)) ?? "";
export default { fetch: async (_: Request, env: any) => [readKey(env, "A_KEY"), needKey(env, "B_KEY")] };
`;
    const files = { "wrangler.toml": CONFIG, "src/secrets.ts": HELPER, "src/index.ts": source };
    const { reads } = await scanRepository({ disk: createDisk(folderOf(files)), depth: "quick" });
    expect(reads.map(({ name, throughHelper }) => [name, throughHelper])).toEqual([
      ["A_KEY", true],
      ["B_KEY", true],
    ]);
  });

  it("say that they are not to be told where the name is made while running", async () => {
    const disk = createDisk(
      folderOf({
        "wrangler.toml": CONFIG,
        "src/index.ts": `import { getSecret } from "@lunakey/runtime";
export default { fetch: (request: Request, env: object) => getSecret(env, request.url) };
`,
      }),
    );
    const { reads, wholes } = await scanRepository({ disk, depth: "quick" });
    expect(reads).toEqual([]);
    expect(wholes).toMatchObject([{ kind: "dynamic-key", place: { file: "src/index.ts" } }]);
  });
});
