/**
 * `npm run bench:trial -- DIR…`: what scan, bind and migrate make of repositories that are not ours, as
 * a table. Each is copied first and left as it is. Numbers are for a careful reading, not in its
 * place: `--list` prints every place where a plain search finds a read and scan does not.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { renderPlainTable, say } from "./harness/report.ts";
import { copyRepository } from "./trial/trial-copy.ts";
import { tryBind } from "./trial/try-bind.ts";
import { tryMigrate } from "./trial/try-migrate.ts";
import { tryScan } from "./trial/try-scan.ts";

const HEAD = [
  "repository",
  "Workers",
  "reads",
  "by shape",
  "search only",
  "dry run before",
  "dry run bound",
  "moved",
  "left",
  "type errors",
  "second run",
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { list: { type: "boolean", default: false } },
});
if (positionals.length === 0) throw new Error("npm run bench:trial -- [--list] DIR…");

const rows: string[][] = [];
for (const directory of positionals) {
  const root = await mkdtemp(join(tmpdir(), "lunakey-trial-"));
  try {
    say(directory);
    const folder = join(root, basename(directory));
    copyRepository(directory, folder);
    const scanned = tryScan(folder);
    const bound = tryBind(folder, scanned.report);
    const migrated = tryMigrate(folder);
    rows.push([basename(directory), ...scanned.cells, ...bound, ...migrated]);
    if (values.list) for (const place of scanned.searchOnly) say(`  ${place}`);
  } catch (error) {
    rows.push([
      basename(directory),
      (error as Error).message.replaceAll(/[|\n]/g, " ").slice(0, 200),
    ]);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
process.stdout.write(renderPlainTable(HEAD, rows));
