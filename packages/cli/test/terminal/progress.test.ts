import { expect, it } from "vitest";
import type { Ports } from "../../src/ports.ts";
import { Session } from "../../src/session.ts";
import { createProgress } from "../../src/terminal/progress.ts";

/** The seconds at which something was said, of a command that has something new ten times a second. */
function saidAt(seconds: number): number[] {
  let now = 0;
  const said: number[] = [];
  const stderr = { write: () => said.push(now / 1000) };
  const ports = { now: () => now, stderr } as unknown as Ports;
  const session = new Session(ports, false, { local: false }, "en");
  const progress = createProgress(session);
  for (; now < seconds * 1000; now += 100) progress("still at it");
  return said;
}

it("says nothing in the first second, then less and less often, and never stops", () => {
  expect(saidAt(0.9)).toEqual([]);
  const said = saidAt(60);
  const gaps = said.map((at, index) => at - (said[index - 1] ?? 0));
  expect(said[0]).toBe(1);
  expect(gaps).toEqual(gaps.toSorted((a, b) => a - b));
  expect(said.length).toBeLessThan(15);
  expect(60 - (said.at(-1) ?? 0)).toBeLessThan(10.1);
});
