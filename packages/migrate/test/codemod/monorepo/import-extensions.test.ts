/** With which extension a file imports the helper: as most of its imports are written. */
import { expect, it } from "vitest";
import { Monorepo, type Texts, worker } from "./monorepo.ts";

const BESIDE: Texts = {
  "apps/api/src/limits.ts":
    "export const LENGTH = 8;\nexport interface Limits { length: number }\n",
  "apps/api/src/names.ts": 'export const HEADER = "key";\nexport type Name = string;\n',
  "apps/api/src/setup.ts": "export const start = (): string => new Date().toISOString();\n",
};

/** What the Worker imports after it moved. */
async function importsAfter(imports: string, options: object = {}): Promise<string> {
  const repository = new Monorepo({
    ...worker("api", "src/index.ts", options),
    ...BESIDE,
    "apps/api/src/index.ts": `${imports}
interface Env { API_KEY?: string }

export default {
  async fetch(_request: Request, env: Env): Promise<Response> {
    return new Response(env.API_KEY ?? start() + LENGTH + HEADER);
  },
};
`,
  });
  const { workers } = await repository.migrate();
  expect(workers[0]?.plan.gaveUp).toEqual([]);
  const specifier = /from "(.*\/secrets.*)"/.exec(repository.read("apps/api/src/index.ts"));
  return specifier?.[1] ?? "";
}

it("takes .ts where most imports have it, though one leaves it out", async () => {
  const mixed = `import { LENGTH } from "./limits.ts";
import { HEADER } from "./names.ts";
import { start } from "./setup";
`;
  expect(await importsAfter(mixed, { allowImportingTsExtensions: true })).toBe("./secrets.ts");
});

it("leaves it out where most do, and where the compiler allows .ts for types alone", async () => {
  const most = `import { LENGTH } from "./limits.ts";
import { HEADER } from "./names";
import { start } from "./setup";
`;
  expect(await importsAfter(most, { allowImportingTsExtensions: true })).toBe("./secrets");
  const types = `import type { Limits } from "./limits.ts";
import type { Name } from "./names.ts";
import { start } from "./setup";

const LENGTH: Limits["length"] = 8;
const HEADER: Name = "key";
`;
  expect(await importsAfter(types)).toBe("./secrets");
});
