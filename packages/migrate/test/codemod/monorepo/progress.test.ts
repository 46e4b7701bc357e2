/** A person who waits is told which Worker it is, and how many files of it are proved. */
import { expect, it } from "vitest";
import { planRepositoryMigration } from "../../../src/codemod/plan-repository-migration.ts";
import type { MigrationProgress } from "../../../src/codemod/repository/run.ts";
import { scanRepository } from "../../../src/inventory/scan-repository.ts";
import { createDisk } from "../../../src/repository/disk.ts";
import { HELPER_TEXT } from "../virtual-repository.ts";
import { Monorepo, worker } from "./monorepo.ts";

const INDEX = `import { text } from "./text";
interface Env { API_KEY: string }
export default {
  async fetch(_request: Request, env: Env): Promise<Response> { return new Response(text(env)); },
};
`;
const TEXT = "export const text = (env: { API_KEY: string }): string => env.API_KEY;\n";

it("is told each Worker before its plan, and each file before it is looked at", async () => {
  const { root } = new Monorepo({
    ...worker("a", "src/index.ts"),
    ...worker("b", "src/index.ts"),
    ...{ "apps/a/src/index.ts": INDEX, "apps/a/src/text.ts": TEXT },
    ...{ "apps/b/src/index.ts": INDEX, "apps/b/src/text.ts": TEXT },
  });
  const disk = createDisk(root);
  const told: MigrationProgress[] = [];
  planRepositoryMigration({
    disk,
    inventory: await scanRepository({ disk, depth: "quick" }),
    configs: ["apps/a/wrangler.toml", "apps/b/wrangler.toml"],
    helperOf: (config) => {
      return {
        kind: "file",
        path: config.replace("wrangler.toml", "secrets.ts"),
        text: HELPER_TEXT,
      };
    },
    onProgress: (progress) => told.push(progress),
  });
  expect(told.filter(({ files }) => files === null)).toEqual([
    { config: "apps/a/wrangler.toml", done: 0, total: 2, files: null },
    { config: "apps/b/wrangler.toml", done: 1, total: 2, files: null },
  ]);
  const ofFirst = told.flatMap(({ done, files }) => (done === 0 && files ? [files] : []));
  const [{ total } = { total: 0 }] = ofFirst;
  expect(total).toBeGreaterThanOrEqual(3);
  expect(ofFirst.slice(0, total)).toEqual(
    Array.from({ length: total }, (_, done) => ({ done, total })),
  );
});
