/** Scans a repository, and looks for reads a second time with a plain search. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ScanReport } from "@lunakey/contract";
import { createDisk, walkRepository } from "@lunakey/migrate";
import { lunakey } from "./trial-copy.ts";

/** `env.NAME`, `env["NAME"]`, also after a cast or `?`. */
const READ = /\benv\b\)?[?!]?(?:\.|\[\s*["'])([A-Z][A-Z0-9_]{2,})\b/g;
const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

export interface Scanned {
  readonly report: ScanReport;
  readonly cells: readonly string[];
  /** `file:line NAME` where the search finds what scan does not say. */
  readonly searchOnly: readonly string[];
}

export function tryScan(folder: string): Scanned {
  const report = lunakey(folder, "scan") as ScanReport;
  const searchOnly = search(folder, report);
  const byShape = report.reads.filter(({ evidence }) => evidence === "shape").length;
  const cells = [report.workers.length, report.reads.length, byShape, searchOnly.length];
  return { report, cells: cells.map(String), searchOnly };
}

function search(folder: string, { reads, workers }: ScanReport): string[] {
  const known = new Set(reads.map(({ file, line, name }) => `${file}:${line} ${name}`));
  // Bindings and variables are no secrets, and scan does not list their reads.
  const other = new Set(
    workers.flatMap(({ environments }) =>
      environments.flatMap(({ bindings, vars }) => [...bindings.map(({ name }) => name), ...vars]),
    ),
  );
  return walkRepository(createDisk(folder))
    .files.filter(({ path, ignored }) => !ignored && SOURCE.test(path) && !path.endsWith(".d.ts"))
    .flatMap(({ path }) => searchFile(folder, path))
    .filter(({ place, name }) => !known.has(place) && !other.has(name))
    .map(({ place }) => place);
}

function searchFile(folder: string, path: string): { place: string; name: string }[] {
  const lines = readFileSync(join(folder, path), "utf8").split("\n");
  return lines.flatMap((text, index) =>
    [...text.matchAll(READ)].map(([, name = ""]) => ({
      place: `${path}:${index + 1} ${name}`,
      name,
    })),
  );
}
