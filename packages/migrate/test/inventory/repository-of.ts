/** A repository that a test writes down: a folder of its own, gone when the test is over. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Inventory } from "../../src/inventory/inventory.ts";
import { scanRepository } from "../../src/inventory/scan-repository.ts";
import { createDisk } from "../../src/repository/disk.ts";

export type Texts = Readonly<Record<string, string>>;

export function folderOf(texts: Texts): string {
  const root = mkdtempSync(join(tmpdir(), "lunakey-scan-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** With a tsconfig that loads nothing: what is found does not hang on a library's types. */
export function scan(texts: Texts): Promise<Inventory> {
  const tsconfig = JSON.stringify({ compilerOptions: { noLib: true, types: [] } });
  const root = folderOf({ "tsconfig.json": tsconfig, ...texts });
  return scanRepository({ disk: createDisk(root) });
}

/** `code name,name [environments]` for each finding. */
export function findingLines({ findings }: Inventory): string[] {
  return findings.map(({ code, names, environments }) =>
    [code, names.join(), environments.length > 0 ? `[${environments}]` : ""].join(" ").trim(),
  );
}
