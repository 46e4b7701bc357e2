/** Several Workers in one run: what they share moves once, nobody is left behind broken. */
import { describe, expect, it } from "vitest";
import {
  AWAITED,
  convertedOf,
  ENV,
  entries,
  LINKS,
  migrateAll,
  PACKAGE,
  SHARED,
  STUCK,
  workers,
} from "./callers.ts";
import { Monorepo, tsconfig } from "./monorepo.ts";

describe("two Workers that share code move in one run", () => {
  it("by an import of a workspace's package, which gets a helper of its own", async () => {
    const repository = new Monorepo({ ...PACKAGE, ...workers("@x/shared", "a", "b") }, LINKS);
    const plan = await migrateAll(repository, ["a", "b"]);
    expect(plan.changes.map(({ path }) => path)).toEqual([
      "apps/a/src/index.ts",
      "apps/a/src/secrets.ts",
      "apps/b/src/index.ts",
      "apps/b/src/secrets.ts",
      "packages/shared/src/index.ts",
      "packages/shared/src/secrets.ts",
    ]);
    expect(convertedOf(plan)).toEqual([
      [
        "apps/a/src/index.ts:10 OWN_A",
        "packages/shared/src/index.ts:5 API_KEY",
        "packages/shared/src/index.ts:8 JWT_SECRET",
      ],
      [
        "apps/b/src/index.ts:10 OWN_B",
        "packages/shared/src/index.ts:5 API_KEY",
        "packages/shared/src/index.ts:8 JWT_SECRET",
      ],
    ]);
    for (const entry of entries("a", "b")) expect(repository.read(entry)).toContain(AWAITED);
    expect(repository.read("packages/shared/src/index.ts")).not.toContain("Async");
  });
});

it("tells what is read in a file only to those who run it", async () => {
  const texts = workers("@x/shared", "a", "b", "c");
  const repository = new Monorepo(
    {
      ...PACKAGE,
      ...texts,
      "apps/a/src/index.ts": `${texts["apps/a/src/index.ts"]}export interface Room { id: string }\n`,
      "apps/c/src/index.ts": `import type { Room } from "../../a/src/index";
export default {
  async fetch(_request: Request, _env: object): Promise<Response> {
    const room: Room = { id: "1" };
    return new Response(room.id);
  },
};
`,
    },
    LINKS,
  );
  const [a, , c] = convertedOf(await migrateAll(repository, ["a", "b", "c"]));
  expect(a).toHaveLength(3);
  expect(c).toEqual([]);
});

describe("shared code of which only some callers move", () => {
  it("stands in two forms until the last Worker was asked for", async () => {
    const repository = new Monorepo({ ...PACKAGE, ...workers("@x/shared", "a", "b") }, LINKS);
    const before = repository.read("apps/b/src/index.ts");
    await repository.migrate("apps/a/wrangler.toml");
    expect(repository.read("apps/b/src/index.ts")).toBe(before);
    expect(repository.read("apps/a/src/index.ts")).toContain("await apiKeyAsync(env)");
    expect(repository.errors("apps/b")).toEqual([]);
    expect(await repository.ask(entries("a", "b"), ENV)).toEqual(["keya", "keyb"]);
    expect((await repository.migrate("apps/a/wrangler.toml")).changes).toEqual([]);
    await repository.migrate("apps/b/wrangler.toml");
    const whole = new Monorepo({ ...PACKAGE, ...workers("@x/shared", "a", "b") }, LINKS);
    await whole.migrate();
    for (const path of [...entries("a", "b"), "packages/shared/src/index.ts"]) {
      expect(repository.read(path)).toBe(whole.read(path));
    }
  });

  it("moves what nobody runs with the first that is asked for", async () => {
    const unused = `import { apiKey, type KeyEnv } from "./index";
export const masked = (env: KeyEnv): string => apiKey(env).slice(0, 2);
`;
    const texts = { ...PACKAGE, ...workers("@x/shared", "a", "b") };
    const repository = new Monorepo({ ...texts, "packages/shared/src/unused.ts": unused }, LINKS);
    await repository.migrate("apps/a/wrangler.toml");
    expect(repository.read("packages/shared/src/unused.ts")).toContain("(await apiKeyAsync(env))");
    expect((await repository.migrate("apps/a/wrangler.toml")).changes).toEqual([]);
  });

  it("goes on without the one that can not move, whose code is as it was", async () => {
    const repository = new Monorepo(
      { ...PACKAGE, ...workers("@x/shared", "a", "b", "c"), "apps/c/src/index.ts": STUCK },
      LINKS,
    );
    const plan = await migrateAll(repository, ["a", "b", "c"]);
    expect(repository.read("apps/a/src/index.ts")).toContain("await apiKeyAsync(env)");
    expect(repository.read("apps/c/src/index.ts")).toContain("return apiKey(this.env)");
    expect(repository.read("apps/c/src/index.ts")).toContain(AWAITED);
    expect(
      plan.workers.map(({ plan: { gaveUp } }) => gaveUp.map(({ blockedAt }) => blockedAt.file)),
    ).toEqual([[], [], ["apps/c/src/index.ts"]]);
  });
});

describe("what calls a Worker's code from outside", () => {
  it("waits for it, in scripts that no tsconfig holds", async () => {
    const repository = new Monorepo({
      ...workers("../../../lib/keys", "a"),
      "apps/a/tsconfig.json": tsconfig("../..").replace('"include":["."', '"include":["src"'),
      "lib/keys.ts": SHARED,
      "tools/keys.ts": 'export { apiKey } from "../lib/keys";\n',
      "tools/seed.ts": `import { apiKey } from "./keys";
export async function seed(): Promise<string> {
  return "key " + apiKey({ API_KEY: "of the shell" });
}
`,
    });
    await migrateAll(repository, ["a"]);
    expect(repository.read("tools/seed.ts")).toContain(
      '"key " + (await apiKey({ API_KEY: "of the shell" }))',
    );
  });
});
