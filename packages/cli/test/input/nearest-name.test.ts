import { describe, expect, it } from "vitest";
import { findNearestName } from "../../src/input/nearest-name.ts";

describe("findNearestName", () => {
  it.each([
    ["STRIPE_KEY", "STRIPE_SECRET_KEY"],
    ["stripe_secret_key", "STRIPE_SECRET_KEY"],
    ["JWT_SECERT", "JWT_SECRET"],
    ["BASEURL", "BASE_URL"],
    ["", "BASE_URL"],
  ])("of %j is %s", (typed, nearest) => {
    expect(findNearestName(typed, ["STRIPE_SECRET_KEY", "JWT_SECRET", "BASE_URL"])).toBe(nearest);
  });

  it("is nothing where there is none, and the first of two that are as near", () => {
    expect(findNearestName("A", [])).toBeUndefined();
    expect(findNearestName("A", ["C", "B"])).toBe("B");
  });
});
