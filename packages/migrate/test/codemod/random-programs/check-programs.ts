/** Migrates random programs until one is found that is not the same afterwards, and makes it small. */
import fc from "fast-check";
import type { FixtureSettings } from "../fixture.ts";
import type { Files } from "../virtual-repository.ts";
import { type Judgement, judge } from "./judge.ts";
import { judgeRoutes } from "./judge-routes.ts";
import type { Runner } from "./run-programs.ts";
import { writeProgram } from "./write-program.ts";
import { ROUTES, writeRoutedProgram } from "./write-routes.ts";

const TAPE_MAX_COUNT = 300;
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

async function check(
  { runs, seed, timeLimitMs }: { runs: number; seed: number; timeLimitMs: number },
  write: (numbers: readonly number[]) => Files,
  judged: (before: Files, numbers: readonly number[]) => Promise<Judgement | null>,
): Promise<Checked> {
  const tape = fc.array(fc.nat({ max: 255 }), { maxLength: TAPE_MAX_COUNT, size: "max" });
  const counts = { programs: 0, converted: 0, gaveUp: 0 };
  const property = fc.asyncProperty(tape, async (numbers) => {
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
  const reads = counts.converted + counts.gaveUp;
  return { programCount: counts.programs, convertedShare: counts.converted / Math.max(reads, 1) };
}

function described(before: Files, { faults, after }: Judgement): string {
  const changed = [...after].filter(([path, text]) => before.get(path) !== text);
  const show = (files: readonly (readonly [string, string])[]) =>
    files.map(([path, text]) => `// ${path}\n${text}`).join("\n");
  const own = [...before].filter(([path]) => !/(?:secrets|trace|types)\.ts$/.test(path));
  return `${faults.join("\n")}\n\nBEFORE\n${show(own)}\nAFTER\n${show(changed)}`;
}
