import { describe, expect, it } from "vitest";
import { assertRowFits, SQLITE_LIMITS } from "../../src/ledger/sqlite-limits.ts";
import { withSql } from "../ledger-harness.ts";

function works(work: (sql: SqlStorage) => unknown): Promise<boolean> {
  return withSql((sql) => {
    try {
      work(sql);
      return true;
    } catch {
      return false;
    }
  });
}

describe("the platform", () => {
  it("takes as many parameters as the limit says and not one more", async () => {
    const limit = SQLITE_LIMITS.BOUND_PARAMETERS_COUNT;
    const bind = (count: number) => (sql: SqlStorage) =>
      sql.exec(`SELECT ${Array(count).fill("?").join(", ")}`, ...Array(count).fill(1)).toArray();
    expect(await works(bind(limit))).toBe(true);
    expect(await works(bind(limit + 1))).toBe(false);
  });

  it("takes LIKE patterns of as many bytes as the limit says and not one more", async () => {
    const like = (bytes: number) => (sql: SqlStorage) =>
      sql.exec("SELECT 'a' LIKE ?", "a".repeat(bytes)).toArray();
    expect(await works(like(SQLITE_LIMITS.LIKE_PATTERN_BYTES))).toBe(true);
    expect(await works(like(SQLITE_LIMITS.LIKE_PATTERN_BYTES + 1))).toBe(false);
  });
});

describe("assertRowFits", () => {
  it("refuses a column that would make a row too large, in bytes", () => {
    const room = SQLITE_LIMITS.ROW_BYTES - 4_096;
    expect(() => assertRowFits("a".repeat(room))).not.toThrow();
    expect(() => assertRowFits("a".repeat(room + 1))).toThrow(RangeError);
    expect(() => assertRowFits("é".repeat(room / 2 + 1))).toThrow(RangeError);
    expect(() => assertRowFits(new Uint8Array(room + 1))).toThrow(RangeError);
  });
});
