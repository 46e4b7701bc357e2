import { expect, it } from "vitest";
import { counted } from "../../src/language/counted.ts";

it.each([
  [0, "0 audit events", "0 événement d'audit"],
  [1, "1 audit event", "1 événement d'audit"],
  [2, "2 audit events", "2 événements d'audit"],
])("says %i of something in both languages", (count, en, fr) => {
  expect(counted(count, "events")).toEqual({ en, fr });
});
