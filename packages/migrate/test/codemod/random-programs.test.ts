/** In workerd: a few random programs, and the proof that a wrong migration of one would be seen. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkPrograms, checkRoutes } from "./random-programs/check-programs.ts";
import { faulty, right } from "./random-programs/control.ts";
import { faultyTurns, inTurns } from "./random-programs/control-turns.ts";
import { compareRuns } from "./random-programs/judge.ts";
import { type Runner, startRunner } from "./random-programs/run-programs.ts";
import { smallerOf } from "./random-programs/smaller.ts";

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

describe("a random program of which one route waits already", () => {
  it("may tell another one of those that ask at once to try again", async () => {
    expect(await compareRuns(runner, inTurns)).toEqual([]);
  });

  it.each(faultyTurns)("is seen to differ %s", async (_title, after) => {
    expect(await compareRuns(runner, { ...inTurns, after })).not.toEqual([]);
  });

  it("may not, where all of it has moved", async () => {
    const { earlier: _earlier, ...whole } = inTurns;
    expect(await compareRuns(runner, whole)).not.toEqual([]);
  });
});

describe("a tape whose program fails", () => {
  const tape = Array.from({ length: 200 }, (_, at) => at);
  const fault = "line 3 is wrong";
  const faultOf = async (other: readonly number[]) => {
    const at = other.indexOf(150);
    if (at < 0) return other.length < 100 ? "it fails in another way" : undefined;
    return `line ${at} is wrong`;
  };

  it("is made smaller as long as it fails in the same way", async () => {
    const smaller = await smallerOf({ tape, fault }, faultOf, TIME_LIMIT_MS);
    expect(smaller.tape).toContain(150);
    expect(smaller.tape.length % 12).toBe(tape.length % 12);
    expect(smaller.tape.length).toBeLessThan(24);
    expect(smaller.tape.filter((number) => number > 0)).toEqual([150]);
    expect(smaller.fault).toBe(await faultOf(smaller.tape));
  });

  it("is told as it is where no time is left", async () => {
    expect(await smallerOf({ tape, fault }, faultOf, 0)).toEqual({ tape, fault });
  });
});
