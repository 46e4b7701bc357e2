/** In workerd: a few random programs, and the proof that a wrong migration of one would be seen. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkPrograms, checkRoutes } from "./random-programs/check-programs.ts";
import { faulty, right } from "./random-programs/control.ts";
import { compareRuns } from "./random-programs/judge.ts";
import { type Runner, startRunner } from "./random-programs/run-programs.ts";

const PROGRAM_COUNT = 12;
const ROUTED_COUNT = 2;
const SEED = 20_261_122;
const TIME_LIMIT_MS = 45_000;

let runner: Runner;
beforeAll(async () => {
  runner = await startRunner();
});
afterAll(() => runner.dispose());

describe("a random program", () => {
  it("does the same after its migration", { timeout: 60_000 }, async () => {
    const { convertedShare } = await checkPrograms(runner, PROGRAM_COUNT, SEED, TIME_LIMIT_MS);
    expect(convertedShare).toBeGreaterThan(0.8);
  });

  it("does the same while its routes move", { timeout: 60_000 }, async () => {
    const { convertedShare } = await checkRoutes(runner, ROUTED_COUNT, SEED, TIME_LIMIT_MS);
    expect(convertedShare).toBeGreaterThan(0.8);
  });

  it("is the same where its migration is right", async () => {
    expect(await compareRuns(runner, right)).toEqual([]);
  });

  it("is seen to throw where the report lists nothing", async () => {
    for (const name of ["KEY_A", "KEY_B"]) {
      const required = right.required.filter((read) => read.name !== name);
      const faults = await compareRuns(runner, { ...right, required });
      expect(faults).toContain(`${name} is required, and not listed`);
    }
  });

  it.each(faulty)("is seen to differ %s", async (_title, files) => {
    expect(await compareRuns(runner, { ...right, after: files })).not.toEqual([]);
  });
});
