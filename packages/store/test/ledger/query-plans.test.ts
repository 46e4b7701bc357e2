import { reset, runDurableObjectAlarm } from "cloudflare:test";
import type { CommandInput } from "@lunakey/contract";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import {
  API,
  allow,
  attempt,
  execute,
  ledger,
  ledgerStub,
  read,
  set,
  sign,
  withSql,
} from "../ledger-harness.ts";

/**
 * Read whole on purpose: `store.status` and a backup's manifest count, the jobs are a handful, and
 * `backup.begin` copies the small tables at one moment.
 */
const EXCEPTIONS = [
  "SELECT count(*) AS n FROM secrets WHERE purged_at IS NULL",
  "SELECT count(*) AS n FROM versions",
  "SELECT count(*) AS n FROM grants",
  "SELECT name, due_at, attempts FROM jobs ORDER BY due_at",
];
const isException = (query: string) =>
  EXCEPTIONS.includes(query) ||
  /^(CREATE|ALTER)/.test(query.trim()) ||
  query.startsWith("INSERT INTO staged_rows (kind, body) SELECT") ||
  query === "DELETE FROM staged_rows" ||
  query === "DELETE FROM staged_events";

const queries = new Map<string, readonly unknown[]>();

/** Notes every statement that the ledger runs, with its parameters. */
async function recordQueries(work: () => Promise<void>): Promise<void> {
  const prototype = await withSql((sql) => Object.getPrototypeOf(sql) as SqlStorage);
  const { exec } = prototype;
  const spy = vi.spyOn(prototype, "exec").mockImplementation(function (
    this: SqlStorage,
    query: string,
    ...values: unknown[]
  ) {
    queries.set(query, values);
    return exec.call(this, query, ...values);
  });
  await work();
  spy.mockRestore();
}

async function useEverything(): Promise<void> {
  const name = "A";
  const consumer = { ...API };
  const secret = { environment: "production", name };
  await set(name, "a", { expiresAt: Date.now() + 1e9 });
  await set(name, "b");
  await set(name, "b", { fallback: "allowed" });
  await allow([name, "B"]);
  await execute({ type: "grant.remove", ...consumer, names: ["B"] });
  await read({ names: [name, "NOT_GRANTED"], stages: true });
  const batch = {
    v: 1,
    batchId: crypto.randomUUID(),
    from: 1,
    to: 2,
    counts: [{ name, source: "individual", count: 1 }],
  };
  await ledger().report(await sign("report", { kind: "consumer", ...API }, batch));
  const { id } = await execute<"token.create">({
    type: "token.create",
    label: "t",
    role: "admin",
  });
  await execute({ type: "token.revoke", id });
  await attempt({ type: "secret.get", environment: "production", name: "NO_SUCH" });
  const lists: CommandInput[] = [
    { type: "secret.list" },
    { type: "secret.list", environment: "production", search: "a" },
    { type: "secret.history", ...secret },
    { type: "grant.list" },
    { type: "grant.list", worker: API.worker },
    { type: "grant.list", worker: API.worker, environment: API.environment, name },
    { type: "grant.list", name },
    { type: "usage.list" },
    { type: "usage.list", worker: API.worker },
    { type: "usage.list", name },
    { type: "token.list" },
    { type: "audit.list" },
    { type: "audit.verify" },
    { type: "store.status" },
    { type: "keys.status" },
    { type: "keys.rewrap" },
  ];
  const rotationLists: CommandInput[] = [
    { type: "secret.rollout", ...secret },
    { type: "parity.list" },
    { type: "parity.list", name },
    { type: "evidence.list", ...consumer },
    { type: "secret.rollback", ...secret, version: 1 },
    { type: "secret.retire", ...secret },
  ];
  for (const list of lists) await attempt(list);
  await attempt({ type: "secret.set", ...secret, value: "c" }, { idempotencyKey: "k" });
  const { nextCursor } = await execute<"backup.begin">({ type: "backup.begin" });
  await execute<"backup.read">({ type: "backup.read", cursor: nextCursor });
  await execute({ type: "secret.rotate", ...secret, value: "d", copies: "leave" });
  for (const list of rotationLists) await attempt(list);
  await execute({ type: "secret.promote", ...secret, overlapSeconds: 1 });
  await execute({ type: "secret.rollback", ...secret });
  await execute({ type: "secret.delete", ...secret, force: true });
  await execute({ type: "secret.undelete", ...secret });
  await execute({ type: "secret.delete", ...secret, force: true });
  for (const days of [1, 31]) {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + days * 86_400_000 });
    await runDurableObjectAlarm(ledgerStub());
  }
}

beforeAll(async () => {
  await reset();
  await recordQueries(useEverything);
});
afterEach(() => {
  vi.useRealTimers();
});

describe("queries", () => {
  it("of every area were seen", () => {
    const seen = [...queries.keys()].join("\n");
    for (const table of [
      "secrets",
      "versions",
      "stages",
      "grants",
      "tokens",
      "audit_events",
      "audit_checkpoints",
      "usage",
      "report_batches",
      "idempotency",
      "nonces",
      "jobs",
    ]) {
      expect(seen).toContain(table);
    }
    expect(queries.size).toBeGreaterThan(40);
  });

  it("never read all of a table", async () => {
    const scans = await withSql((sql) =>
      [...queries]
        .filter(([query]) => !isException(query))
        .flatMap(([query, values]) =>
          sql
            .exec<{ detail: string }>(`EXPLAIN QUERY PLAN ${query}`, ...values)
            .toArray()
            // A list that came as a parameter is a virtual table, and what a subquery has found is
            // none of the database's: both are read whole by nature.
            .filter(
              ({ detail }) => /^SCAN (?!\(subquery)/.test(detail) && !/VIRTUAL TABLE/.test(detail),
            )
            .map(({ detail }) => `${detail}: ${query.replaceAll(/\s+/g, " ")}`),
        ),
    );
    expect(scans).toEqual([]);
  });

  it("look a list up item by item, not a table's rows in the list", async () => {
    const firstSteps = await withSql((sql) =>
      [...queries]
        .filter(([query]) => query.includes("json_each"))
        .map(([query, values]) => {
          const [first] = sql.exec(`EXPLAIN QUERY PLAN ${query}`, ...values).toArray();
          return String(first?.detail);
        }),
    );
    expect(firstSteps.length).toBeGreaterThan(2);
    for (const detail of firstSteps) expect(detail).toMatch(/^SCAN \w+ VIRTUAL TABLE/);
  });

  it("sort nothing that grows", async () => {
    const sorted = await withSql((sql) =>
      [...queries]
        .filter(([query]) => !isException(query))
        .flatMap(([query, values]) =>
          sql
            .exec<{ detail: string }>(`EXPLAIN QUERY PLAN ${query}`, ...values)
            .toArray()
            .filter(({ detail }) => /TEMP B-TREE/.test(detail))
            .map(({ detail }) => `${detail}: ${query.replaceAll(/\s+/g, " ")}`),
        ),
    );
    expect(sorted).toEqual([]);
  });
});
