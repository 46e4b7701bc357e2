/** What an import would do, name by name. */
import type { ResultOf } from "@lunakey/contract";
import type { View } from "../command-spec.ts";
import { joinTexts, phrase, speak, type Wording } from "../language/phrase.ts";
import { renderTable } from "./table.ts";

export type ImportEntries = ResultOf<"secret.import">["entries"];
export type ImportStatus = ImportEntries[number]["status"];

export function renderPreview(entries: ImportEntries, view: View): string {
  return renderTable(
    ["NAME", "STATUS", "VERSION IN STORE"],
    entries.map(({ name, status, version }) => [
      name,
      speak(view.language, status),
      version === null ? "-" : String(version),
    ]),
    view,
  );
}

export function countStatus(entries: ImportEntries, status: ImportStatus): number {
  return entries.filter((entry) => entry.status === status).length;
}

/** `2 new, 1 different, 4 the same`, without what there is none of. */
export function renderCounts(entries: ImportEntries): Wording {
  const labels = {
    new: "{count} new",
    different: "{count} different",
    same: "{count} the same",
  } as const;
  const counts = (["new", "different", "same"] as const)
    .map((status) => [countStatus(entries, status), labels[status]] as const)
    .filter(([count]) => count > 0)
    .map(([count, label]) => phrase(label, { count }));
  return joinTexts(counts, ", ");
}
