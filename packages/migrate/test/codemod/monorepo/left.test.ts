/** Reads that no plan can move are told with their true reason, whatever else moves. */
import { describe, expect, it } from "vitest";
import { Monorepo, worker } from "./monorepo.ts";

const ENTRY = `interface Env { API_KEY: string; PAGE_KEY: string }
export default {
  async fetch(_request: Request, env: Env): Promise<Response> { return new Response(env.API_KEY); },
};
`;
const PAGE = `---
const { PAGE_KEY } = Astro.locals.runtime.env;
---
<p>{PAGE_KEY.length}</p>
`;

describe("what a migration leaves", () => {
  it("says a read in the script of an Astro page", async () => {
    const repository = new Monorepo({
      ...worker("site", "src/index.ts"),
      "apps/site/src/index.ts": ENTRY,
      "apps/site/src/pages/index.astro": PAGE,
    });
    const { workers } = await repository.migrate();
    const place = { file: "apps/site/src/pages/index.astro", line: 2, column: 9 };
    expect(workers[0]?.plan.converted.map(({ name }) => name)).toEqual(["API_KEY"]);
    expect(workers[0]?.plan.gaveUp).toEqual([
      { code: "component", place, names: ["PAGE_KEY"], blockedAt: place, subject: null },
    ]);
    expect(repository.read(place.file)).toBe(PAGE);
  });

  it("says a read in a component where nothing else is read", async () => {
    const repository = new Monorepo({
      ...worker("site", "src/index.ts"),
      "apps/site/src/index.ts": ENTRY.replace("env.API_KEY", '""'),
      "apps/site/src/pages/index.astro": PAGE,
    });
    const { workers, changes } = await repository.migrate();
    expect(changes).toEqual([]);
    expect(workers[0]?.plan.gaveUp.map(({ code }) => code)).toEqual(["component"]);
  });

  it("blames no read for a tsconfig that the helper does not fit in", async () => {
    const repository = new Monorepo({
      ...worker("old", "src/index.ts", { target: "es2018", lib: ["es2018"] }),
      "apps/old/src/index.ts": ENTRY,
    });
    const { workers, changes } = await repository.migrate();
    expect(changes).toEqual([]);
    const [left] = workers[0]?.plan.gaveUp ?? [];
    expect(left).toMatchObject({ code: "helper-type-error", names: ["API_KEY"], subject: null });
    expect(left?.blockedAt.file).toBe("apps/old/src/secrets.ts");
  });

  it("says the error in the helper that has nothing to do with module and lib", async () => {
    const repository = new Monorepo({
      ...worker("old", "src/index.ts"),
      "apps/old/src/index.ts": ENTRY,
      "apps/old/src/old.d.ts": "interface Promise<T> { then(): T }\n",
    });
    const { workers, changes } = await repository.migrate();
    expect(changes).toEqual([]);
    const [left] = workers[0]?.plan.gaveUp ?? [];
    expect(left).toMatchObject({ code: "helper-type-error", names: ["API_KEY"] });
    expect(left?.subject).toMatch(/^TS\d+: /);
    expect(left?.blockedAt.file).toBe("apps/old/src/secrets.ts");
  });

  it("says the globals of a Worker in the service-worker syntax", async () => {
    const repository = new Monorepo({
      "apps/old/wrangler.toml": 'name = "old"\ntype = "javascript"\n',
      "apps/old/package.json": JSON.stringify({ main: "index.js" }),
      "apps/old/index.js": `addEventListener("fetch", (event) => {
  event.respondWith(new Response(API_TOKEN));
});
`,
    });
    const { workers, changes } = await repository.migrate();
    expect(changes).toEqual([]);
    const place = { file: "apps/old/index.js", line: 2, column: 34 };
    expect(workers[0]?.plan.gaveUp).toEqual([
      { code: "service-worker", place, names: ["API_TOKEN"], blockedAt: place, subject: null },
    ]);
  });

  it("says what is imported from astro:env/server", async () => {
    const repository = new Monorepo({
      ...worker("site", "src/index.ts"),
      "apps/site/src/index.ts": `import { API_KEY, getSecret } from "astro:env/server";
const jwt = () => getSecret("JWT_SECRET") || process.env.JWT_SECRET;
export default { fetch: () => new Response(API_KEY + jwt()) };
`,
    });
    const { workers, changes } = await repository.migrate();
    // What the look-up falls back to is not to come from another place than the look-up.
    expect(changes).toEqual([]);
    expect(workers[0]?.plan.gaveUp.map(({ code, names }) => [code, names])).toEqual([
      ["astro-env", ["JWT_SECRET"]],
      ["astro-env", ["API_KEY"]],
    ]);
  });

  it("takes what deploys with Alchemy for a script, not for the Worker's code", async () => {
    const repository = new Monorepo({
      ...worker("site", "src/index.ts"),
      // With a framework, all that is in the folder can be a Worker's code.
      "apps/site/package.json": JSON.stringify({ dependencies: { astro: "*" } }),
      "apps/site/src/index.ts": ENTRY,
      "apps/site/alchemy.run.ts": "export const key = process.env.API_KEY;\n",
    });
    const { workers } = await repository.migrate();
    expect(workers[0]?.plan.gaveUp).toEqual([]);
  });
});
