/** From rounds to medians, targets, tables and charts. Pure. */
import { READ_TIMING } from "@lunakey/contract";
import { type BarChart, renderNumber } from "../harness/bar-chart.ts";
import type { Machine } from "../harness/machine.ts";
import {
  judge,
  judgeRatios,
  renderMachine,
  renderTable,
  renderTargets,
} from "../harness/report.ts";
import { median } from "../harness/statistics.ts";
import type { Change } from "./store-side.ts";

export interface RotateResults {
  readonly machine: Machine;
  readonly loads: readonly number[];
  readonly sizes: readonly MeasuredSize[];
}

export type Way = "rotate" | "set" | "wrangler";

export interface MeasuredSize {
  readonly workers: number;
  readonly rounds: readonly Readonly<Record<Way, Change>>[];
}

const WAYS: Readonly<Record<Way, string>> = {
  rotate: "lunakey rotate",
  set: "lunakey set",
  wrangler: "wrangler secret put",
};
const IDS = Object.keys(WAYS) as Way[];

const FRESH_SECONDS = READ_TIMING.FRESH_MS / 1_000;
/** What the store's ways wait by design, at most: until it is current, and until isolates ask again. */
const DESIGN_SECONDS = { rotate: 2 * FRESH_SECONDS, set: FRESH_SECONDS } as const;
/** Beyond that: the command itself, the poll's quarter of a second, a refresh behind a response. */
const REST_LIMIT_SECONDS = 5;
const CPU_LIMIT = 0.1;

function listOf({ rounds }: MeasuredSize, way: Way, key: keyof Change): number[] {
  return rounds.map((round) => round[way][key]);
}

const medianOf = (size: MeasuredSize, way: Way, key: keyof Change) =>
  median(listOf(size, way, key));

const restOf = (size: MeasuredSize, way: "rotate" | "set") =>
  Math.max(0, ...listOf(size, way, "lastSeconds").map((last) => last - DESIGN_SECONDS[way]));

export function renderTargetsOf({ sizes }: RotateResults): string {
  const [first] = sizes;
  const last = sizes.at(-1);
  if (first === undefined || last === undefined) return "";
  const calls = sizes.flatMap((size) => listOf(size, "rotate", "calls"));
  const deploys = sizes.flatMap((size) => listOf(size, "rotate", "deploys"));
  const rests = sizes.flatMap((size) =>
    (["rotate", "set"] as const).map((way) => {
      const rest = restOf(size, way);
      return {
        text: `${WAYS[way]}, the last of ${size.workers}: at most ${REST_LIMIT_SECONDS} s beyond the waits by design (${DESIGN_SECONDS[way]} s)`,
        measured: `${renderNumber(rest)} s`,
        verdict: judge(rest <= REST_LIMIT_SECONDS),
      };
    }),
  );
  const cpu = last.rounds.map(({ rotate, wrangler }) => rotate.cpuSeconds / wrangler.cpuSeconds);
  return renderTargets([
    {
      text: "lunakey rotate: as many calls, however many Workers, and no deploy",
      measured: `${[...new Set(calls)].join(", ")} calls, ${Math.max(...deploys)} deploys`,
      verdict: judge(new Set(calls).size === 1 && Math.max(...deploys) === 0),
    },
    ...rests,
    {
      text: `CPU of lunakey rotate with ${last.workers} Workers: at most a tenth of wrangler's`,
      measured: `${median(cpu).toFixed(3)} times`,
      verdict: judgeRatios(cpu, CPU_LIMIT),
    },
  ]);
}

export function renderRotate(results: RotateResults): string {
  const rows = results.sizes.flatMap((size) =>
    IDS.map((way) => {
      const of = (key: keyof Change) => renderNumber(medianOf(size, way, key));
      const design = way === "wrangler" ? "none" : `up to ${DESIGN_SECONDS[way]}`;
      return [
        `${size.workers}: ${WAYS[way]}`,
        ...(["commands", "calls", "deploys", "cpuSeconds"] as const).map(of),
        ...[of("firstSeconds"), of("lastSeconds"), design],
      ];
    }),
  );
  const head = ["Workers", "commands", "API calls", "deploys", "CPU, s"];
  const times = ["first serves, s", "last serves, s", "of it waits by design, s"];
  return `# One secret, many Workers, a new value

Made by \`npm run bench:rotate\`; [docs/benchmarks.md](../../docs/benchmarks.md) says how and what it means.
${renderMachine(results.machine, results.loads)}
## Targets

${renderTargetsOf(results)}
## What it takes

Medians of ${results.sizes[0]?.rounds.length} rounds. CPU is the commands'; times are from the start of the first command.

${renderTable([...head, ...times], rows)}
**Neither side has Cloudflare in it.** \`wrangler secret put\` is answered at once by a stand-in for the API, and
"serves" is the end of the command: the network, and the time that a deployment takes to reach Cloudflare's
machines, come on top, for each deploy. For the store it is the round trip of its few calls.

${renderEven(results)}
![Seconds until the last Worker serves the new value](rotate-last.svg)
`;
}

/** From how many Workers on the waits by design are shorter than the row of commands. */
function renderEven({ sizes }: RotateResults): string {
  const last = sizes.at(-1);
  if (last === undefined) return "";
  const each = medianOf(last, "wrangler", "lastSeconds") / last.workers;
  const even = (way: "rotate" | "set") =>
    Math.ceil(medianOf(last, way, "lastSeconds") / each).toLocaleString("en-US");
  return `One \`wrangler secret put\` took ${renderNumber(each)} s, nearly all of it wrangler's own start; what it took
longer because the machine did other work is left out. With that, \`lunakey set\` is done sooner from ${even("set")} Workers on,
and \`lunakey rotate\` from ${even("rotate")}. Between the first and the last some Workers have the new value and others the
old. With \`wrangler secret put\` and \`lunakey set\` one of them may then refuse what another has signed; with
\`lunakey rotate\` verifiers accept both all the while ([docs/rotation.md](../../docs/rotation.md)).
`;
}

export function chartRotate({ sizes }: RotateResults): Record<string, BarChart> {
  const bars = sizes.flatMap((size) =>
    IDS.map((way) => {
      const seconds = listOf(size, way, "lastSeconds");
      return {
        label: `${size.workers} ${size.workers === 1 ? "Worker" : "Workers"}: ${WAYS[way]}`,
        value: median(seconds),
        range: [Math.min(...seconds), Math.max(...seconds)] as const,
        kind: way === "wrangler" ? ("other" as const) : ("ours" as const),
      };
    }),
  );
  const title = "Until the last Worker serves the new value";
  const note =
    "Without Cloudflare's network and deployments. rotate waits a minute before it changes anything.";
  return { last: { title, unit: "seconds, less is better", bars, note } };
}
