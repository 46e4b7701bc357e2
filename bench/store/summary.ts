/** From rounds to medians, targets, tables and charts. Pure. */
import { type BarChart, renderNumber } from "../harness/bar-chart.ts";
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
import { median } from "../harness/statistics.ts";
import type { LoadResult } from "../harness/wrk.ts";
import { TAIL_SERVERS, type Tail, type TailRound, type TailServer } from "./measure-tail.ts";
import type { Path } from "./paths.ts";

export interface StoreResults {
  readonly machine: Machine;
  readonly loads: readonly number[];
  readonly paths: readonly Pick<Path, "id" | "label" | "kind">[];
  /** Per path, one result per round. */
  readonly rounds: Readonly<Record<string, readonly LoadResult[]>>;
  readonly tail: readonly TailRound[];
  readonly auditEvents: number;
}

const LARGER_LIMIT = 1.2;

function medianOf(results: StoreResults, id: string, key: keyof LoadResult): number {
  return median((results.rounds[id] ?? []).map((round) => round[key]));
}

/** The larger store over the smaller one, round by round: the two run right after each other. */
function pairRatios({ rounds }: StoreResults, way: string, key: "cpuUs" | "p50Us"): number[] {
  const small = rounds[`${way}-10`] ?? [];
  return (rounds[`${way}-10000`] ?? []).map(
    (large, round) => large[key] / (small[round]?.[key] ?? Number.NaN),
  );
}

export function findTargets(results: StoreResults): Target[] {
  const etcd = medianOf(results, "etcd", "requestsPerSecond");
  const overEtcd = (id: string, text: string): Target => {
    const ratio = medianOf(results, id, "requestsPerSecond") / etcd;
    return { text, measured: `${ratio.toFixed(2)} times`, verdict: judge(ratio >= 1) };
  };
  const larger = (way: string, key: "cpuUs" | "p50Us", text: string): Target => {
    const ratios = pairRatios(results, way, key);
    const range = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
    const measured = `${median(ratios).toFixed(2)} times (${range})`;
    return { text, measured, verdict: judgeRatios(ratios, LARGER_LIMIT) };
  };
  return [
    overEtcd("helper-10000", "reads/s from a Worker's memory (helper): at least etcd's"),
    overEtcd("read-10000", "reads/s from the ledger's memory, asked each time: at least etcd's"),
    larger("read", "cpuUs", "CPU per read at 10,000 secrets: at most 1.2 times that at 10"),
    larger("read", "p50Us", "p50 of a read at 10,000 secrets: at most 1.2 times that at 10"),
    larger("admin", "cpuUs", "CPU of the admin API at 10,000 secrets: at most 1.2 times"),
    larger("admin", "p50Us", "p50 of the admin API at 10,000 secrets: at most 1.2 times"),
  ];
}

export function renderStore(results: StoreResults): string {
  return `# A store under load

Made by \`npm run bench:store\`; [docs/benchmarks.md](../../docs/benchmarks.md) says how and what it means.
${renderMachine(results.machine, results.loads)}
The larger store has 10,000 secrets, as many grants and ${results.auditEvents.toLocaleString("en-US")} events of audit.

## Targets

${renderTargets(findTargets(results))}
Ratios of the two stores are medians of the rounds' own ratios (smallest to largest).
No table scan in any query plan: \`packages/store/test/ledger/query-plans.test.ts\` holds that.

## Reads over HTTP

wrk, one thread, 16 connections; medians of ${results.rounds.plain?.length} rounds. CPU is the server's, client not counted.

${renderPaths(results)}
![Reads per second](store-reads.svg)
![CPU per read](store-cpu.svg)

## The slowest requests

A Worker that answers a constant, 16 connections; medians of ${results.tail.length} rounds, in milliseconds.

${renderTail(results)}
workerd stops for V8's garbage collection, all connections at once; with a heap that is never collected
nearly all of the slow requests are gone. wrk makes the tail look longer: for each slow request it adds those that
should have been sent meanwhile (it corrects for coordinated omission).
`;
}

function renderPaths(results: StoreResults): string {
  const etcd = medianOf(results, "etcd", "requestsPerSecond");
  const rows = results.paths.map(({ id, label }) => {
    const perSecond = medianOf(results, id, "requestsPerSecond");
    return [
      label,
      renderNumber(perSecond),
      (perSecond / etcd).toFixed(2),
      renderNumber(medianOf(results, id, "cpuUs")),
      renderNumber(medianOf(results, id, "p50Us")),
    ];
  });
  return renderTable(["", "requests/s", "times etcd", "CPU, µs", "p50, µs"], rows);
}

function renderTail({ tail }: StoreResults): string {
  const rows = (Object.keys(TAIL_SERVERS) as TailServer[]).map((server) => {
    const of = (key: keyof Tail) => renderNumber(median(tail.map((r) => r[server][key])) / 1_000);
    const slow = median(tail.map((round) => (100 * round[server].slow) / round[server].requests));
    return [
      TAIL_SERVERS[server],
      ...[of("p50Us"), of("p99Us"), of("p999Us"), of("maxUs"), `${slow.toFixed(2)} %`],
      ...[of("wrkP50Us"), of("wrkP99Us"), of("wrkMaxUs")],
    ];
  });
  const head = ["", "p50", "p99", "p99.9", "max", "over 10 ms", "wrk p50", "wrk p99", "wrk max"];
  return renderTable(head, rows);
}

export function chartStore(results: StoreResults): Record<string, BarChart> {
  const chart = (title: string, unit: string, key: "requestsPerSecond" | "cpuUs"): BarChart => ({
    title,
    unit,
    bars: results.paths.map(({ id, label, kind }) => {
      const values = (results.rounds[id] ?? []).map((round) => round[key]);
      const range = [Math.min(...values), Math.max(...values)] as const;
      return { label, kind, value: median(values), range };
    }),
    note: NOT_CLOUDFLARE,
  });
  return {
    reads: chart("Reads over HTTP", "requests per second, more is better", "requestsPerSecond"),
    cpu: chart("CPU of a read over HTTP", "microseconds of the server's CPU", "cpuUs"),
  };
}
