import type { ParityRow } from "@lunakey/contract";
import { describe, expect, it } from "vitest";
import { judgeReadiness, PARITY_AGE_MS } from "../../src/rotation/readiness.ts";

const NOW = 1_900_000_000_000;

function row(name: string, parity: ParityRow["parity"], seenAt: number | null = NOW): ParityRow {
  return { worker: "api", environment: "production", name, parity, version: 1, seenAt };
}

describe("readiness", () => {
  it("is there where each copy was seen equal lately", () => {
    const rows = [row("A", "same"), row("B", "same", NOW - PARITY_AGE_MS + 1)];
    expect(judgeReadiness(rows, NOW)).toEqual([
      { worker: "api", environment: "production", isReady: true, hasCompared: true, blockers: [] },
    ]);
  });

  it("is kept from by what differs, lacks, was never seen or is long ago, each by name", () => {
    const rows = [
      row("A", "same"),
      row("B", "different"),
      row("C", "missing"),
      row("D", null, null),
      row("E", "same", NOW - PARITY_AGE_MS),
    ];
    const [verdict] = judgeReadiness(rows, NOW);
    expect(verdict?.isReady).toBe(false);
    expect(verdict?.blockers.map(({ name, reason }) => `${name} ${reason}`)).toEqual([
      "B different",
      "C missing",
      "D unknown",
      "E outdated",
    ]);
  });

  it("is judged for each Worker and environment apart", () => {
    const staging = { ...row("A", "different"), environment: "staging" };
    const other = { ...row("A", "same"), worker: "web" };
    const verdicts = judgeReadiness([row("A", "same"), staging, other], NOW);
    expect(verdicts.map(({ isReady }) => isReady)).toEqual([true, false, true]);
  });

  it("of nothing is nothing", () => {
    expect(judgeReadiness([], NOW)).toEqual([]);
  });
});
