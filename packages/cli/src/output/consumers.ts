/** Grants and usage as text: which Worker may read what, and which one did. */
import type { Grant, UsageRow } from "@lunakey/contract";
import type { View } from "../command-spec.ts";
import { joinTexts, phrase, speak, type Wording } from "../language/phrase.ts";
import { renderMoment } from "./moment.ts";
import { renderTable } from "./table.ts";

export function renderGrants(grants: readonly Grant[], view: View): string {
  if (grants.length === 0) return `${speak(view.language, "No grants.")}\n`;
  return renderTable(
    ["WORKER", "ENVIRONMENT", "NAME", "SINCE", "BY"],
    grants.map((grant) => [
      grant.worker,
      grant.environment,
      grant.name,
      renderMoment(grant.createdAt),
      grant.createdBy,
    ]),
    view,
  );
}

interface Consumer {
  readonly worker: string;
  readonly environment: string;
}

/** One line for the names that a grant or its removal changed, and those that were so already. */
export function renderGrantChange(
  what: "Granted to {consumer}: {names}" | "Revoked from {consumer}: {names}",
  { worker, environment }: Consumer,
  changed: readonly string[],
  unchanged: readonly string[],
): Wording {
  const consumer = phrase("{worker} in {environment}", { worker, environment });
  const lines = changed.length === 0 ? [] : [phrase(what, { consumer, names: changed.join(", ") })];
  if (unchanged.length > 0)
    lines.push(phrase("Unchanged: {names}", { names: unchanged.join(", ") }));
  return joinTexts([...lines, ""], "\n");
}

export function renderUsage(usage: readonly UsageRow[], view: View): string {
  if (usage.length === 0) return `${speak(view.language, "No reads were seen yet.")}\n`;
  return renderTable(
    ["NAME", "WORKER", "ENVIRONMENT", "KIND", "SOURCE", "VERSION", "PARITY", "COUNT", "LAST"],
    usage.map((row) => [
      row.name,
      row.worker,
      row.environment,
      row.kind,
      row.source,
      row.version === null ? "-" : String(row.version),
      row.parity ?? "-",
      String(row.count),
      renderMoment(row.lastAt),
    ]),
    view,
  );
}
