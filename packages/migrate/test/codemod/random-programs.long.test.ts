/**
 * In workerd: many random programs, some the same for each state of the code, so that a change is to
 * blame for what fails, and some that no state before it has seen: the planner's own source is their
 * seed, so that a failure is found again. LUNAKEY_PROGRAM_SEED makes others, and no more than these;
 * LUNAKEY_PROGRAM_TAPE the one program that a failure has told the tape of.
 */
import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  checkMonorepos,
  checkPrograms,
  checkRoutes,
  faultsOfTape,
} from "./random-programs/check-programs.ts";
import { type Runner, startRunner } from "./random-programs/run-programs.ts";

const PROGRAM_COUNT = Number(process.env.LUNAKEY_PROGRAM_COUNT ?? 500);
const ROUTED_COUNT = Math.ceil(PROGRAM_COUNT / 20);
const MONOREPO_COUNT = Math.ceil(PROGRAM_COUNT / 100);
const KNOWN_SEED = 20_261_122;
const TIME_LIMIT_MS = 1_500_000;

const SOURCE = join(import.meta.dirname, "../../src");

const given = process.env.LUNAKEY_PROGRAM_SEED;
const seeds = given === undefined ? [KNOWN_SEED, seedOfSource()] : [Number(given)];

/** From 0 to 2 to the power of 31. */
function seedOfSource(): number {
  const hash = createHash("sha256");
  for (const path of globSync("**/*.ts", { cwd: SOURCE }).sort()) {
    hash.update(readFileSync(join(SOURCE, path)));
  }
  return hash.digest().readUInt32BE() % 2 ** 31;
}

let runner: Runner;
beforeAll(async () => {
  runner = await startRunner();
});
afterAll(() => runner.dispose());

const { LUNAKEY_PROGRAM_TAPE: tape } = process.env;

describe.runIf(tape)("the program of LUNAKEY_PROGRAM_TAPE", () => {
  it("does the same after its migration", async () => {
    expect(await faultsOfTape(runner, JSON.parse(tape ?? "[]"))).toEqual([]);
  });
});

describe.skipIf(tape)("many random programs", () => {
  it.each(seeds)("do the same after their migration (LUNAKEY_PROGRAM_SEED=%i)", async (seed) => {
    const { convertedShare, programCount } = await checkPrograms(
      runner,
      PROGRAM_COUNT,
      seed,
      TIME_LIMIT_MS,
    );
    expect(programCount).toBeGreaterThanOrEqual(PROGRAM_COUNT);
    expect(convertedShare).toBeGreaterThan(0.8);
  });

  it.each(seeds)("do the same while their routes move (LUNAKEY_PROGRAM_SEED=%i)", async (seed) => {
    const { convertedShare, programCount } = await checkRoutes(
      runner,
      ROUTED_COUNT,
      seed,
      TIME_LIMIT_MS,
    );
    expect(programCount).toBeGreaterThanOrEqual(ROUTED_COUNT);
    expect(convertedShare).toBeGreaterThan(0.8);
  });

  it.each(seeds)("do the same where Workers share them (LUNAKEY_PROGRAM_SEED=%i)", async (seed) => {
    const checked = await checkMonorepos(runner, MONOREPO_COUNT, seed);
    expect(checked.programCount).toBeGreaterThan(MONOREPO_COUNT / 2);
    expect(checked.convertedShare).toBeGreaterThan(0.8);
  });
});
