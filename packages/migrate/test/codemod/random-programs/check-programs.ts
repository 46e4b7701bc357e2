/** Migrates random programs until one is found that is not the same afterwards, and makes it small. */
import fc from "fast-check";
import type { FixtureSettings } from "../fixture.ts";
import type { Files } from "../virtual-repository.ts";
import { type Judgement, judge } from "./judge.ts";
import { judgeMonorepo } from "./judge-monorepo.ts";
import { judgeRoutes } from "./judge-routes.ts";
import type { Runner } from "./run-programs.ts";
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

export interface Checked {
  readonly programCount: number;
  /** Of all reads in them, from 0 to 1. */
  readonly convertedShare: number;
}

/**
 * @param seed the same seed, the same programs.
 * @throws with the smallest program found whose migration is wrong, before and after.
 */
export async function checkPrograms(
  runner: Runner,
  runs: number,
  seed: number,
  timeLimitMs: number,
): Promise<Checked> {
  return await check({ runs, seed, timeLimitMs }, writeProgram, (before, numbers) =>
    judge(runner, before, PARTS[numbers.length % PARTS.length] ?? {}),
  );
}

/** As `checkPrograms`, of programs with routes, which move one after the other. */
export async function checkRoutes(
  runner: Runner,
  runs: number,
  seed: number,
  timeLimitMs: number,
): Promise<Checked> {
  return await check({ runs, seed, timeLimitMs }, writeRoutedProgram, (before, numbers) => {
    const first = numbers.length % ROUTES.length;
    return judgeRoutes(runner, before, [...ROUTES.slice(first), ...ROUTES.slice(0, first)]);
  });
}

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

async function check(
  { runs, seed, timeLimitMs }: { runs: number; seed: number; timeLimitMs: number },
  write: (numbers: readonly number[]) => Files,
  judged: (before: Files, numbers: readonly number[]) => Promise<Judgement | null>,
): Promise<Checked> {
  const counts = { programs: 0, converted: 0, gaveUp: 0 };
  const property = fc.asyncProperty(TAPE, async (numbers) => {
    const before = write(numbers);
    const judgement = await judged(before, numbers);
    fc.pre(judgement !== null);
    counts.programs += 1;
    counts.converted += judgement.convertedCount;
    counts.gaveUp += judgement.gaveUpCount;
    if (judgement.faults.length > 0) throw new Error(described(before, judgement));
  });
  // Time ends the search for a smaller program too: the smallest so far is told.
  await fc.assert(property, { numRuns: runs, seed, interruptAfterTimeLimit: timeLimitMs });
  return checkedOf(counts);
}

interface Counts {
  readonly programs: number;
  readonly converted: number;
  readonly gaveUp: number;
}

function checkedOf({ programs, converted, gaveUp }: Counts): Checked {
  return { programCount: programs, convertedShare: converted / Math.max(converted + gaveUp, 1) };
}

function described(before: Files, { faults, after }: Judgement): string {
  const changed = [...after].filter(([path, text]) => before.get(path) !== text);
  const show = (files: readonly (readonly [string, string])[]) =>
    files.map(([path, text]) => `// ${path}\n${text}`).join("\n");
  const own = [...before].filter(([path]) => !/(?:secrets|trace|types)\.ts$/.test(path));
  return `${faults.join("\n")}\n\nBEFORE\n${show(own)}\nAFTER\n${show(changed)}`;
}
