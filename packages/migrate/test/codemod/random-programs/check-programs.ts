/** Migrates random programs until one is found that is not the same afterwards, and makes it small. */
import fc from "fast-check";
import type { FixtureSettings } from "../fixture.ts";
import type { Files } from "../virtual-repository.ts";
import { type Judgement, judge } from "./judge.ts";
import { judgeMonorepo } from "./judge-monorepo.ts";
import { judgeRoutes } from "./judge-routes.ts";
import type { Runner } from "./run-programs.ts";
import { type Failing, smallerOf } from "./smaller.ts";
import { writeMonorepo } from "./write-monorepo.ts";
import { writeProgram } from "./write-program.ts";
import { ROUTES, writeRoutedProgram } from "./write-routes.ts";

const NUMBER = fc.nat({ max: 255 });
const TAPE = fc.array(NUMBER, { maxLength: 300, size: "max" });
/** Of a few programs none may be one without reads. */
const LONG_TAPE = fc.array(NUMBER, { minLength: 100, maxLength: 300, size: "max" });
/** What of a program is migrated: often all, else one file, whose callers keep what they have. */
const PARTS: readonly FixtureSettings[] = [
  {},
  {},
  { files: ["src/index.ts"] },
  { files: ["src/keys.ts"] },
];

/** The longest that a failing program is made smaller, apart from the time for the runs. */
const SMALLER_TIME_LIMIT_MS = 120_000;

export interface Checked {
  readonly programCount: number;
  /** Of all reads in them, from 0 to 1. */
  readonly convertedShare: number;
}

/**
 * @param seed the same seed, the same programs.
 * @throws with a small program whose migration is wrong, before and after.
 */
export async function checkPrograms(
  runner: Runner,
  runs: number,
  seed: number,
  timeLimitMs: number,
): Promise<Checked> {
  return await check({ runs, seed, timeLimitMs }, wholly(runner));
}

/** As `checkPrograms`, of programs with routes, which move one after the other. */
export async function checkRoutes(
  runner: Runner,
  runs: number,
  seed: number,
  timeLimitMs: number,
): Promise<Checked> {
  return await check({ runs, seed, timeLimitMs }, byRoutes(runner));
}

/** What is wrong with the programs of one tape, once more: migrated as a whole, and by its routes. */
export async function faultsOfTape(runner: Runner, tape: readonly number[]): Promise<string[]> {
  const outcomes = [wholly(runner), byRoutes(runner)].map((way) => outcomeOf(way, tape));
  return (await Promise.all(outcomes)).flatMap(({ fault }) => fault ?? []);
}

/** How the program of a tape is written, and how its migration is judged. */
interface Way {
  readonly write: (tape: readonly number[]) => Files;
  readonly judged: (before: Files, tape: readonly number[]) => Promise<Judgement | null>;
}

const wholly = (runner: Runner): Way => ({
  write: writeProgram,
  judged: (before, { length }) => judge(runner, before, PARTS[length % PARTS.length] ?? {}),
});

const byRoutes = (runner: Runner): Way => ({
  write: writeRoutedProgram,
  judged: (before, { length }) => {
    const first = length % ROUTES.length;
    return judgeRoutes(runner, before, [...ROUTES.slice(first), ...ROUTES.slice(0, first)]);
  },
});

/** Repositories of two Workers, which move one after the other: on the disk, so only a few, as they come. */
export async function checkMonorepos(runner: Runner, runs: number, seed: number): Promise<Checked> {
  const tapes = fc.sample(LONG_TAPE, { seed, numRuns: runs });
  const counts = { programs: 0, converted: 0, gaveUp: 0 };
  for (const numbers of tapes) {
    const texts = writeMonorepo(numbers);
    const configs = ["apps/a/wrangler.toml", "apps/b/wrangler.toml"];
    const steps = numbers.length % 3 === 0 ? [configs] : configs.map((config) => [config]);
    const judgement = await judgeMonorepo(runner, texts, steps);
    if (judgement === null) continue;
    counts.programs += 1;
    counts.converted += judgement.convertedCount;
    counts.gaveUp += judgement.gaveUpCount;
    const [fault] = judgement.faults;
    if (fault) throw new Error(`${JSON.stringify(numbers)}\n${fault}\n${JSON.stringify(texts)}`);
  }
  return checkedOf(counts);
}

interface Limits {
  readonly runs: number;
  readonly seed: number;
  readonly timeLimitMs: number;
}

async function check({ runs, seed, timeLimitMs }: Limits, way: Way): Promise<Checked> {
  const counts = { programs: 0, converted: 0, gaveUp: 0 };
  const property = fc.asyncProperty(TAPE, async (tape) => {
    const { judgement, fault } = await outcomeOf(way, tape);
    fc.pre(judgement !== null);
    counts.programs += 1;
    counts.converted += judgement.convertedCount;
    counts.gaveUp += judgement.gaveUpCount;
    if (fault !== undefined) throw new WrongMigration({ tape, fault });
  });
  const limits = { numRuns: runs, seed, interruptAfterTimeLimit: timeLimitMs };
  const details = await fc.check(property, { ...limits, endOnFailure: true });
  const { failed, errorInstance } = details;
  if (errorInstance instanceof WrongMigration) {
    throw await smallerError(errorInstance.failing, way, { runs, seed, timeLimitMs });
  }
  if (failed) throw new Error(fc.defaultReportMessage(details));
  return checkedOf(counts);
}

async function outcomeOf({ write, judged }: Way, tape: readonly number[]) {
  const before = write(tape);
  const judgement = await judged(before, tape).catch((error) => crashed(before, error));
  return { judgement, fault: judgement ? faultIn(before, judgement) : undefined };
}

/** A fault of the judge or of the planner, which is told with its tape as any other. */
function crashed(before: Files, error: unknown): Judgement {
  const fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { faults: [fault], after: before, convertedCount: 0, gaveUpCount: 0 };
}

class WrongMigration extends Error {
  readonly failing: Failing;

  constructor(failing: Failing) {
    super(failing.fault);
    this.failing = failing;
  }
}

/** Tells at once what failed, since nobody should wait for a smaller program; then gives that one. */
async function smallerError(failing: Failing, way: Way, limits: Limits): Promise<Error> {
  const { tape, fault } = failing;
  process.stderr.write(`seed ${limits.seed}, tape ${JSON.stringify(tape)}\n${fault}\n`);
  const timeLimitMs = Math.min(SMALLER_TIME_LIMIT_MS, limits.timeLimitMs / 5);
  const faultOf = async (other: readonly number[]) => (await outcomeOf(way, other)).fault;
  const smaller = await smallerOf(failing, faultOf, timeLimitMs);
  const tapes = `LUNAKEY_PROGRAM_TAPE=${JSON.stringify(smaller.tape)}, of ${JSON.stringify(tape)}`;
  return new Error(`${smaller.fault}\n\n${tapes}`);
}

interface Counts {
  readonly programs: number;
  readonly converted: number;
  readonly gaveUp: number;
}

function checkedOf({ programs, converted, gaveUp }: Counts): Checked {
  return { programCount: programs, convertedShare: converted / Math.max(converted + gaveUp, 1) };
}

/** What is wrong, with the code before and after. */
function faultIn(before: Files, { faults, after }: Judgement): string | undefined {
  if (faults.length === 0) return undefined;
  const changed = [...after].filter(([path, text]) => before.get(path) !== text);
  const show = (files: readonly (readonly [string, string])[]) =>
    files.map(([path, text]) => `// ${path}\n${text}`).join("\n");
  const own = [...before].filter(([path]) => !/(?:secrets|trace|types)\.ts$/.test(path));
  return `${faults.join("\n")}\n\nBEFORE\n${show(own)}\nAFTER\n${show(changed)}`;
}
