import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { planMigration } from "../../src/codemod/plan-migration.ts";
import { findEnvReads } from "../../src/source/find-env-reads.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const HELPER = readFileSync(join(ROOT, "packages/runtime/src/secrets.ts"), "utf8");

/** Variables of the two Workers, which stay what they are. */
const VARIABLES = ["ENVIRONMENT", "APP_URL", "GITHUB_CLIENT_ID", "GOOGLE_CLIENT_ID"];

/**
 * The health page of luna-proxy-api answers more after its migration by hand than before (where each
 * value is from, and its version). A migration changes no answers: see docs/decisions.
 */
const HEALTH = "src/routes/health.ts";

describe.each(["luna-proxy-api", "luna-proxy-web"])("the migration of examples/%s", (worker) => {
  const plan = planExample(worker);
  const golden = join(ROOT, "e2e/golden", worker);
  const texts = new Map(plan.changes.map(({ path, after }) => [path, after]));

  it("gives the Worker that was migrated by hand", () => {
    for (const path of globSync("src/**/*.ts", { cwd: golden }).filter((one) => one !== HEALTH)) {
      const before = join(ROOT, "examples", worker, path);
      expect(texts.get(path) ?? readFileSync(before, "utf8"), path).toBe(
        readFileSync(join(golden, path), "utf8"),
      );
    }
  });

  it("gives nothing up, and proves what it did", () => {
    expect(plan.gaveUp).toEqual([]);
    expect(plan.proof).toMatchObject({ errorsAfter: plan.proof.errorsBefore, rounds: 1 });
  });
});

describe("the health page", () => {
  it("asks the helper for each name of its list, and answers what it did", () => {
    const { changes } = planExample("luna-proxy-api");
    const text = changes.find(({ path }) => path === HEALTH)?.after ?? "";
    expect(text.slice(text.indexOf("export"))).toMatchInlineSnapshot(`
      "export async function handleHealth(env: Env): Promise<Response> {
        const secrets = await Promise.all(SECRETS.map(async (name) => ({ name, configured: Boolean(await getSecret(env, name)) })));
        const healthy = secrets.every(({ configured }) => configured);
        return json({
          status: healthy ? 'ok' : 'degraded',
          environment: env.ENVIRONMENT,
          secrets,
        });
      }
      "
    `);
  });
});

function planExample(worker: string) {
  const root = join(ROOT, "examples", worker);
  const { options, fileNames } = ts.parseJsonConfigFileContent(
    JSON.parse(readFileSync(join(root, "tsconfig.json"), "utf8")),
    ts.sys,
    root,
  );
  const host = ts.createCompilerHost(options, true);
  const program = ts.createProgram(fileNames, options, host);
  return planMigration({
    root,
    program,
    host,
    findReads: (of) => findEnvReads({ program: of, root }),
    names: namesOf(program),
    helper: { kind: "file", path: "src/secrets.ts", text: HELPER },
  });
}

/** What the Worker's Env declares as text, without the variables. */
function namesOf(program: ts.Program): ReadonlySet<string> {
  const names = new Set<string>();
  for (const file of program.getSourceFiles()) {
    if (!file.fileName.endsWith("/src/types.ts")) continue;
    for (const [, name] of file.text.matchAll(/^ {2}([A-Z0-9_]+)\??: string;/gm)) {
      if (name && !VARIABLES.includes(name)) names.add(name);
    }
  }
  return names;
}
