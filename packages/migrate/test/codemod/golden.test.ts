import { globSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import type { MigrationPlan } from "../../src/codemod/migration-plan.ts";
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
  const example = readExample(worker);
  const plan = planExample(worker, example);

  it("gives the Worker that was migrated by hand", () => {
    expect(differencesToGolden(worker, applied(example, plan))).toEqual([]);
  });

  it("gives nothing up, and proves what it did", () => {
    expect(plan.gaveUp).toEqual([]);
    expect(plan.proof).toMatchObject({ errorsAfter: plan.proof.errorsBefore, rounds: 1 });
  });
});

describe("a migration route by route", () => {
  it.each([
    ["luna-proxy-api", ["POST /billing/checkout", "/admin/*", "/turn/credentials"]],
    ["luna-proxy-web", ["/account", "/auth/*"]],
  ])("of %s ends where one of everything does", (worker, routes) => {
    let files = readExample(worker);
    for (const route of [...routes, undefined]) {
      const plan = planExample(worker, files, route);
      expect(plan.gaveUp).toEqual([]);
      files = applied(files, plan);
    }
    expect(differencesToGolden(worker, files)).toEqual([]);
  });

  it("leaves the callers of other routes with the form that they have", () => {
    const example = readExample("luna-proxy-api");
    const files = applied(example, planExample("luna-proxy-api", example, "/billing/checkout"));
    const billing = files.get("src/routes/billing.ts") ?? "";
    expect(billing.match(/^.*getStripeClient.*$/gm)).toEqual([
      expect.stringContaining("import"),
      "  const stripe = await getStripeClientAsync(env);",
      "  const stripe = getStripeClient(env);",
    ]);
  });
});

describe("the health page", () => {
  it("asks the helper for each name of its list, and answers what it did", () => {
    const example = readExample("luna-proxy-api");
    const text = applied(example, planExample("luna-proxy-api", example)).get(HEALTH) ?? "";
    expect(text.slice(text.indexOf("export"), text.indexOf("return json"))).toMatchInlineSnapshot(`
      "export async function handleHealth(env: Env): Promise<Response> {
        const secrets = await Promise.all(SECRETS.map(async (name) => ({ name, configured: Boolean(await getSecret(env, name)) })));
        const healthy = secrets.every(({ configured }) => configured);
        "
    `);
  });
});

type Files = ReadonlyMap<string, string>;

function readExample(worker: string): Files {
  return readSources(join(ROOT, "examples", worker));
}

function readSources(folder: string): Map<string, string> {
  const paths = globSync("src/**/*.ts", { cwd: folder });
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

function applied(files: Files, { changes }: MigrationPlan): Files {
  return new Map([...files, ...changes.map(({ path, after }) => [path, after ?? ""] as const)]);
}

/** Paths that are not as they were migrated by hand. */
function differencesToGolden(worker: string, files: Files): string[] {
  const golden = readSources(join(ROOT, "e2e/golden", worker));
  const paths = new Set([...golden.keys(), ...files.keys()]);
  return [...paths].filter((path) => path !== HEALTH && golden.get(path) !== files.get(path));
}

function planExample(worker: string, files: Files, route?: string): MigrationPlan {
  const root = join(ROOT, "examples", worker);
  const { options } = ts.parseJsonConfigFileContent(
    JSON.parse(readFileSync(join(root, "tsconfig.json"), "utf8")),
    ts.sys,
    root,
  );
  const host = hostOf(root, files, options);
  const program = ts.createProgram(
    [...files.keys()].map((path) => join(root, path)),
    options,
    host,
  );
  return planMigration({
    root,
    program,
    host,
    findReads: (of) => findEnvReads({ program: of, root }),
    names: namesOf(files),
    routes: route === undefined ? undefined : [route],
    helper: { kind: "file", path: "src/secrets.ts", text: HELPER },
  });
}

/** Libraries of all programs are parsed once. */
const libraries = new Map<string, ts.SourceFile | undefined>();

function hostOf(root: string, files: Files, options: ts.CompilerOptions): ts.CompilerHost {
  const disk = ts.createCompilerHost(options, true);
  const textOf = (path: string) => files.get(relative(root, path));
  return {
    ...disk,
    fileExists: (path) => textOf(path) !== undefined || disk.fileExists(path),
    readFile: (path) => textOf(path) ?? disk.readFile(path),
    getSourceFile: (path, language) => {
      const text = textOf(path);
      if (text !== undefined) return ts.createSourceFile(path, text, language, true);
      if (!libraries.has(path)) libraries.set(path, disk.getSourceFile(path, language));
      return libraries.get(path);
    },
  };
}

/** What the Worker's Env declares as text, without the variables. */
function namesOf(files: Files): ReadonlySet<string> {
  const types = files.get("src/types.ts") ?? "";
  const names = [...types.matchAll(/^ {2}([A-Z0-9_]+)\??: string;/gm)].flatMap(
    ([, name]) => name ?? [],
  );
  return new Set(names.filter((name) => !VARIABLES.includes(name)));
}
