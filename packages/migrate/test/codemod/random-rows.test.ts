import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ROWS } from "./random-programs/rows.ts";
import { writeProgram } from "./random-programs/write-program.ts";

const PROGRAM_COUNT = 4_000;

describe("random programs", () => {
  const tape = fc.array(fc.nat({ max: 255 }), { maxLength: 300, size: "max" });
  const programs = fc
    .sample(tape, { seed: 1, numRuns: PROGRAM_COUNT })
    .map((numbers) => [...writeProgram(numbers).values()].join("\n"));

  it.each(ROWS.flatMap(({ form, seen }) => (seen ? [[form, seen] as const] : [])))(
    "hold %s",
    (_form, seen) => {
      expect(programs.some((text) => seen.test(text))).toBe(true);
    },
  );

  it("say why of every row that they do not hold", () => {
    const left = ROWS.filter(({ seen }) => seen === null);
    expect(left.length).toBeLessThan(20);
    for (const { why } of left) expect(why).toMatch(/\w/);
  });
});
