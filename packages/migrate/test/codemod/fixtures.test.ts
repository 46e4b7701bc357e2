import { describe, expect, it } from "vitest";
import { differences } from "./compare.ts";
import { listFixtures, readFixture } from "./fixture.ts";

describe("the migration of a Worker", () => {
  it.each(listFixtures())("is as written by hand: %s", (name) => {
    expect(differences(readFixture(name)).join("\n")).toBe("");
  });
});
