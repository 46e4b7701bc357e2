/** Code outside of the `rootDir` of the Worker that runs it. */
import { expect, it } from "vitest";
import { Monorepo, worker } from "./monorepo.ts";

const KEYS = `export const keyOf = (env: { API_KEY: string }): string => env.API_KEY + "!";
`;
const ENTRY = `import { keyOf } from "../../../shared/keys";
interface Env { API_KEY: string }
export default {
  async fetch(_request: Request, env: Env): Promise<Response> { return new Response(keyOf(env)); },
};
`;

const repositoryOf = (entry: string) => {
  const app = (name: string) => ({
    ...worker(name, "src/index.ts", { rootDir: "./src" }),
    [`apps/${name}/src/index.ts`]: entry,
  });
  return new Monorepo({ ...app("one"), ...app("two"), "shared/keys.ts": KEYS });
};

it("moves, though the helper is outside as well", async () => {
  const { workers, changes } = await repositoryOf(ENTRY).migrate();
  expect(workers.flatMap(({ plan }) => plan.gaveUp)).toEqual([]);
  const keys = changes.find(({ path }) => path === "shared/keys.ts")?.after;
  expect(keys).toContain('import { requireSecret } from "./secrets";');
});

it("is not asked by code inside, which has a helper of its own there", async () => {
  const entry = ENTRY.replace("keyOf(env))", "keyOf(env) + env.API_KEY)");
  const { workers, changes } = await repositoryOf(entry).migrate();
  expect(workers.flatMap(({ plan }) => plan.gaveUp)).toEqual([]);
  const paths = changes.map(({ path }) => path).filter((path) => path.endsWith("secrets.ts"));
  expect(paths.sort()).toEqual([
    "apps/one/src/secrets.ts",
    "apps/two/src/secrets.ts",
    "shared/secrets.ts",
  ]);
});
