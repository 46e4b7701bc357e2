/** From rounds to medians, targets, tables and charts. Pure. */
import { type BarChart, renderNumber } from "../harness/bar-chart.ts";
import type { Machine } from "../harness/machine.ts";
import { judgeRatios, renderMachine, renderPlainTable } from "../harness/report.ts";
import type { Usage } from "../harness/run-measured.ts";
import { median } from "../harness/statistics.ts";

export interface MigrateResults {
  readonly machine: Machine;
  readonly loads: readonly number[];
  /** 0 to 1: which part of the files reads a secret. */
  readonly readers: number;
  readonly repositories: readonly MeasuredMigration[];
}

export interface MeasuredMigration {
  readonly files: number;
  readonly rounds: Readonly<Record<"tsc" | "migrate", readonly Usage[]>>;
  /** 0 to 1, of migrate's CPU. */
  readonly shareOfChecks: number;
}

const CPU_LIMIT = 2.5;
const MEMORY_LIMIT = 2;

/** Round by round: the two ran right after each other. */
function ratios({ rounds }: MeasuredMigration, key: keyof Usage): number[] {
  return rounds.migrate.map(
    (usage, round) => usage[key] / (rounds.tsc[round]?.[key] ?? Number.NaN),
  );
}

export function renderTargetsOf({ repositories }: MigrateResults): string {
  const rows = repositories.flatMap((one) => {
    const judge = (text: string, found: readonly number[], limit: number) => [
      `${one.files.toLocaleString("en-US")} files: ${text}`,
      `${median(found).toFixed(2)} times`,
      judgeRatios(found, limit),
    ];
    return [
      judge("CPU at most 2.5 times tsc's", ratios(one, "cpuSeconds"), CPU_LIMIT),
      judge("memory at most twice tsc's", ratios(one, "peakMb"), MEMORY_LIMIT),
    ];
  });
  return renderPlainTable(["target", "measured", ""], rows);
}

export function renderMigrate(results: MigrateResults): string {
  const medianOf = ({ rounds }: MeasuredMigration, id: "tsc" | "migrate", key: keyof Usage) =>
    median(rounds[id].map((usage) => usage[key]));
  const rows = results.repositories.map((one) => {
    const cpu = medianOf(one, "migrate", "cpuSeconds");
    return [
      one.files.toLocaleString("en-US"),
      ...[medianOf(one, "tsc", "cpuSeconds"), cpu, cpu * one.shareOfChecks].map(renderNumber),
      ...[medianOf(one, "tsc", "peakMb"), medianOf(one, "migrate", "peakMb")].map(renderNumber),
    ];
  });
  const head = [
    "files",
    "tsc, CPU s",
    "migrate, CPU s",
    "of it both checks",
    "tsc, MB",
    "migrate, MB",
  ];
  return `# Moving a repository

Made by \`npm run bench:migrate\`; [docs/benchmarks.md](../../docs/benchmarks.md) says how and what it means.
${renderMachine(results.machine, results.loads)}
## Targets

${renderTargetsOf(results)}
## What it takes

Every read of ${results.readers * 100} % of the files is moved. The part of the checks is from a profile of one more run.

${renderPlainTable(head, rows)}
![CPU by number of files](migrate-cpu.svg)
`;
}

export function chartMigrate({ repositories }: MigrateResults): Record<string, BarChart> {
  const bars = repositories.flatMap(({ files, rounds }) =>
    (["tsc", "migrate"] as const).map((id) => {
      const cpu = rounds[id].map(({ cpuSeconds }) => cpuSeconds);
      return {
        label: `${files.toLocaleString("en-US")} files: ${id === "tsc" ? "tsc --noEmit" : "lunakey migrate"}`,
        value: median(cpu),
        range: [Math.min(...cpu), Math.max(...cpu)] as const,
        kind: id === "tsc" ? ("other" as const) : ("ours" as const),
      };
    }),
  );
  const note = "Generated repositories of one Worker, every read moved and proved.";
  return { cpu: { title: "Moving a repository", unit: "seconds of CPU, median", bars, note } };
}
