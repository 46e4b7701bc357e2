import { describe, expect, it } from "vitest";
import { runDurability } from "./durability.ts";

const CYCLES = Number(process.env.CYCLES ?? 200);

describe("a store that is killed while it is written to", () => {
  it(`keeps what it acknowledged, over ${CYCLES} kills`, async () => {
    const result = await runDurability(CYCLES);
    process.stdout.write(`${JSON.stringify(result)}\n`);
    expect(result.violations).toEqual([]);
    expect(result.acknowledged).toBeGreaterThan(CYCLES);
  });
});
