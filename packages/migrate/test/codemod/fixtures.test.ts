import { describe, expect, it } from "vitest";
import { differences } from "./compare.ts";
import { type Fixture, listFixtures, readFixture } from "./fixture.ts";
import { type Files, HELPER_PATH } from "./virtual-repository.ts";

describe("the migration of a Worker", () => {
  it.each(listFixtures())("is as written by hand: %s", (name) => {
    expect(differences(readFixture(name)).join("\n")).toBe("");
  });
});

/** With the line ends of Windows, but for the helper, which is ours. */
function withCrlf(fixture: Fixture): Fixture {
  const convert = (files: Files) =>
    new Map(
      [...files].map(([path, text]) => [
        path,
        path === HELPER_PATH ? text : text.replaceAll("\n", "\r\n"),
      ]),
    );
  return { ...fixture, input: convert(fixture.input), output: convert(fixture.output) };
}

describe("the migration of a Worker with CRLF", () => {
  it.each([
    "a-destructured-several-under-a-guard",
    "a-process-env",
    "b-guard-of-two-then-read-again",
    "c-module-check-of-a-constant",
    "d-for-each-becomes-a-loop",
    "f-store-added-to-a-literal-type",
    "f-store-added-to-a-written-env",
  ])("writes no other line end: %s", (name) => {
    expect(differences(withCrlf(readFixture(name))).join("\n")).toBe("");
  });
});
