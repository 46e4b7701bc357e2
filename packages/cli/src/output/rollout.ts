/** Roll-out and parity as tables. What nobody has said is `unknown`, and never a dash. */
import type { ParityRow, Rollout } from "@lunakey/contract";
import type { View } from "../command-spec.ts";
import type { Readiness } from "../rotation/readiness.ts";
import { renderMoment } from "./moment.ts";
import type { StyleName } from "./style.ts";
import { renderTable } from "./table.ts";

const STATE_STYLES: Readonly<Record<string, StyleName>> = {
  current: "green",
  same: "green",
  behind: "yellow",
  stale: "yellow",
  missing: "yellow",
  different: "red",
  unknown: "dim",
};

export function renderRollout(rollout: Rollout, now: number, view: View): string {
  const { name, environment, version, consumers } = rollout;
  const head =
    version === null
      ? `${name} for ${environment} has no version that is known here.\n`
      : `${name} for ${environment}: version ${version}, current since ${renderMoment(rollout.since)}.\n`;
  const rows = consumers.map((consumer) => [
    consumer.worker,
    consumer.environment,
    consumer.state,
    consumer.version === null ? "unknown" : String(consumer.version),
    renderMoment(consumer.since),
    renderMoment(consumer.lastAt),
    renderMoment(consumer.olderAt),
    consumer.copy,
  ]);
  const table = renderTable(
    ["WORKER", "ENVIRONMENT", "STATE", "VERSION", "SINCE", "LAST READ", "LAST OLDER", "COPY"],
    rows,
    view,
    (row, column) =>
      column === 2 || column === 7 ? (STATE_STYLES[rows[row]?.[column] ?? ""] ?? null) : null,
  );
  return `${head}${table}${renderVerdict(rollout, now)}`;
}

function renderVerdict(rollout: Rollout, now: number): string {
  const { name, environment, consumers, complete, safeAt } = rollout;
  if (consumers.length === 0) return "No Worker may read it.\n";
  const lines: string[] = [];
  const count = (state: string) => consumers.filter((consumer) => consumer.state === state).length;
  const stale = consumers.filter(({ copy }) => copy === "stale").length;
  if (count("behind") > 0) lines.push(`${count("behind")} not at this version yet.`);
  if (count("unknown") > 0) lines.push(`${count("unknown")} silent: unknown, and not nothing.`);
  if (stale > 0) lines.push(`${stale} with a copy of their own that was not seen equal to it.`);
  if (!complete) lines.push("There are more Workers than are listed.");
  const previous = rollout.stages.find(({ stage }) => stage === "previous");
  if (previous === undefined) return [...lines, ""].join("\n");
  lines.push(
    safeAt === null
      ? `Version ${previous.version} is not safe to end.`
      : safeAt > now
        ? `Version ${previous.version} is safe to end from ${renderMoment(safeAt)}.`
        : `Version ${previous.version} is safe to end: lunakey retire ${name} --env ${environment}`,
    "What was signed with it may live longer than any Worker uses it.",
  );
  return `${lines.join("\n")}\n`;
}

export function renderParity(
  rows: readonly ParityRow[],
  readiness: readonly Readiness[],
  view: View,
): string {
  if (rows.length === 0) return "No Worker may read anything yet.\n";
  const table = renderTable(
    ["WORKER", "ENVIRONMENT", "NAME", "PARITY", "VERSION", "SEEN"],
    rows.map((row) => [
      row.worker,
      row.environment,
      row.name,
      row.parity ?? "unknown",
      row.version === null ? "-" : String(row.version),
      row.seenAt === null ? "never" : renderMoment(row.seenAt),
    ]),
    view,
    (row, column) => (column === 3 ? (STATE_STYLES[rows[row]?.parity ?? "unknown"] ?? null) : null),
  );
  return `${table}${readiness.map(renderReadiness).join("")}`;
}

export function renderReadiness({ worker, environment, isReady, blockers }: Readiness): string {
  const who = `${worker} in ${environment}`;
  if (isReady) return `${who} can go store-first: every copy was seen equal.\n`;
  const reasons = blockers.map(({ name, reason }) => `${name} ${reason}`);
  return `${who} can not go store-first yet: ${reasons.join(", ")}.\n`;
}
