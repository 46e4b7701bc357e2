/** A Worker whose entry a build makes: its own code is its folder, and what that imports from elsewhere. */
import { expect, it } from "vitest";
import { planRepositoryMigration } from "../../../src/codemod/plan-repository-migration.ts";
import { scanRepository } from "../../../src/inventory/scan-repository.ts";
import { createDisk } from "../../../src/repository/disk.ts";
import { HELPER_TEXT } from "../virtual-repository.ts";
import { Monorepo, tsconfig } from "./monorepo.ts";

const FILES = {
  "package.json": JSON.stringify({ private: true, workspaces: ["apps/*", "packages/*"] }),
  "apps/accounts/package.json": JSON.stringify({ name: "@acme/accounts" }),
  "apps/accounts/tsconfig.json": tsconfig("."),
  "apps/accounts/wrangler.toml": 'name = "accounts"\npages_build_output_dir = "public"\n',
  "apps/accounts/functions/login.ts": `import { openDatabase } from "@acme/db";

interface Env {
  DATABASE_TOKEN: string;
}

export const onRequest = async (context: { env: Env }) =>
  new Response(openDatabase(context.env).rows("users").join());
`,
  // What else is in the folder is built for browsers, or another Worker's.
  "apps/accounts/src/page.ts":
    "export const page = (env: { PAGE_TOKEN: string }) => env.PAGE_TOKEN;\n",
  "packages/db/package.json": JSON.stringify({
    ...{ name: "@acme/db", exports: { ".": { types: "./src/db.ts", default: "./dist/db.js" } } },
  }),
  "packages/db/src/db.ts": `export function openDatabase(env: { DATABASE_TOKEN: string }) {
  const token = env.DATABASE_TOKEN;
  return { rows: (table: string): string[] => [table, token] };
}

export const forNobody = (env: { OTHER_TOKEN: string }): string => env.OTHER_TOKEN;
`,
  "packages/unused/package.json": JSON.stringify({ name: "@acme/unused", main: "./index.ts" }),
  "packages/unused/index.ts":
    "export const unused = (env: { UNUSED_TOKEN: string }) => env.UNUSED_TOKEN;\n",
};

it("reads what the packages read that it imports, and no others", async () => {
  const { root } = new Monorepo(FILES);
  const { reads } = await scanRepository({ disk: createDisk(root), depth: "whole" });
  expect(reads.map(({ name, workers }) => [name, workers])).toEqual([
    ["DATABASE_TOKEN", ["apps/accounts/wrangler.toml"]],
    ["OTHER_TOKEN", ["apps/accounts/wrangler.toml"]],
  ]);
});

it("waits for what of them becomes async, also for another Worker", async () => {
  const { root } = new Monorepo({
    ...FILES,
    "apps/api/package.json": JSON.stringify({ name: "@acme/api" }),
    "apps/api/tsconfig.json": tsconfig("."),
    "apps/api/wrangler.toml": 'name = "api"\nmain = "src/index.ts"\n',
    "apps/api/src/index.ts": `import { openDatabase } from "@acme/db";

export default {
  async fetch(_request: Request, env: { DATABASE_TOKEN: string }) {
    return Response.json(openDatabase(env).rows("users"));
  },
};
`,
  });
  const disk = createDisk(root);
  const { changes } = planRepositoryMigration({
    ...{ disk, inventory: await scanRepository({ disk, depth: "whole" }) },
    configs: ["apps/accounts/wrangler.toml", "apps/api/wrangler.toml"],
    helperOf: () => ({ kind: "file", path: "apps/api/src/secrets.ts", text: HELPER_TEXT }),
  });
  const after = new Map(changes.map(({ path, after: text }) => [path, text]));
  expect(after.get("apps/api/src/index.ts")).toContain('(await openDatabase(env)).rows("users")');
  expect(after.get("apps/accounts/functions/login.ts")).toContain(
    "(await openDatabase(context.env))",
  );
});
