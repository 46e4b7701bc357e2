import { describe, expect, it } from "vitest";
import { NonceMemory } from "../../../src/ledger/calls/nonces.ts";

describe("nonces in memory", () => {
  it("count once until they expire", () => {
    const memory = new NonceMemory();
    expect(memory.use("a", 100, 0)).toBe(true);
    expect(memory.use("a", 100, 99)).toBe(false);
    expect(memory.use("b", 200, 100)).toBe(true);
    expect(memory.use("b", 200, 101)).toBe(false);
  });

  it("are bounded: the oldest goes first", () => {
    const memory = new NonceMemory();
    for (let i = 0; i <= 100_000; i += 1) memory.use(`n${i}`, 1_000, 0);
    expect(memory.use("n100000", 1_000, 0)).toBe(false);
    expect(memory.use("n0", 1_000, 0)).toBe(true);
  });
});
