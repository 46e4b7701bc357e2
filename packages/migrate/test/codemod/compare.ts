/** Runs the migration of a fixture, and says in words where it is not what the fixture expects. */
import ts from "typescript";
import type { HelperSource, MigrationPlan } from "../../src/codemod/migration-plan.ts";
import { planMigration } from "../../src/codemod/plan-migration.ts";
import type { Place } from "../../src/repository/place.ts";
import { findEnvReads } from "../../src/source/find-env-reads.ts";
import { isComponent, keepScripts } from "../../src/source/script-blocks.ts";
import type { Fixture, FixtureSettings } from "./fixture.ts";
import {
  createProgram,
  type Files,
  HELPER_PATH,
  HELPER_TYPES,
  ROOT,
  typeErrors,
} from "./virtual-repository.ts";

/** Everything that is a secret in some fixture. `API_URL` is a variable, `CACHE` a binding. */
const SECRETS: ReadonlySet<string> = new Set([
  "API_KEY",
  "API_KEYS",
  "BOT_TOKEN",
  "JWT_SECRET",
  "SENTRY_DSN",
  "STRIPE_SECRET_KEY",
  "apiKey",
  "secret",
  "secretKey",
  "stripeKey",
  "tokenKey",
]);

/** Empty where the migration of the fixture is as expected. */
export function differences(fixture: Fixture): string[] {
  const { program, plan } = migrate(fixture.input, fixture.settings);
  const after = applied(fixture.input, plan);
  const migrated = createProgram(after, program).program;
  return [
    ...expectedErrors(fixture, typeErrors(program)).map((error) => `before: ${error}`),
    ...textDifferences(fixture, after),
    ...reportDifferences(fixture, plan),
    ...expectedErrors(fixture, typeErrors(migrated)).map((error) => `after: ${error}`),
    ...secondRun(after, fixture.settings),
  ];
}

/** Without the error of a package that a fixture says is not installed, and what follows from it. */
function expectedErrors({ settings }: Fixture, errors: string[]): string[] {
  const codes = settings.expectedErrors ?? [];
  return errors.filter((error) => !codes.some((code) => error.includes(` ${code} `)));
}

function componentsOf(files: Files): ts.SourceFile[] {
  return [...files]
    .filter(([path]) => isComponent(path))
    .map(([path, text]) => {
      const script = keepScripts(path, text);
      const { ESNext } = ts.ScriptTarget;
      return ts.createSourceFile(`${ROOT}/${path}`, script, ESNext, true, ts.ScriptKind.TS);
    });
}

/** The plan for the files, and the program that it was made of. */
export function migrate(
  files: Files,
  settings: FixtureSettings = {},
  names: ReadonlySet<string> = SECRETS,
): { program: ts.Program; plan: MigrationPlan } {
  const { program, host } = createProgram(files);
  const plan = planMigration({
    root: ROOT,
    program,
    host,
    components: componentsOf(files),
    findReads: (of) => findEnvReads({ program: of, root: ROOT }),
    helper: helperOf(settings),
    names,
    routes: settings.routes,
    files: settings.files,
    packages: settings.packages,
  });
  return { program, plan };
}

export function applied(files: Files, plan: MigrationPlan): Map<string, string> {
  const after = new Map(files);
  for (const { path, after: text } of plan.changes) {
    if (text === null) after.delete(path);
    else after.set(path, text);
  }
  return after;
}

function helperOf({ helper }: FixtureSettings): HelperSource {
  if (helper === "package") return { kind: "package", name: "@lunakey/runtime" };
  return { kind: "file", path: HELPER_PATH, text: HELPER_TYPES };
}

function textDifferences({ input, output, settings }: Fixture, after: Files): string[] {
  const expected = new Map([...input, ...output]);
  if (settings.helper === "missing" && output.size > 0) expected.set(HELPER_PATH, HELPER_TYPES);
  return [...new Set([...expected.keys(), ...after.keys()])].sort().flatMap((path) => {
    const [want, got] = [expected.get(path), after.get(path)];
    return want === got ? [] : [`${path}:\n${lineDifferences(want ?? "", got ?? "")}`];
  });
}

function lineDifferences(want: string, got: string): string {
  const [expected, actual] = [want.split("\n"), got.split("\n")];
  const missing = expected.filter((line) => !actual.includes(line)).map((line) => `- ${line}`);
  const surplus = actual.filter((line) => !expected.includes(line)).map((line) => `+ ${line}`);
  const lines = [...missing, ...surplus];
  return (lines.length > 0 ? lines : ["the same lines in another order"]).join("\n");
}

function reportDifferences({ report }: Fixture, plan: MigrationPlan): string[] {
  const gaveUp = plan.gaveUp.map(({ code, place, names, blockedAt, error }) => ({
    code,
    place: at(place),
    names: [...names].sort(),
    blockedAt: at(blockedAt),
    ...(error && { error: `${error.code}: ${error.message}` }),
  }));
  const remarks = plan.remarks.map(({ code, place, names }) => ({ code, place: at(place), names }));
  const wanted = (report.gaveUp ?? []).map((item) => ({ blockedAt: item.place, ...item }));
  return [
    ...listDifferences("gave up", wanted, gaveUp),
    ...listDifferences("remark", report.remarks ?? [], remarks),
  ];
}

function listDifferences<T extends object>(
  title: string,
  want: readonly T[],
  got: readonly T[],
): string[] {
  const [expected, actual] = [want.map(sortedText), got.map(sortedText)];
  return [
    ...expected.filter((text) => !actual.includes(text)).map((text) => `- ${title} ${text}`),
    ...actual.filter((text) => !expected.includes(text)).map((text) => `+ ${title} ${text}`),
  ];
}

function sortedText(item: object): string {
  return JSON.stringify(item, Object.keys(item).sort());
}

function at({ file, line }: Place): string {
  return `${file}:${line}`;
}

function secondRun(files: Files, settings: FixtureSettings): string[] {
  const { plan } = migrate(files, settings);
  return plan.changes.map(({ path }) => `a second run changes ${path}`);
}
