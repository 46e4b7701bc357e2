import { describe, expect, it } from "vitest";
import { AuditThrottle } from "../../../src/ledger/audit/audit-throttle.ts";
import type { AuditDraft } from "../../../src/ledger/audit/chain.ts";

const draft: AuditDraft = {
  actor: { kind: "unknown", id: "" },
  action: "call.refused",
  outcome: "denied",
  target: {},
  details: { reason: "bad_mac" },
};

describe("the audit's throttle", () => {
  it("admits the first of a kind in each minute", () => {
    const throttle = new AuditThrottle();
    expect([0, 1, 59_999, 60_000, 60_001].map((now) => throttle.admit("a", draft, now))).toEqual([
      true,
      false,
      false,
      true,
      false,
    ]);
    expect(throttle.admit("b", draft, 60_001)).toBe(true);
  });

  it("gives the number of repeats once the minute is over, once", () => {
    const throttle = new AuditThrottle();
    for (let i = 0; i < 4; i += 1) throttle.admit("a", draft, i);
    throttle.admit("b", draft, 5);
    expect(throttle.drain(59_999)).toEqual([]);
    expect(throttle.hasPending).toBe(true);
    const repeated = { ...draft, details: { reason: "bad_mac", repeats: 3 } };
    expect(throttle.drain(60_000)).toEqual([repeated]);
    expect(throttle.drain(60_000)).toEqual([]);
    expect(throttle.hasPending).toBe(false);
  });

  it("bounds how many kinds are written in one minute", () => {
    const throttle = new AuditThrottle();
    const admitted = Array.from({ length: 1_100 }, (_, i) => throttle.admit(`${i}`, draft, 0));
    expect(admitted.filter(Boolean)).toHaveLength(1_000);
  });
});
