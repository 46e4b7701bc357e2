import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import storageSchema from "../../../../../docs/storage-schema.md?raw";
import { MIGRATIONS } from "../../../src/ledger/migrations/all.ts";
import {
  migrate,
  NewerDatabaseError,
  readSchemaVersion,
} from "../../../src/ledger/migrations/migrate.ts";
import { ledgerStub } from "../../ledger-harness.ts";

function withEmptyDatabase<T>(work: (storage: DurableObjectStorage) => T): Promise<T> {
  return runInDurableObject(ledgerStub(), async (_, { storage }) => {
    await storage.deleteAll();
    return work(storage);
  });
}

const LATEST = MIGRATIONS.length;
const NEXT = {
  version: LATEST + 1,
  statements: "CREATE TABLE next (a TEXT); CREATE INDEX n ON next (a)",
};

describe("migrations", () => {
  it("are numbered from 1 without gaps", () => {
    expect(MIGRATIONS.map((one) => one.version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
  });

  it("make all tables in an empty database", async () => {
    const tables = await withEmptyDatabase((storage) => {
      migrate(storage, MIGRATIONS);
      const query = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name";
      return storage.sql
        .exec<{ name: string }>(query)
        .toArray()
        .map(({ name }) => name)
        .filter((name) => !name.startsWith("_cf_"));
    });
    expect(tables).toEqual([
      "audit_checkpoints",
      "audit_events",
      "consumer_days",
      "copies",
      "copy_targets",
      "grants",
      "idempotency",
      "jobs",
      "meta",
      "nonces",
      "report_batches",
      "secrets",
      "staged_events",
      "staged_rows",
      "stages",
      "tokens",
      "usage",
      "versions",
    ]);
  });

  it("make no table or column that the documentation leaves out", async () => {
    const columns = await withEmptyDatabase((storage) => {
      migrate(storage, MIGRATIONS);
      return storage.sql
        .exec<{ name: string }>(
          `SELECT t.name || '.' || c.name AS name FROM sqlite_master t
           JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE '\\_%' ESCAPE '\\'`,
        )
        .toArray()
        .map(({ name }) => name);
    });
    expect(columns.length).toBeGreaterThan(60);
    const sections = new Map(
      storageSchema
        .split("\n### ")
        .slice(1)
        .flatMap((section) => {
          const [title = ""] = section.split("\n");
          return [...title.matchAll(/`(\w+)`/g)].map((match) => [match[1], section] as const);
        }),
    );
    const missing = columns.filter((column) => {
      const [table = "", name = ""] = column.split(".");
      const section = sections.get(table) ?? "";
      return !section.includes(`\`${name}\``) && !section.includes(`\`${column}\``);
    });
    expect(missing).toEqual([]);
  });

  it("run once each, in order, and only those that are new", async () => {
    const versions = await withEmptyDatabase((storage) => {
      const seen: number[] = [];
      for (const known of [MIGRATIONS, MIGRATIONS, [...MIGRATIONS, NEXT], [...MIGRATIONS, NEXT]]) {
        migrate(storage, known);
        seen.push(readSchemaVersion(storage.sql));
      }
      return seen;
    });
    expect(versions).toEqual([LATEST, LATEST, LATEST + 1, LATEST + 1]);
  });

  it("leave nothing of one that fails", async () => {
    const found = await withEmptyDatabase((storage) => {
      migrate(storage, MIGRATIONS);
      const statements = "CREATE TABLE half (a TEXT); CREATE NONSENSE";
      const failing = { version: LATEST + 1, statements };
      expect(() => migrate(storage, [...MIGRATIONS, failing])).toThrow();
      const half = storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'half'").toArray();
      return { half, version: readSchemaVersion(storage.sql) };
    });
    expect(found).toEqual({ half: [], version: LATEST });
  });

  it("refuse a database that newer code has written, and change nothing", async () => {
    const found = await withEmptyDatabase((storage) => {
      migrate(storage, [...MIGRATIONS, NEXT]);
      expect(() => migrate(storage, MIGRATIONS)).toThrow(NewerDatabaseError);
      return readSchemaVersion(storage.sql);
    });
    expect(found).toBe(LATEST + 1);
  });
});
