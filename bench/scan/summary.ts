/** From rounds to medians, targets, tables and charts. Pure. */
import { type BarChart, renderNumber } from "../harness/bar-chart.ts";
import type { Machine } from "../harness/machine.ts";
import { judgeRatios, renderMachine, renderPlainTable, type Target } from "../harness/report.ts";
import type { Usage } from "../harness/run-measured.ts";
import { median } from "../harness/statistics.ts";
import { type Rounds, VARIANTS, type Variant } from "./variants.ts";

export interface ScanResults {
  readonly machine: Machine;
  readonly loads: readonly number[];
  readonly repositories: readonly MeasuredRepository[];
}

export interface MeasuredRepository {
  readonly files: number;
  /** 0 to 1. */
  readonly readers: number;
  readonly rounds: Rounds;
}

type Id = Variant["id"];

const PASS_LIMIT = 3;
const TYPES_LIMIT = 1;
const MEMORY_LIMIT = 1.5;

const nameOf = ({ files, readers }: MeasuredRepository) =>
  `${files.toLocaleString("en-US")} files, ${readers * 100} % with reads`;

const medianOf = ({ rounds }: MeasuredRepository, id: Id, key: keyof Usage) =>
  median(rounds[id].map((usage) => usage[key]));

/** Round by round: the two ran right after each other. What starting Node costs is taken off both. */
function cpuRatios({ rounds }: MeasuredRepository, id: Id, base: Id): number[] {
  const start = median(rounds.node.map(({ cpuSeconds }) => cpuSeconds));
  return rounds[id].map(({ cpuSeconds }, round) => {
    const compared = rounds[base][round]?.cpuSeconds ?? Number.NaN;
    return (cpuSeconds - start) / (compared - start);
  });
}

const memoryRatios = ({ rounds }: MeasuredRepository) =>
  rounds.scan.map(({ peakMb }, round) => peakMb / (rounds.tsc[round]?.peakMb ?? Number.NaN));

export function findTargets({ repositories }: ScanResults): Target[] {
  return repositories.flatMap((repository) => {
    const judgeAs = (text: string, ratios: readonly number[], limit: number): Target => ({
      text: `${nameOf(repository)}: ${text}`,
      measured: `${median(ratios).toFixed(2)} times`,
      verdict: judgeRatios(ratios, limit),
    });
    return [
      judgeAs(
        "without types, CPU at most 3 times oxc's",
        cpuRatios(repository, "shape", "oxc"),
        PASS_LIMIT,
      ),
      judgeAs("scan's CPU at most tsc's", cpuRatios(repository, "scan", "tsc"), TYPES_LIMIT),
      judgeAs("scan's memory at most 1.5 times tsc's", memoryRatios(repository), MEMORY_LIMIT),
    ];
  });
}

export function renderTargetsOf(results: ScanResults): string {
  const rows = findTargets(results).map(({ text, measured, verdict }) => [text, measured, verdict]);
  return renderPlainTable(["target", "measured", ""], rows);
}

export function renderScan(results: ScanResults): string {
  return `# Scanning a repository

Made by \`npm run bench:scan\`; [docs/benchmarks.md](../../docs/benchmarks.md) says how and what it means.
${renderMachine(results.machine, results.loads)}
## Targets

${renderTargetsOf(results)}
Ratios are medians of the rounds' own; what starting Node costs is taken off.

${results.repositories.map(renderRepository).join("\n")}
![CPU by number of files](scan-cpu.svg)

## How it grows

${renderGrowth(results)}`;
}

function renderRepository(repository: MeasuredRepository): string {
  const rows = VARIANTS.map(({ id, label }) => [
    label,
    ...(["cpuSeconds", "wallSeconds", "peakMb"] as const).map((key) =>
      renderNumber(medianOf(repository, id, key)),
    ),
  ]);
  const table = renderPlainTable(["", "CPU, s", "wall, s", "peak, MB"], rows);
  return `## ${nameOf(repository)}\n\n${table}`;
}

/** Ten times the files: how many times the CPU? */
function renderGrowth({ repositories }: ScanResults): string {
  const rows = repositories.flatMap((large) => {
    const small = repositories.find(
      ({ files, readers }) => files * 10 === large.files && readers === large.readers,
    );
    if (small === undefined) return [];
    const growth = (id: Id) => {
      const [from, to] = [small, large].map(
        (one) => medianOf(one, id, "cpuSeconds") - medianOf(one, "node", "cpuSeconds"),
      );
      return ((to ?? 0) / (from ?? 1)).toFixed(1);
    };
    return [
      [`${nameOf(small)} to ${large.files.toLocaleString("en-US")}`, growth("scan"), growth("tsc")],
    ];
  });
  return renderPlainTable(["ten times the files", "scan's CPU, times", "tsc's CPU, times"], rows);
}

export function chartScan({ repositories }: ScanResults): Record<string, BarChart> {
  const bars = repositories.flatMap((repository) =>
    VARIANTS.filter(({ id }) => id !== "node").map(({ id, label, kind }) => {
      const cpu = repository.rounds[id].map(({ cpuSeconds }) => cpuSeconds);
      return {
        label: `${repository.files.toLocaleString("en-US")} (${repository.readers * 100} %): ${label}`,
        value: median(cpu),
        range: [Math.min(...cpu), Math.max(...cpu)] as const,
        kind,
      };
    }),
  );
  const note = "Generated repositories of one Worker; types need no package.";
  return { cpu: { title: "Scanning a repository", unit: "seconds of CPU, median", bars, note } };
}
