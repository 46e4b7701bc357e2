/**
 * In workerd: many random programs, the same in each run, so that a change is to blame for what fails.
 * LUNAKEY_PROGRAM_SEED makes others; the seed is in the test's name and in what a failure says.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkPrograms } from "./random-programs/check-programs.ts";
import { type Runner, startRunner } from "./random-programs/run-programs.ts";

const PROGRAM_COUNT = Number(process.env.LUNAKEY_PROGRAM_COUNT ?? 1_000);
const SEED = Number(process.env.LUNAKEY_PROGRAM_SEED ?? 20_261_122);
const TIME_LIMIT_MS = 1_500_000;

let runner: Runner;
beforeAll(async () => {
  runner = await startRunner();
});
afterAll(() => runner.dispose());

describe("many random programs", () => {
  it(`do the same after their migration (LUNAKEY_PROGRAM_SEED=${SEED})`, async () => {
    const { convertedShare } = await checkPrograms(runner, PROGRAM_COUNT, SEED, TIME_LIMIT_MS);
    expect(convertedShare).toBeGreaterThan(0.8);
  });
});
