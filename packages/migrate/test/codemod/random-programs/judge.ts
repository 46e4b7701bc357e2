/**
 * Is a program after its migration the program that it was? Both run with the same secrets. What may
 * differ is what the helper's contract says: a secret that is missing throws where the report lists the
 * read, and nowhere else; and an empty string counts as missing.
 */
import { applied, migrate } from "../compare.ts";
import type { FixtureSettings } from "../fixture.ts";
import { createProgram, type Files, typeErrors } from "../virtual-repository.ts";
import {
  askedFor,
  LENIENT_HELPER,
  type RequiredRead,
  TELLING_HELPER,
  withDocumentedErrors,
} from "./documented-error.ts";
import { areInPlace } from "./in-place.ts";
import type { Answer, Run, Runner, Seen } from "./run-programs.ts";
import { SECRETS } from "./write-program.ts";

const A = { KEY_A: "secret-a", OPT_A: "opt-a" };
const B = { KEY_B: "secret-b", OPT_B: "opt-b" };

/** Of values that are there, missing and empty; of the store, of the Worker itself, of both. */
export const RUNS: readonly Run[] = [
  { values: { ...A, ...B }, text: "alpha" },
  { values: {}, stored: { ...A, ...B }, text: "secret-a" },
  { values: { KEY_A: "secret-a", KEY_B: "secret-b" }, text: "be" },
  { values: A, stored: { KEY_B: "secret-b" }, text: "" },
  { values: { ...A, ...B, OPT_A: "", OPT_B: "" }, text: "secret-b" },
  { values: { ...A, ...B }, stored: {}, text: "alpha", together: true },
  { values: { KEY_A: "secret-a", ...B }, stored: B, text: "a", together: true },
  { values: { OPT_B: "opt-b", KEY_B: "secret-b" }, text: "a" },
  { values: {}, text: "alpha" },
  { values: { KEY_A: "secret-a" }, stored: { OPT_A: "opt-a" }, text: "secret-a" },
];

export interface Judgement {
  /** Empty where the migration is right. */
  readonly faults: readonly string[];
  readonly after: Files;
  readonly convertedCount: number;
  readonly gaveUpCount: number;
}

/**
 * @param settings what of the program is migrated; all of it where left out.
 * @returns null for a program that does not compile before its migration: the generator makes a few.
 */
export async function judge(
  runner: Runner,
  before: Files,
  settings: FixtureSettings = {},
): Promise<Judgement | null> {
  const { program, plan } = migrate(before, settings, SECRETS);
  if (typeErrors(program).length > 0) return null;
  const after = applied(before, plan);
  const errors = typeErrors(createProgram(after, program).program);
  const again = migrate(after, settings, SECRETS).plan.changes;
  const isPart = settings.files !== undefined || settings.routes !== undefined;
  // Who takes the environment as a whole reads of it what it has.
  const isWhole = plan.gaveUp.some(({ names }) => names.length === 0);
  const left = isPart || isWhole ? SECRETS : new Set(plan.gaveUp.flatMap(({ names }) => names));
  return {
    after,
    convertedCount: plan.converted.length,
    gaveUpCount: plan.gaveUp.length,
    faults: [
      ...errors.map((error) => `a new type error: ${error}`),
      ...again.map(({ path }) => `a second run changes ${path}`),
      ...(await compareRuns(runner, { before, after, required: plan.required, left })),
    ],
  };
}

export interface Migrated {
  readonly before: Files;
  readonly after: Files;
  /** Reads whose secrets have to be there from now on. */
  readonly required: readonly RequiredRead[];
  /** Names that earlier migrations of a part have listed as required. */
  readonly earlier?: ReadonlySet<string>;
  /** Names that are still read as they were: the Worker keeps its own copy of them. */
  readonly left: ReadonlySet<string>;
  /** What is asked for. */
  readonly paths?: readonly string[];
}

/** In words, where the two do not do the same. */
export async function compareRuns(runner: Runner, migrated: Migrated): Promise<string[]> {
  const { before, after, required, left, paths } = migrated;
  const asked = paths === undefined ? {} : { paths };
  const truths = RUNS.map((run) => ({ values: truth(run), text: run.text, ...asked }));
  const copies = RUNS.map((run) => ({ ...withCopies(run, left), ...asked }));
  const documented = withDocumentedErrors(before, required);
  const [expected, actual, lenient] = await Promise.all([
    runner.run([before, documented], truths),
    runner.run([after], copies, TELLING_HELPER),
    runner.run([after], copies, LENIENT_HELPER),
  ]);
  const faults = RUNS.flatMap((run, index) => {
    const [want, documentedly] = expected[index] ?? [];
    const [got, leniently] = [actual[index]?.[0], lenient[index]?.[0]];
    if (!want || !documentedly || !got || !leniently) return ["a run has no result"];
    return faultsOf(migrated, run, { want, documentedly, got, leniently });
  });
  return [...guardsLost(before, required), ...faults];
}

interface Results {
  /** Of the code before, as it was. */
  readonly want: Seen;
  /** Of the code before with the errors that the report lists. */
  readonly documentedly: Seen;
  /** Of the code after. */
  readonly got: Seen;
  /** Of the code after, with a helper that requires nothing. */
  readonly leniently: Seen;
}

function faultsOf(migrated: Migrated, run: Run, seen: Results): string[] {
  const { before, required, earlier = new Set<string>() } = migrated;
  const { want, documentedly, got, leniently } = seen;
  const compare = comparisonOf(migrated, run);
  const missing = required.filter(({ name }) => !truth(run)[name]);
  const names = new Set([...missing.map(({ name }) => name), ...earlier]);
  const faults = [...compare(want, leniently, run), ...unlisted(got, names)];
  const asBefore = compare(want, got, run);
  if (asBefore.length === 0 || got.thrown.length === 0) return [...faults, ...asBefore];
  // What an earlier run moved, or what is not looked up where it stood, may throw before its place.
  const isExact = earlier.size === 0 && areInPlace(before, missing);
  return isExact ? [...faults, ...compare(documentedly, got, run)] : faults;
}

function comparisonOf({ earlier, paths = [] }: Migrated, { together }: Run): typeof differences {
  if (!together) return differences;
  const isPart = earlier !== undefined;
  return (want, got, run) =>
    differencesTogether(isPart ? withTurnsOf(want, got, paths) : want, got, run);
}

/** Errors of the helper that nobody was told of. */
function unlisted({ thrown }: Seen, names: ReadonlySet<string>): string[] {
  const surplus = [...new Set(thrown)].filter((name) => !names.has(name));
  return surplus.map((name) => `${name} is required, and not listed`);
}

/** Reads that could be missing before, and throw now. */
function guardsLost(before: Files, required: readonly RequiredRead[]): string[] {
  return askedFor(before, required).map(
    ({ name, place }) =>
      `${place.file}:${place.line} asks whether ${name} is there: it is required`,
  );
}

/** What a Worker's secrets are, wherever they are kept. */
export function truth({ values, stored = {} }: Run): Record<string, string> {
  const all = { ...values, ...stored };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
}

/** What is read as it was is read of the Worker's own copies; none of them is empty. */
function withCopies(run: Run, names: ReadonlySet<string>): Run {
  const own = Object.entries(run.values).filter(([name]) => !names.has(name));
  const copies = Object.entries(truth(run)).filter(([name]) => names.has(name));
  return { ...run, values: Object.fromEntries([...own, ...copies]) };
}

/** In words, where two runs are not the same. */
export function differences(want: Seen, got: Seen, run: Run): string[] {
  const [expected, actual] = [want, got].map(({ answers, trace }) =>
    withoutSource(JSON.stringify({ answers, trace })),
  );
  return expected === actual ? [] : [`run ${JSON.stringify(run)}\n- ${expected}\n+ ${actual}`];
}

/** The engine's own errors quote the code that they came of. */
function withoutSource(seen: string): string {
  return seen.replaceAll(/TypeError: [^"\\]*/g, "TypeError");
}

/** The notes of two requests at the same time may mix; their results may not, and nothing is built twice. */
function differencesTogether(want: Seen, got: Seen, run: Run): string[] {
  const [expected, actual] = [want, got].map(({ answers, trace }) =>
    withoutSource(
      JSON.stringify([answers.map(result), trace.filter((note) => /^built/.test(note)).sort()]),
    ),
  );
  return expected === actual ? [] : [`run ${JSON.stringify(run)}\n- ${expected}\n+ ${actual}`];
}

/**
 * What is expected where some routes wait already and others do not. Of those that ask at once for what can not be
 * built the first time another one is told so; the first to ask gets what its path answers once it is there.
 */
function withTurnsOf(want: Seen, got: Seen, paths: readonly string[]): Seen {
  if (want.answers.filter(isTold).length !== got.answers.filter(isTold).length) return want;
  const answers = want.answers.map((answer, at) => {
    const actual = got.answers[at];
    if (actual && isTold(actual)) return actual;
    if (!isTold(answer)) return answer;
    const later = want.answers.find((one, i) => paths[i] === paths[at] && !isTold(one));
    return later ?? answer;
  });
  return { ...want, answers };
}

const isTold = (answer: Answer) => / is not ready/.test(JSON.stringify(result(answer) ?? null));

function result({ body, error }: Answer): unknown {
  return error ?? (JSON.parse(body ?? "{}") as { out?: unknown }).out;
}
