/**
 * `npm run bench:migrate`: what moving every read of a repository costs, proof included, beside checking
 * its types once. Takes some fifteen minutes; `--quick` takes one round of the smallest. Exits 0
 * whatever the numbers are: targets are reported, not enforced.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeMachine, firstLine, readLoad } from "./harness/machine.ts";
import { say, writeResults } from "./harness/report.ts";
import { runMeasured, type Usage } from "./harness/run-measured.ts";
import { alternate } from "./harness/statistics.ts";
import { measureShareOfChecks } from "./migrate/share-of-checks.ts";
import {
  chartMigrate,
  type MeasuredMigration,
  renderMigrate,
  renderTargetsOf,
} from "./migrate/summary.ts";
import { generateRepository } from "./repositories/generate-repository.ts";
import { CLI, TSC } from "./scan/variants.ts";

const isQuick = process.argv.includes("--quick");
const SIZES = isQuick ? [100] : [100, 1_000, 10_000];
const READERS = 0.1;
const ROUNDS = isQuick ? 1 : 3;

const PROGRAMS = {
  tsc: () => [TSC, "-p", ".", "--noEmit"],
  migrate: () => [CLI, "migrate", "--dry-run", "--json"],
} as const;
const IDS = ["tsc", "migrate"] as const;

function measure(folder: string, files: number): MeasuredMigration {
  const rounds: Record<(typeof IDS)[number], Usage[]> = { tsc: [], migrate: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const id of alternate(IDS, round)) {
      say(`${files} files, round ${round + 1} of ${ROUNDS}: ${id}`);
      rounds[id].push(runMeasured(PROGRAMS[id](), folder));
    }
  }
  say(`${files} files: a profile, for the part that the checks take`);
  return { files, rounds, shareOfChecks: measureShareOfChecks(CLI, folder) };
}

const root = await mkdtemp(join(tmpdir(), "lunakey-bench-"));
try {
  const typescript = firstLine(process.execPath, [TSC, "--version"]).split(" ")[1] ?? "";
  const machine = describeMachine({ typescript });
  const loads: number[] = [];
  const repositories: MeasuredMigration[] = [];
  for (const files of SIZES) {
    const folder = join(root, String(files));
    generateRepository(folder, { files, readers: READERS });
    loads.push(readLoad());
    repositories.push(measure(folder, files));
  }
  const results = { machine, loads, readers: READERS, repositories };
  if (!isQuick) {
    await writeResults("migrate", results, renderMigrate(results), chartMigrate(results));
  }
  process.stdout.write(renderTargetsOf(results));
} finally {
  await rm(root, { recursive: true, force: true });
}
