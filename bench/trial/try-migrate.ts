/** Moves every read that can move, and runs it again, which has to change nothing. */
import type { MigrateReport } from "@lunakey/contract";
import { commit, lunakey } from "./trial-copy.ts";

/** Workers that share files are moved one run after the other; so many runs are enough for anybody. */
const RUNS_MAX = 30;

export function tryMigrate(folder: string): string[] {
  const runs: MigrateReport[] = [];
  for (let run = 0; run < RUNS_MAX; run++) {
    const report = lunakey(folder, "migrate") as MigrateReport;
    commit(folder);
    runs.push(report);
    if (report.files.length === 0) break;
  }
  const moved = runs.flatMap(({ workers }) => workers.flatMap(({ converted }) => converted));
  const left = runs.at(-1)?.workers.flatMap(({ leftAlone }) => leftAlone) ?? [];
  const proofs = runs.flatMap(({ workers }) => workers.map(({ proof }) => proof));
  const news = proofs.map(({ errorsBefore, errorsAfter }) => errorsAfter - errorsBefore);
  const isStable = runs.at(-1)?.files.length === 0;
  return [
    String(moved.length),
    String(left.length),
    `${proofs[0]?.errorsBefore ?? 0}, ${Math.max(0, ...news)} more`,
    isStable ? `empty after ${runs.length - 1}` : "**changes**",
  ];
}
