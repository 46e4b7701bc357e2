import { describe, expect, it } from "vitest";
import { ValueCache } from "../../../src/ledger/reads/value-cache.ts";

/** Room for two values of 100 characters, with what an entry takes beside. */
const TWO = 2 * (2 * 100 + 100);
const value = (char: string) => char.repeat(100);

describe("the cache of opened values", () => {
  it("drops what was used longest ago when it is full", () => {
    const cache = new ValueCache(TWO);
    cache.put(1, 1, value("a"));
    cache.put(2, 1, value("b"));
    expect(cache.get(1, 1)).toBe(value("a"));
    cache.put(3, 1, value("c"));
    expect(cache.get(2, 1)).toBeUndefined();
    expect(cache.get(1, 1)).toBe(value("a"));
    expect(cache.get(3, 1)).toBe(value("c"));
  });

  it("never keeps more than its bytes, not even for one large value", () => {
    const cache = new ValueCache(TWO);
    cache.put(1, 1, "x".repeat(TWO));
    expect(cache.get(1, 1)).toBeUndefined();
  });

  it("counts a value that is put again once", () => {
    const cache = new ValueCache(TWO);
    cache.put(1, 1, value("a"));
    for (let i = 0; i < 5; i += 1) cache.put(2, 1, value("b"));
    expect(cache.get(1, 1)).toBe(value("a"));
  });

  it("forgets all versions of a secret and no other's", () => {
    const cache = new ValueCache();
    cache.put(1, 1, "a");
    cache.put(1, 2, "b");
    cache.put(11, 1, "c");
    cache.forget(1);
    expect([cache.get(1, 1), cache.get(1, 2), cache.get(11, 1)]).toEqual([
      undefined,
      undefined,
      "c",
    ]);
  });
});
