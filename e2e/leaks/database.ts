/** The store's database, cell by cell, in a copy: the store that ran on it must have ended. */
import { cp, mkdtemp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** @returns the path of a copy of the ledger's database, with its log beside it. */
export async function copyDatabase(state: string, to: string): Promise<string> {
  const folder = await mkdtemp(join(to, "database-"));
  await cp(state, folder, { recursive: true });
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter(({ name }) => name.endsWith(".sqlite"))
    .map(({ parentPath, name }) => join(parentPath, name));
  const path = paths.find((each) => hasTable(each, "versions"));
  if (path === undefined) throw new Error("There is no database of a ledger.");
  return path;
}

/** Each row of each table as one text: column by column, bytes as they are. */
export function readRows(path: string): Map<string, Buffer[]> {
  const database = new DatabaseSync(path);
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    return new Map(
      tables.map(({ name }) => {
        const select = database.prepare(`SELECT * FROM "${String(name)}"`);
        select.setReadBigInts(true);
        return [String(name), select.all().map(renderRow)];
      }),
    );
  } finally {
    database.close();
  }
}

/**
 * Writes a text in clear, as a fault of ours would. It is in the write-ahead log alone until the
 * database is closed.
 *
 * @returns what closes it.
 */
export function writeInClear(path: string, text: string): () => void {
  const database = new DatabaseSync(path);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0");
  database.prepare("UPDATE versions SET comment = ?").run(text);
  database.prepare("UPDATE idempotency SET answer = ?").run(text);
  return () => database.close();
}

function hasTable(path: string, table: string): boolean {
  const database = new DatabaseSync(path);
  try {
    const found = database.prepare("SELECT 1 FROM sqlite_master WHERE name = ?").get(table);
    return found !== undefined;
  } finally {
    database.close();
  }
}

function renderRow(row: Readonly<Record<string, unknown>>): Buffer {
  const cells = Object.values(row).map((cell) =>
    Buffer.from(cell instanceof Uint8Array ? cell : `${cell}`),
  );
  return Buffer.concat(cells.flatMap((cell) => [cell, Buffer.of(0)]));
}
