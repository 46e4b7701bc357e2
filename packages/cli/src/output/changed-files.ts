/** Changes of files as reports give them: which, how, and how many lines. */
import type { BindReport } from "@lunakey/contract";
import { type FileChange, renderUnifiedDiff } from "@lunakey/migrate";

export type ChangedFile = BindReport["files"][number];

export function describeChange(change: FileChange): ChangedFile {
  const lines = renderUnifiedDiff(change, { contextLines: 0 }).split("\n");
  const count = (sign: string) =>
    lines.filter((line) => line.startsWith(sign) && !line.startsWith(sign.repeat(3))).length;
  const kind = change.before === null ? "made" : change.after === null ? "removed" : "changed";
  return { path: change.path, change: kind, added: count("+"), removed: count("-") };
}
