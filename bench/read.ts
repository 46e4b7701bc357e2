/**
 * `npm run bench:read`: what a read of a secret costs, warm and cold, beside a plain value and a bare
 * RPC. Takes some minutes; `--quick` takes one round, to see that it works. Exits 0 whatever the
 * numbers are: targets are reported, not enforced.
 */
import { rm } from "node:fs/promises";
import { describeMachine, firstLine, readLoad } from "./harness/machine.ts";
import { makeFolder } from "./harness/processes.ts";
import { renderTargets, say, writeResults } from "./harness/report.ts";
import { alternate } from "./harness/statistics.ts";
import { type DelayRound, measureDelay } from "./read/measure-delay.ts";
import { type LoopResult, measureLoop } from "./read/measure-loop.ts";
import { measureMiniflare } from "./read/measure-miniflare.ts";
import { measureRequests } from "./read/measure-requests.ts";
import { prepareStore, type ReadSetup } from "./read/serve.ts";
import { chartRead, findTargets, type ReadResults, renderRead } from "./read/summary.ts";
import { VARIANTS } from "./read/variants.ts";

const isQuick = process.argv.includes("--quick");
const ROUNDS = isQuick ? 1 : 5;
const REQUEST_ROUNDS = isQuick ? 2 : 60;
const REQUEST_SECONDS = 1;
const DELAYS_MS = [0, 20, 150];
const DELAY_ROUNDS = isQuick ? 1 : 3;

async function measureLoops(setup: ReadSetup, loads: number[]) {
  const loops: Record<string, LoopResult[]> = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const variant of alternate(VARIANTS, round)) {
      say(`round ${round + 1} of ${ROUNDS}: ${variant.label}`);
      loads.push(readLoad());
      const result = await measureLoop(setup.config(0), setup.readerPort, variant);
      loops[variant.id] = [...(loops[variant.id] ?? []), result];
    }
    loops.miniflare = [...(loops.miniflare ?? []), await measureMiniflare()];
  }
  return loops;
}

async function measureDelays({ config, readerPort }: ReadSetup) {
  const delays: Record<string, DelayRound[]> = {};
  for (let round = 0; round < DELAY_ROUNDS; round++) {
    for (const delayMs of DELAYS_MS) {
      say(`round ${round + 1} of ${DELAY_ROUNDS}: ${delayMs} ms away`);
      const result = await measureDelay(config(delayMs), readerPort);
      delays[delayMs] = [...(delays[delayMs] ?? []), result];
    }
  }
  return delays;
}

const folder = await makeFolder();
try {
  const machine = describeMachine({ wrk: firstLine("wrk", ["-v"]).split(" ")[1] ?? "" });
  const setup = await prepareStore(folder);
  const loads: number[] = [];
  const loops = await measureLoops(setup, loads);
  const delays = await measureDelays(setup);
  say(`${REQUEST_ROUNDS} pairs of requests, ${REQUEST_SECONDS} s each`);
  const { config, readerPort } = setup;
  const requests = await measureRequests(config(0), readerPort, REQUEST_ROUNDS, REQUEST_SECONDS);
  loads.push(readLoad());
  const results: ReadResults = { machine, loads, loops, requests, delays };
  if (!isQuick) await writeResults("read", results, renderRead(results), chartRead(results));
  process.stdout.write(renderTargets(findTargets(results)));
} finally {
  await rm(folder, { recursive: true, force: true });
}
