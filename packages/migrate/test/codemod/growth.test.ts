/**
 * What a plan looks at grows as the code does: a handler of twice as many routes is twice the work. Counted
 * in visits of nodes, which no machine and no load changes; four times would be a walk within a walk.
 */
import type TypeScript from "typescript";
import { afterAll, beforeAll, expect, it, vi } from "vitest";

let visitCount = 0;
let migrate: typeof import("./compare.ts").migrate;

// The files of this package share their modules, so those that count are loaded beside the others'.
beforeAll(async () => {
  vi.resetModules();
  vi.doMock("typescript", async (original) => {
    const { default: ts } = await original<{ default: typeof TypeScript }>();
    const forEachChild: typeof ts.forEachChild = (...given) => {
      visitCount += 1;
      return ts.forEachChild(...given);
    };
    return { default: { ...ts, forEachChild } };
  });
  ({ migrate } = await import("./compare.ts"));
});

afterAll(() => {
  vi.doUnmock("typescript");
  vi.resetModules();
});

const names = (count: number) => Array.from({ length: count }, (_, index) => `read${index}`);

/** Functions that read, and a handler that calls each of them for a path of its own. */
function handlerOf(count: number): Map<string, string> {
  const functions = names(count).map(
    (name) => `export const ${name} = (env: Env): string => \`\${env.API_KEY} ${name}\`;\n`,
  );
  const routes = names(count).map(
    (name) => `    if (path === "/${name}") return new Response(${name}(env));\n`,
  );
  const type = 'import type { Env } from "./types";\n';
  return new Map([
    ["src/types.ts", "export interface Env { API_KEY: string; SECRETS: SecretsStore }\n"],
    ["src/read.ts", type + functions.join("")],
    [
      "src/index.ts",
      `import { ${names(count).join(", ")} } from "./read";\n${type}export default {\n  async fetch(request: Request, env: Env): Promise<Response> {\n    const path = new URL(request.url).pathname;\n${routes.join("")}    return new Response("none");\n  },\n};\n`,
    ],
  ]);
}

function visitsFor(count: number): number {
  visitCount = 0;
  const { plan } = migrate(handlerOf(count));
  expect(plan.converted).toHaveLength(count);
  expect(visitCount).toBeGreaterThan(count);
  return visitCount;
}

it("looks at twice as much for twice as many routes", () => {
  expect(visitsFor(80) / visitsFor(40)).toBeLessThan(2.5);
});
