import { describe, expect, it } from "vitest";
import { findFiringDays } from "../../../src/work/evidence/cron-times.ts";

const at = (text: string) => Date.parse(`${text}Z`);
/** A Sunday. */
const FROM = at("2026-11-01T00:00:00");
const TO = at("2026-11-22T12:00:00");

const days = (expression: string, from = FROM, to = TO) =>
  findFiringDays(expression, from, to)?.map((day) => new Date(day).toISOString().slice(8, 10));

describe("the days on which a cron ran", () => {
  it.each([
    ["0 3 5 * *", ["05"]],
    ["30 12 22 11 *", []],
    ["0 12 22 11 *", ["22"]],
    ["0 0 1 1 *", []],
    ["*/15 * 7-8 NOV *", ["07", "08"]],
    ["0 6 * * MON", ["02", "09", "16"]],
    ["0 6 * * 2", ["02", "09", "16"]],
    ["0 6 10 * 1", ["01", "08", "10", "15", "22"]],
    ["0 6 20/1 * *", ["20", "21", "22"]],
  ])("%s: %j", (expression, expected) => {
    expect(days(expression)).toEqual(expected);
  });

  it("do not begin with the first moment itself", () => {
    expect(days("0 0 1 * *")).toEqual([]);
    expect(days("1 0 1 * *")).toEqual(["01"]);
  });

  it.each([
    "",
    "* * * *",
    "0 0 L * *",
    "0 0 * * MON#1",
    "60 * * * *",
    "5-1 * * * *",
    "*/0 * * * *",
  ])("are not guessed where it can not be read: %j", (expression) => {
    expect(findFiringDays(expression, FROM, TO)).toBeNull();
  });
});
