/** What a bench leaves behind: raw rounds as JSON, and the same as tables and charts for people. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type BarChart, renderBarChart } from "./bar-chart.ts";
import type { Machine } from "./machine.ts";
import { median, medianInterval } from "./statistics.ts";

/** Stands beside every table: the numbers are a laptop's. */
export const NOT_CLOUDFLARE = "Not measured on Cloudflare: workerd on one machine.";

const RESULTS = join(import.meta.dirname, "..", "results");

export interface Target {
  readonly text: string;
  readonly measured: string;
  readonly verdict: Verdict;
}
/** `not resolved`: on the right side of the limit, by less than the rounds differ. */
export type Verdict = "met" | "**missed**" | "not resolved";

/**
 * Judges ratios that should be at most `limit`. Doubt counts against us: a median above the limit
 * is missed however the rounds differ, and met takes an interval that lies below it whole.
 */
export function judgeRatios(ratios: readonly number[], limit: number): Verdict {
  if (median(ratios) > limit) return "**missed**";
  return medianInterval(ratios)[1] <= limit ? "met" : "not resolved";
}

export function judge(isMet: boolean): Verdict {
  return isMet ? "met" : "**missed**";
}

export async function writeResults(
  name: string,
  raw: object,
  markdown: string,
  charts: Readonly<Record<string, BarChart>>,
): Promise<void> {
  await mkdir(RESULTS, { recursive: true });
  await writeFile(join(RESULTS, `${name}.json`), `${JSON.stringify(raw, null, 1)}\n`);
  await writeFile(join(RESULTS, `${name}.md`), markdown);
  for (const [chart, described] of Object.entries(charts)) {
    await writeFile(join(RESULTS, `${name}-${chart}.svg`), renderBarChart(described));
  }
}

/** A table of what ran in workerd. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${renderPlainTable(head, rows)}\n*${NOT_CLOUDFLARE}*\n`;
}

/** A table of what runs on a laptop wherever the Workers run. */
export function renderPlainTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const lines = [head, head.map((_, column) => (column === 0 ? "---" : "---:")), ...rows];
  return `${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}

export function renderTargets(targets: readonly Target[]): string {
  const rows = targets.map(({ text, measured, verdict }) => [text, measured, verdict]);
  return renderTable(["target", "measured", ""], rows);
}

export function renderMachine(machine: Machine, loads: readonly number[]): string {
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  return `${machine.date.slice(0, 16).replace("T", " ")} UTC, commit ${machine.commit}. ${machine.cpu}, \
${machine.cores} cores, ${machine.memoryGb} GB, Linux ${machine.kernel}; Node ${machine.node}, \
${versions.join(", ")}. Load average during the run: ${Math.min(...loads)} to ${Math.max(...loads)}.
`;
}

/** A line of progress; a bench takes minutes. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
