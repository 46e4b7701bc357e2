/**
 * In workerd: many random programs. The same ones each time, so that a run says something of the change
 * that it is for; LUNAKEY_PROGRAM_SEED and LUNAKEY_PROGRAM_COUNT look for others.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkPrograms } from "./random-programs/check-programs.ts";
import { type Runner, startRunner } from "./random-programs/run-programs.ts";

const PROGRAM_COUNT = Number(process.env.LUNAKEY_PROGRAM_COUNT ?? 200);
const SEED = Number(process.env.LUNAKEY_PROGRAM_SEED ?? 20_261_122);
const TIME_LIMIT_MS = 1_500_000;

let runner: Runner;
beforeAll(async () => {
  runner = await startRunner();
});
afterAll(() => runner.dispose());

describe("many random programs", () => {
  it(`do the same after their migration (seed ${SEED})`, async () => {
    const { convertedShare } = await checkPrograms(runner, PROGRAM_COUNT, SEED, TIME_LIMIT_MS);
    expect(convertedShare).toBeGreaterThan(0.8);
  });
});
