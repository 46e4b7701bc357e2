/**
 * Loaded before a program with `node --import`: it gives that process the run's time, and lets it sleep
 * by moving the run's clock. Nothing of the program knows.
 */
import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers/promises";

/** Shorter waits are what they are. */
const LONG_MS = 5_000;

const { LIFE_OFFSET_MS = "0", LIFE_CLOCK_URL = "" } = process.env;
let offset = Number(LIFE_OFFSET_MS);

const RealDate = Date;
class MovedDate extends RealDate {
  constructor(...args: readonly unknown[]) {
    super(...((args.length === 0 ? [MovedDate.now()] : args) as [number]));
  }
  static override now(): number {
    return RealDate.now() + offset;
  }
}
globalThis.Date = MovedDate as DateConstructor;

const wait = timers.setTimeout;
timers.setTimeout = (async (ms: number, value: unknown, options: object) => {
  if (ms < LONG_MS) return wait(ms, value, options);
  const response = await fetch(LIFE_CLOCK_URL, { method: "POST", body: String(ms) });
  offset = Number(await response.text());
  return value;
}) as typeof timers.setTimeout;
syncBuiltinESMExports();
