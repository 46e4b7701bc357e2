/**
 * `npm run bench:scan`: what a scan of a repository costs, beside parsing it and checking its types.
 * Takes some fifteen minutes; `--quick` takes one round of the smallest, to see that it works. Exits 0
 * whatever the numbers are: targets are reported, not enforced.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeMachine, firstLine, readLoad } from "./harness/machine.ts";
import { say, writeResults } from "./harness/report.ts";
import { runMeasured, type Usage } from "./harness/run-measured.ts";
import { alternate } from "./harness/statistics.ts";
import { generateRepository } from "./repositories/generate-repository.ts";
import { chartScan, type MeasuredRepository, renderScan, renderTargetsOf } from "./scan/summary.ts";
import { type Rounds, TSC, VARIANTS, type Variant } from "./scan/variants.ts";

const isQuick = process.argv.includes("--quick");
const SIZES = isQuick ? [100] : [100, 1_000, 10_000];
const READERS = [0.02, 0.1];
const ROUNDS = isQuick ? 1 : 3;

function measure(folder: string, size: string): Rounds {
  const rounds: Record<Variant["id"], Usage[]> = {
    node: [],
    oxc: [],
    shape: [],
    tsc: [],
    scan: [],
  };
  for (let round = 0; round < ROUNDS; round++) {
    for (const { id, label, args } of alternate(VARIANTS, round)) {
      say(`${size}, round ${round + 1} of ${ROUNDS}: ${label}`);
      rounds[id].push(runMeasured(args(folder)));
    }
  }
  return rounds;
}

const root = await mkdtemp(join(tmpdir(), "lunakey-bench-"));
try {
  const typescript = firstLine(process.execPath, [TSC, "--version"]).split(" ")[1] ?? "";
  const machine = describeMachine({ typescript });
  const loads: number[] = [];
  const repositories: MeasuredRepository[] = [];
  for (const files of SIZES) {
    for (const readers of READERS) {
      const folder = join(root, `${files}-${readers}`);
      generateRepository(folder, { files, readers });
      loads.push(readLoad());
      const rounds = measure(folder, `${files} files, ${readers * 100} % with reads`);
      repositories.push({ files, readers, rounds });
    }
  }
  const results = { machine, loads, repositories };
  if (!isQuick) await writeResults("scan", results, renderScan(results), chartScan(results));
  process.stdout.write(renderTargetsOf(results));
} finally {
  await rm(root, { recursive: true, force: true });
}
