/** From rounds to medians, targets, tables and charts. Pure. */
import type { Bar, BarChart } from "../harness/bar-chart.ts";
import { renderNumber } from "../harness/bar-chart.ts";
import type { Machine } from "../harness/machine.ts";
import {
  judge,
  judgeRatios,
  NOT_CLOUDFLARE,
  renderMachine,
  renderTable,
  renderTargets,
  type Target,
} from "../harness/report.ts";
import { median, medianInterval } from "../harness/statistics.ts";
import { DELAY_KINDS, type DelayKind, type DelayRound } from "./measure-delay.ts";
import type { LoopResult } from "./measure-loop.ts";
import type { RequestRound } from "./measure-requests.ts";
import { VARIANTS } from "./variants.ts";

export interface ReadResults {
  readonly machine: Machine;
  readonly loads: readonly number[];
  /** Per variant, one result per round. */
  readonly loops: Readonly<Record<string, readonly LoopResult[]>>;
  readonly requests: readonly RequestRound[];
  /** Per delay in milliseconds, one result per round. */
  readonly delays: Readonly<Record<string, readonly DelayRound[]>>;
}

const cpuOf = (results: ReadResults, id: string) =>
  median((results.loops[id] ?? []).map(({ cpuUs }) => cpuUs));

/** Warm request over plain request, pair by pair. */
const requestRatios = ({ requests }: ReadResults) =>
  requests.map(({ plain, warm }) => warm.cpuUs / plain.cpuUs);

const REQUEST_LIMIT = 1.05;

export function findTargets(results: ReadResults): Target[] {
  const warmNs = cpuOf(results, "warm") * 1_000;
  const ratio = cpuOf(results, "warm") / cpuOf(results, "plain");
  const memory = cpuOf(results, "memory") - cpuOf(results, "object");
  const disk = cpuOf(results, "disk") - cpuOf(results, "sqlite");
  return [
    target("warm getSecret under 300 ns", `${renderNumber(warmNs)} ns`, warmNs < 300),
    target("at most 4 times an await of a plain value", `${ratio.toFixed(2)} times`, ratio <= 4),
    describeRequestTarget(requestRatios(results)),
    target(
      "cold, from the ledger's memory: at most 10 µs of CPU above a bare RPC and Durable Object",
      `${renderNumber(memory)} µs above`,
      memory <= 10,
    ),
    target(
      "cold, from SQLite: at most 10 µs of CPU above the same with one row read and decrypted",
      `${renderNumber(disk)} µs above`,
      disk <= 10,
    ),
  ];
}

function describeRequestTarget(ratios: readonly number[]): Target {
  const interval = medianInterval(ratios).map((ratio) => ratio.toFixed(2));
  return {
    text: "a request that reads one secret warm: at most 1.05 times the CPU of one that reads a plain string",
    measured: `${median(ratios).toFixed(2)} times (${interval.join(" to ")})`,
    verdict: judgeRatios(ratios, REQUEST_LIMIT),
  };
}

const target = (text: string, measured: string, isMet: boolean): Target => ({
  text,
  measured,
  verdict: judge(isMet),
});

export function renderRead(results: ReadResults): string {
  return `# Reading a secret

Made by \`npm run bench:read\`; [docs/benchmarks.md](../../docs/benchmarks.md) says how and what it means.
${renderMachine(results.machine, results.loads)}
## Targets

${renderTargets(findTargets(results))}
## One read

CPU of the whole workerd process per read, and wall time: medians of ${results.loops.plain?.length} rounds (smallest to
largest).

${renderLoops(results)}
![CPU per read, inside the Worker](read-inside.svg)
![CPU per read, over RPC](read-cold.svg)

## One request

${renderRequests(results)}
## From afar

Milliseconds of one request, median, with a Worker between that waits before it asks the store.

${renderDelays(results)}
![One request with 150 ms to the store](read-afar.svg)
`;
}

function renderLoops({ loops }: ReadResults): string {
  const plain = median((loops.plain ?? []).map(({ cpuUs }) => cpuUs));
  const rows = describeLoops().map(({ id, label }) => {
    const cpu = (loops[id] ?? []).map(({ cpuUs }) => cpuUs);
    const wall = median((loops[id] ?? []).map(({ wallUs }) => wallUs));
    const range = `${renderNumber(Math.min(...cpu))} to ${renderNumber(Math.max(...cpu))}`;
    const ratio = renderNumber(Math.round((median(cpu) / plain) * 10) / 10);
    return [label, `${renderNumber(median(cpu))} (${range})`, renderNumber(wall), ratio];
  });
  return renderTable(["", "CPU, µs", "wall, µs", "times a plain value"], rows);
}

function describeLoops(): { readonly id: string; readonly label: string }[] {
  return [
    ...VARIANTS,
    { id: "miniflare", label: "miniflare's own Secrets Store, for information" },
  ];
}

function renderRequests(results: ReadResults): string {
  const rows = (["plain", "warm"] as const).map((path) => {
    const of = (key: "cpuUs" | "requestsPerSecond" | "p50Us") =>
      renderNumber(median(results.requests.map((round) => round[path][key])));
    const label = path === "plain" ? "reads a plain string" : "reads one secret, warm";
    return [label, of("cpuUs"), of("requestsPerSecond"), of("p50Us")];
  });
  const ratios = requestRatios(results);
  const interval = medianInterval(ratios).map((ratio) => ratio.toFixed(3));
  const requestUs = median(results.requests.map(({ plain }) => plain.cpuUs));
  const moreUs = cpuOf(results, "warm") - cpuOf(results, "plain");
  return `${renderTable(["a request that", "CPU, µs", "requests/s", "p50, µs"], rows)}
Ratio of CPU, pair by pair: median ${median(ratios).toFixed(3)} of ${ratios.length} pairs, the true one between ${interval.join(" and ")}
in 19 of 20 cases. Whole requests vary by far more than a read costs. Taken from the loops above, a warm
read adds ${renderNumber(moreUs * 1_000)} ns to a request of ${renderNumber(requestUs)} µs: ${(1 + moreUs / requestUs).toFixed(4)} times.
`;
}

const KINDS = Object.keys(DELAY_KINDS) as DelayKind[];

function delayMedian(rounds: readonly DelayRound[], kind: DelayKind): number {
  return median(rounds.flatMap((round) => round[kind]));
}

function renderDelays({ delays }: ReadResults): string {
  const rows = KINDS.map((kind) => [
    DELAY_KINDS[kind],
    ...Object.values(delays).map((rounds) => renderNumber(delayMedian(rounds, kind))),
  ]);
  return renderTable(["request", ...Object.keys(delays).map((ms) => `${ms} ms away`)], rows);
}

export function chartRead(results: ReadResults): Record<string, BarChart> {
  const bar = (id: string, factor: number): Bar => {
    const cpu = (results.loops[id] ?? []).map(({ cpuUs }) => cpuUs * factor);
    const label = describeLoops().find((variant) => variant.id === id)?.label ?? id;
    const kind = ["warm", "memory", "memory-helper", "disk", "disk-helper"].includes(id);
    return {
      label: label.replace(", for information", ""),
      value: median(cpu),
      range: [Math.min(...cpu), Math.max(...cpu)],
      kind: kind ? "ours" : "other",
    };
  };
  const far = Object.entries(results.delays).at(-1);
  return {
    inside: {
      title: "A read inside the Worker",
      unit: "nanoseconds of CPU per read",
      bars: [bar("plain", 1_000), bar("warm", 1_000)],
      note: NOT_CLOUDFLARE,
    },
    cold: {
      title: "A read that leaves the Worker",
      unit: "microseconds of CPU per read",
      bars: describeLoops()
        .filter(({ id }) => id !== "plain" && id !== "warm")
        .map(({ id }) => bar(id, 1)),
      note: NOT_CLOUDFLARE,
    },
    afar: {
      title: `A request, with ${far?.[0]} ms between Worker and store`,
      unit: "milliseconds per request, median",
      bars: KINDS.map((kind) => ({
        label: DELAY_KINDS[kind],
        value: delayMedian(far?.[1] ?? [], kind),
        kind: kind === "plain" ? "other" : "ours",
      })),
      note: NOT_CLOUDFLARE,
    },
  };
}
