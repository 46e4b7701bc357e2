import { describe, expect, it } from "vitest";
import { differences } from "./compare.ts";
import { EXPECTED_FAILURES } from "./expected-failures.ts";
import { listFixtures, readFixture } from "./fixture.ts";

const names = listFixtures();

describe("the migration of a Worker", () => {
  it.each(names.filter((name) => !(name in EXPECTED_FAILURES)))(
    "is as written by hand: %s",
    (name) => {
      expect(differences(readFixture(name)).join("\n")).toBe("");
    },
  );

  it.each(Object.entries(EXPECTED_FAILURES))("is not yet as written by hand: %s (%s)", (name) => {
    expect(names).toContain(name);
    expect(differences(readFixture(name))).not.toEqual([]);
  });
});
