import { expect, it } from "vitest";
import type { Answer } from "../ways-in/stand.ts";
import { expectNoFault } from "./expect-no-fault.ts";
import { findFault } from "./faults.ts";
import { CANARY } from "./mutate.ts";

it("600 inputs: no failure inside, no leak, no change by what was refused", async () => {
  const { accepted, refused } = await expectNoFault({ seed: 20_261_122, count: 600 });
  // Both ways are taken, or it would prove nothing.
  expect(Math.min(accepted, refused)).toBeGreaterThan(60);
});

it.each<[string, Answer, string | null]>([
  ["a status of 500", { got: { status: 500, text: "" } }, "failed inside (500)"],
  [
    "a result that failed inside",
    { got: { ok: false, error: { code: "internal" } } },
    "failed inside (200)",
  ],
  [
    "an error of another kind",
    { refused: { name: "RangeError", message: "" } },
    "threw a RangeError",
  ],
  [
    "an exception instead of a result",
    { refused: { name: "TypeError", message: "" } },
    "threw where it must answer",
  ],
  [
    "a canary in a refusal",
    { got: { ok: false, error: { code: "x", message: CANARY } } },
    "repeated its input",
  ],
  ["a canary in a page of refusal", { got: { status: 400, text: CANARY } }, "repeated its input"],
  ["a plain refusal", { got: { ok: false, error: { code: "invalid_input" } } }, null],
  ["a label that is answered", { got: { ok: true, value: CANARY } }, null],
])("would be noticed or not: %s", (_, answer, fault) => {
  expect(findFault({ binding: "ADMIN", method: "execute", args: [] }, answer)).toBe(fault);
});
