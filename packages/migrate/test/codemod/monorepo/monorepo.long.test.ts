/** The ways in which Workers of a repository come to share code; each is migrated in one run. */
import { describe, expect, it } from "vitest";
import {
  AWAITED,
  caller,
  convertedOf,
  ENV,
  entries,
  LINKS,
  migrateAll,
  PACKAGE,
  SHARED,
  workers,
} from "./callers.ts";
import { Monorepo, worker } from "./monorepo.ts";

describe("two Workers that share code move in one run", () => {
  it("by a relative path, with a helper beside what they share", async () => {
    const repository = new Monorepo({
      ...workers("../../../lib/keys", "a", "b"),
      "lib/keys.ts": SHARED,
    });
    const plan = await migrateAll(repository, ["a", "b"]);
    expect(plan.changes.map(({ path }) => path)).toContain("lib/secrets.ts");
  });

  it("by the aliases of each one's own tsconfig, which lead elsewhere in the other", async () => {
    const paths = (folder: string) => ({
      paths: { "@lib/*": [`../../${folder}/*`], "@/*": ["./src/*"] },
    });
    const repository = new Monorepo({
      ...workers("@lib/keys", "a", "b"),
      ...worker("a", "src/index.ts", paths("lib")),
      ...worker("b", "src/index.ts", paths("other")),
      "lib/keys.ts": SHARED,
      "other/keys.ts": 'export * from "../lib/keys";\n',
    });
    await migrateAll(repository, ["a", "b"]);
    for (const entry of entries("a", "b")) expect(repository.read(entry)).toContain(AWAITED);
  });

  it("where the shared package has its own file of that name", async () => {
    const secrets = "packages/shared/src/secrets.ts";
    const theirs = "export const NAMES = ['API_KEY'];\n";
    const repository = new Monorepo(
      { ...PACKAGE, [secrets]: theirs, ...workers("@x/shared", "a", "b") },
      LINKS,
    );
    const plan = await migrateAll(repository, ["a", "b"]);
    expect(repository.read(secrets)).toBe(theirs);
    expect(plan.changes.map(({ path }) => path)).toContain(
      "packages/shared/src/lunakey-secrets.ts",
    );
  });

  it("where the package says what it builds, and has built it", async () => {
    const repository = new Monorepo(
      {
        ...PACKAGE,
        "packages/shared/package.json":
          '{ "name": "@x/shared", "type": "module", "main": "dist/index.js", "types": "dist/index.d.ts" }',
        "packages/shared/dist/index.js": "",
        "packages/shared/dist/index.d.ts":
          "export declare function apiKey(env: { API_KEY: string }): string;\nexport declare function isKnown(env: object, token: string | null): boolean;\n",
        ...workers("@x/shared", "a", "b"),
      },
      LINKS,
    );
    const plan = await repository.migrate();
    expect(convertedOf(plan).flat()).toContain("packages/shared/src/index.ts:5 API_KEY");
    for (const entry of entries("a", "b")) expect(repository.read(entry)).toContain(AWAITED);
  });

  it("one of them in JavaScript", async () => {
    const js = caller("OWN_B", "@x/shared")
      .replace(/interface Env \{[^}]*\}\n/, "")
      .replace(/: (?:Request|Env|Promise<Response>)/g, "");
    const repository = new Monorepo(
      {
        ...PACKAGE,
        ...workers("@x/shared", "a"),
        ...worker("b", "src/index.js"),
        "apps/b/src/index.js": js,
        "apps/b/.dev.vars": "OWN_B=b\n",
      },
      LINKS,
    );
    const asked = [...entries("a"), "apps/b/src/index.js"];
    const before = await repository.ask(asked, ENV);
    const plan = await repository.migrate();
    expect(convertedOf(plan)[1]).toHaveLength(3);
    expect(await repository.ask(asked, ENV)).toEqual(before);
    expect((await repository.migrate()).changes).toEqual([]);
  });

  it("as one where several configs have one entry", async () => {
    const repository = new Monorepo(
      {
        ...PACKAGE,
        ...workers("@x/shared", "a", "b"),
        "apps/a/wrangler.eu.toml": 'name = "a-eu"\nmain = "src/index.ts"\n',
      },
      LINKS,
    );
    const plan = await migrateAll(repository, ["a", "b"]);
    expect(plan.workers.map(({ config }) => config)).toEqual([
      "apps/a/wrangler.eu.toml",
      "apps/b/wrangler.toml",
    ]);
  });
});

describe("shared code of which only some callers move", () => {
  it("keeps a test of the shared package's own with it", async () => {
    const test = `import { apiKey } from "../src/index";
const expect = (value: unknown) => value;
export const it = (work: () => unknown) => work();
it(() => expect(apiKey({ API_KEY: "k" })));
`;
    const repository = new Monorepo(
      { ...PACKAGE, "packages/shared/test/keys.test.ts": test, ...workers("@x/shared", "a", "b") },
      LINKS,
    );
    await migrateAll(repository, ["a", "b"]);
    expect(repository.read("packages/shared/test/keys.test.ts")).toContain("await apiKey(");
  });
});
