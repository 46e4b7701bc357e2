/**
 * `npm run bench:rotate`: what it takes until 1, 10 and 100 Workers serve a new value, with `lunakey
 * rotate`, with `lunakey set`, and with `wrangler secret put` for each. Takes some twenty minutes, most
 * of it waiting; `--quick` takes one round of two Workers. Exits 0 whatever the numbers are.
 */
import { createRequire } from "node:module";
import { describeMachine, readLoad } from "./harness/machine.ts";
import { say, writeResults } from "./harness/report.ts";
import { type Change, startStoreSide } from "./rotate/store-side.ts";
import {
  chartRotate,
  type MeasuredSize,
  type RotateResults,
  renderRotate,
  renderTargetsOf,
  type Way,
} from "./rotate/summary.ts";
import { changeByHand } from "./rotate/wrangler-side.ts";

const isQuick = process.argv.includes("--quick");
const SIZES = isQuick ? [2] : [1, 10, 100];
const ROUNDS = isQuick ? 1 : 3;

/** A new store, since a rotation is refused while the overlap of the one before lasts. */
async function changeInStore(count: number): Promise<Record<"set" | "rotate", Change>> {
  const side = await startStoreSide(count);
  try {
    await side.warm();
    const set = await side.set("the second value");
    return { set, rotate: await side.rotate("the third value") };
  } finally {
    await side.stop();
  }
}

const { version } = createRequire(import.meta.url)("wrangler/package.json") as { version: string };
const machine = describeMachine({ wrangler: version });
const loads: number[] = [];
const rounds: Record<Way, Change>[][] = [];
for (let round = 0; round < ROUNDS; round++) {
  const title = `round ${round + 1} of ${ROUNDS}`;
  say(`${title}: lunakey set and rotate, which wait; ${SIZES.join(", ")} Workers side by side`);
  loads.push(readLoad());
  const inStore = await Promise.all(SIZES.map(changeInStore));
  const measured: Record<Way, Change>[] = [];
  for (const [index, count] of SIZES.entries()) {
    say(`${title}: wrangler secret put, ${count} times`);
    loads.push(readLoad());
    const wrangler = await changeByHand(count, "the second value");
    const ours = inStore[index];
    if (ours !== undefined) measured.push({ ...ours, wrangler });
  }
  rounds.push(measured);
}
const sizes: MeasuredSize[] = SIZES.map((workers, index) => ({
  workers,
  rounds: rounds.flatMap((round) => round[index] ?? []),
}));
const results: RotateResults = { machine, loads, sizes };
if (!isQuick) {
  await writeResults("rotate", results, renderRotate(results), chartRotate(results));
}
process.stdout.write(renderTargetsOf(results));
