/**
 * A tsconfig without a `module`, which TypeScript 5 takes for ES2015's, or without a `target`, which it takes
 * for ES5: the helper's `import()` and its sets need more.
 */
import { describe, expect, it } from "vitest";
import { Monorepo, worker } from "./monorepo.ts";

const TSCONFIG = `{
  "include": [".", "../../platform.d.ts"],
  "compilerOptions": {
    "lib": ["ES2022"], // what the platform has
    "types": [],
    "moduleResolution": "Bundler",
    "target": "ES2022",
    "strict": true,
    // The framework builds.
    "noEmit": true
  }
}
`;
const ENTRY = `interface Env { API_KEY: string }
export default {
  async fetch(_request: Request, env: Env): Promise<Response> { return new Response(env.API_KEY); },
};
`;

/** @param version of the TypeScript that is installed. */
function repositoryOf(version: string, entry = ENTRY, tsconfig = TSCONFIG): Monorepo {
  return new Monorepo({
    ...worker("site", "src/index.ts"),
    "apps/site/tsconfig.json": tsconfig,
    "apps/site/src/index.ts": entry,
    "node_modules/typescript/package.json": JSON.stringify({ name: "typescript", version }),
  });
}

describe("a tsconfig that leaves the module to TypeScript 5", () => {
  it("gets the one that the helper needs, in its own place", async () => {
    const { workers, changes } = await repositoryOf("5.4.3").migrate();
    expect(workers[0]?.plan.converted.map(({ name }) => name)).toEqual(["API_KEY"]);
    const change = changes.find(({ path }) => path === "apps/site/tsconfig.json");
    expect(change?.before).toBe(TSCONFIG);
    expect(change?.after).toBe(
      TSCONFIG.replace('    "target"', '    "module": "ESNext",\n    "target"'),
    );
    expect(workers[0]?.plan.changes.map(({ path }) => path)).toContain("apps/site/tsconfig.json");
  });

  it("stays as it is where nothing moves", async () => {
    const left = ENTRY.replace("new Response(env.API_KEY)", 'new Response("none")');
    const entry = `import { env } from "cloudflare:workers";
console.log((env as { API_KEY: string }).API_KEY.length);
${left}`;
    const { workers, changes } = await repositoryOf("5.4.3", entry).migrate();
    expect(workers[0]?.plan.gaveUp.map(({ code }) => code)).toEqual(["module-level"]);
    expect(changes).toEqual([]);
  });

  it("gets no second one where it has one that TypeScript does not know", async () => {
    const unknown = TSCONFIG.replace('"strict"', '"module": "es2023",\n    "strict"');
    const { changes } = await repositoryOf("5.4.3", ENTRY, unknown).migrate();
    expect(changes.map(({ path }) => path).filter((path) => path.endsWith(".json"))).toEqual([]);
  });

  it("stays as it is under TypeScript 6", async () => {
    const { changes } = await repositoryOf("6.0.3").migrate();
    expect(changes.map(({ path }) => path).filter((path) => path.endsWith(".json"))).toEqual([]);
  });
});

describe("a tsconfig that leaves the target to TypeScript 5", () => {
  const withoutTarget = TSCONFIG.replace('    "target": "ES2022",\n', '    "module": "ESNext",\n');

  it("gets one in which the helper goes through its sets", async () => {
    const { workers, changes } = await repositoryOf("5.9.2", ENTRY, withoutTarget).migrate();
    expect(workers[0]?.plan.converted.map(({ name }) => name)).toEqual(["API_KEY"]);
    const change = changes.find(({ path }) => path === "apps/site/tsconfig.json");
    expect(change?.after).toBe(
      withoutTarget.replace('    "lib"', '    "target": "ES2017",\n    "lib"'),
    );
  });

  it("is one of TypeScript 5 also where a manifest says so, and nothing is installed", async () => {
    const repository = new Monorepo({
      ...worker("site", "src/index.ts"),
      "package.json": JSON.stringify({ devDependencies: { typescript: "^5.9.0" } }),
      "apps/site/tsconfig.json": withoutTarget,
      "apps/site/src/index.ts": ENTRY,
    });
    const { changes } = await repository.migrate();
    expect(changes.map(({ path }) => path)).toContain("apps/site/tsconfig.json");
  });

  it.each(["@repo/tsconfig/worker.json", "../../missing.json"])(
    "stays as it is where the base %s is not there to say",
    async (base) => {
      const { compilerOptions, ...rest } = JSON.parse(withoutTarget.replaceAll(/ \/\/.*$/gm, ""));
      const { moduleResolution: _, module: __, ...options } = compilerOptions;
      const tsconfig = JSON.stringify({ extends: base, compilerOptions: options, ...rest });
      const { workers, changes } = await repositoryOf("5.9.2", ENTRY, tsconfig).migrate();
      expect(workers[0]?.plan.converted.map(({ name }) => name)).toEqual(["API_KEY"]);
      expect(changes.map(({ path }) => path)).not.toContain("apps/site/tsconfig.json");
    },
  );

  it("stays as it is for TypeScript 6, whose target is newer", async () => {
    const { workers, changes } = await repositoryOf("6.0.2", ENTRY, withoutTarget).migrate();
    expect(workers[0]?.plan.converted.map(({ name }) => name)).toEqual(["API_KEY"]);
    expect(changes.map(({ path }) => path)).not.toContain("apps/site/tsconfig.json");
  });
});
