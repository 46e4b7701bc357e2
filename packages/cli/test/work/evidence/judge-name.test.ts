import type { EvidenceDay, EvidenceOfName } from "@lunakey/contract";
import { describe, expect, it } from "vitest";
import { judgeRehearsal, judgeRemoval } from "../../../src/work/evidence/fact.ts";
import { judgeStoreSide, type StoreSide } from "../../../src/work/evidence/judge-name.ts";

const DAY_MS = 86_400_000;
const NOW = 22_100 * DAY_MS + 12 * 3_600_000;
const ago = (days: number) => NOW - days * DAY_MS;

/** Forty days of reads and reports, and nothing against it. */
const GOOD: EvidenceOfName = {
  ...{ name: "KEY", state: "active", version: 2, since: ago(50), fallback: "allowed" },
  served: { firstAt: ago(40), lastAt: ago(0.1) },
  servedCurrent: { firstAt: ago(40), lastAt: ago(0.1) },
  used: { firstAt: ago(40), lastAt: ago(0.1) },
  ...{ copyAt: null, noneAt: null, parity: "same", parityVersion: 2, parityAt: ago(45) },
};

const day = (days: number, served = true, reported = true): EvidenceDay => ({
  day: Math.floor(ago(days) / DAY_MS) * DAY_MS,
  servedAt: served ? ago(days) : null,
  reportedAt: reported ? ago(days) : null,
});
const EVERY_DAY = Array.from({ length: 40 }, (_, index) => day(40 - index));

function side(known: Partial<EvidenceOfName>, days: readonly EvidenceDay[] = EVERY_DAY): StoreSide {
  const names = new Map([["KEY", { ...GOOD, ...known }]]);
  return { state: "answered", at: NOW, days, names, copies: new Set() };
}

const factsOf = (known: Partial<EvidenceOfName>, days?: readonly EvidenceDay[]) =>
  judgeStoreSide(side(known, days), "KEY");
const lines = (...asked: Parameters<typeof factsOf>) => factsOf(...asked).map(({ code }) => code);

describe("what the store knows of a name", () => {
  it("holds where it was given, reported and seen equal for thirty days", () => {
    expect(lines({})).toEqual(["served", "reports_whole", "copy_same"]);
    expect(judgeRemoval(factsOf({}))).toBe("yes");
  });

  it.each([
    [{ state: "missing", version: null }, "store_missing"],
    [{ state: "deleted", version: null }, "store_deleted"],
    [{ state: "expired", version: null }, "store_expired"],
    [{ parity: "different" }, "copy_differs"],
    [{ parity: "missing" }, "copy_differs"],
  ] as const)("would fail, and is never forced: %j", (known, code) => {
    expect(lines(known)).toContain(code);
    expect(judgeRehearsal(factsOf(known))).toBe("would_fail");
    expect(judgeRemoval(factsOf(known))).toBe("no");
  });

  it.each([
    [{ served: null, servedCurrent: null }, "never_served"],
    [{ servedCurrent: null }, "not_at_current"],
    // Given before it was made current anew, by a rollback.
    [{ since: ago(0.05) }, "not_at_current"],
  ] as const)("is unknown, and is never forced: %j", (known, code) => {
    expect(lines(known)).toContain(code);
    expect(judgeRehearsal(factsOf(known))).toBe("unknown");
    expect(judgeRemoval(factsOf(known))).toBe("no");
  });

  it.each([
    [{ servedCurrent: { firstAt: ago(40), lastAt: ago(30) } }, "idle"],
    [{ used: null }, "never_reported"],
    [{ copyAt: ago(29.9) }, "fell_back"],
    [{ noneAt: ago(1) }, "gave_nothing"],
  ] as const)("is unknown, and can be forced: %j", (known, code) => {
    expect(lines(known)).toContain(code);
    expect(judgeRehearsal(factsOf(known))).toBe("unknown");
    expect(judgeRemoval(factsOf(known))).toBe("open");
  });

  it.each([
    [{ served: { firstAt: ago(29.9), lastAt: ago(0.1) } }, "served_short"],
    [{ parity: null, parityVersion: null, parityAt: null }, "never_compared"],
    [{ parityVersion: 1 }, "compared_before"],
  ] as const)("would be served, and is to wait: %j", (known, code) => {
    expect(lines(known)).toContain(code);
    expect(judgeRehearsal(factsOf(known))).toBe("would_be_served");
    expect(judgeRemoval(factsOf(known))).toBe("open");
  });

  it("forgets a fallback after thirty days", () => {
    expect(lines({ copyAt: ago(30) })).not.toContain("fell_back");
  });

  it("asks for no comparison with a copy that is known to be outdated", () => {
    const rotated = { fallback: "obsolete", version: 3, parityVersion: 2 } as const;
    expect(lines(rotated)).toContain("copy_outdated");
    expect(judgeRemoval(factsOf(rotated))).toBe("yes");
    expect(judgeRemoval(factsOf({ ...rotated, parity: "different" }))).toBe("yes");
  });

  it("knows no versions of a binding, and does without", () => {
    const bound = { state: "bound", version: null, since: null, parityVersion: null } as const;
    expect(lines(bound)).toEqual(["served", "reports_whole", "copy_same"]);
  });

  it("is nothing where it is not granted, or nobody answered", () => {
    expect(judgeStoreSide(side({}), "OTHER")).toEqual([{ code: "not_granted" }]);
    const silent = { state: "silent", reason: "No store is known here." } as const;
    expect(judgeRemoval(judgeStoreSide(silent, "KEY"))).toBe("no");
  });
});

describe("the days of a Worker", () => {
  it("with reads and without a report are gaps, and not nothing", () => {
    const days = EVERY_DAY.map((each, index) =>
      index === 20 || index === 25 ? { ...each, reportedAt: null } : each,
    );
    expect(factsOf({}, days)).toContainEqual({
      code: "reports_gap",
      count: 2,
      at: days[20]?.day,
    });
    expect(judgeRehearsal(factsOf({}, days))).toBe("unknown");
  });

  it("count from the first report that is known", () => {
    expect(lines({}, EVERY_DAY.slice(12))).toContain("reports_short");
    expect(lines({}, [])).toContain("never_reported");
  });

  it("without any read are said, and are no gap", () => {
    const days = [day(35), day(3), day(0)];
    expect(factsOf({}, days)).toContainEqual({ code: "days_idle", count: 28 });
    expect(judgeRemoval(factsOf({}, days))).toBe("yes");
  });

  it("are no gap before an hour is over, for a report is late at most so much", () => {
    const late = { ...day(0), servedAt: NOW - 3_500_000, reportedAt: null };
    expect(lines({}, [...EVERY_DAY, late])).not.toContain("reports_gap");
    const gap = { ...late, servedAt: NOW - 3_700_000 };
    expect(lines({}, [...EVERY_DAY, gap])).toContain("reports_gap");
  });
});
