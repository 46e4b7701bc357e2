import { reset, runDurableObjectAlarm } from "cloudflare:test";
import { BACKUP, type BackupChunk, type ResultOf } from "@lunakey/contract";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { STAGED_TABLES } from "../../../src/ledger/backup/staged-rows.ts";
import {
  allow,
  attempt,
  auditEvents,
  codeOf,
  execute,
  ledgerStub,
  readOne,
  rows,
  set,
  withSql,
} from "../../ledger-harness.ts";
import VECTOR from "../../vectors/backup-1.json" with { type: "json" };

beforeEach(() => reset());
afterEach(() => {
  vi.useRealTimers();
});

async function takeBackup(): Promise<BackupChunk[]> {
  const begun = await execute<"backup.begin">({ type: "backup.begin" });
  return [begun.chunk, ...(await readRest(begun.nextCursor))];
}

async function readRest(from: string): Promise<BackupChunk[]> {
  const chunks: BackupChunk[] = [];
  for (let cursor: string | null = from; cursor !== null; ) {
    const page: ResultOf<"backup.read"> = await execute<"backup.read">({
      type: "backup.read",
      cursor,
    });
    chunks.push(page.chunk);
    cursor = page.nextCursor;
  }
  return chunks;
}

async function restore(chunks: readonly BackupChunk[]) {
  const [manifest, ...rest] = chunks;
  if (manifest === undefined) throw new Error("no manifest");
  await execute<"restore.begin">({ type: "restore.begin", chunk: manifest });
  for (const chunk of rest) await execute<"restore.write">({ type: "restore.write", chunk });
  return execute<"restore.commit">({ type: "restore.commit", backup: manifest.backup });
}

async function fill(): Promise<void> {
  await set("STRIPE_SECRET_KEY", "canary-one");
  await set("STRIPE_SECRET_KEY", "canary-two");
  await set("JWT_SECRET", "canary-three");
  await allow(["STRIPE_SECRET_KEY", "JWT_SECRET", "GONE"]);
}

const verify = () => execute<"audit.verify">({ type: "audit.verify" });

describe("a backup", () => {
  it("is restored into an empty store: values, grants, tokens, history, audit", async () => {
    await fill();
    const made = await execute<"token.create">({
      type: "token.create",
      label: "ci",
      role: "viewer",
    });
    await set("GONE", "canary-four");
    await execute<"secret.delete">({
      type: "secret.delete",
      environment: "production",
      name: "GONE",
    });
    const before = await auditEvents();
    const chunks = await takeBackup();
    await reset();
    const result = await restore(chunks);
    expect(result).toMatchObject({ secrets: 3, versions: 4, auditEvents: before.length + 1 });
    expect(await readOne("STRIPE_SECRET_KEY")).toMatchObject({ value: "canary-two", version: 2 });
    expect(await readOne("JWT_SECRET")).toMatchObject({ value: "canary-three", version: 1 });
    expect(await readOne("GONE")).toMatchObject({ status: "deleted" });
    expect(await codeOf({ type: "store.status" }, { token: made.token ?? "" })).toBe("ok");
    const after = await auditEvents();
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.at(-1)).toMatchObject({
      action: "restore.commit",
      details: { discardedEvents: result.discardedEvents, backupSeq: before.length },
    });
    expect((await set("STRIPE_SECRET_KEY", "canary-five")).version).toBe(3);
    expect(await verify()).toMatchObject({ verdict: "self-consistent" });
  });

  it("goes on with a rotation that was under way, by the clock", async () => {
    await fill();
    const secret = { environment: "production", name: "JWT_SECRET" };
    await execute({
      type: "secret.rotate",
      ...secret,
      value: "canary-next",
      overlapSeconds: 3_600,
    });
    const chunks = await takeBackup();
    await reset();
    await restore(chunks);
    const accepted = async () => {
      const { value, stages = [] } = await readOne("JWT_SECRET", { stages: true });
      return [value, ...stages.map((stage) => `${stage.stage} ${stage.value}`)];
    };
    expect(await accepted()).toEqual(["canary-three", "pending canary-next"]);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
    expect(await accepted()).toEqual(["canary-next", "previous canary-three"]);
    await runDurableObjectAlarm(ledgerStub());
    expect(await verify()).toMatchObject({ verdict: "self-consistent" });
    expect((await auditEvents()).at(-1)).toMatchObject({ action: "secret.activate" });
    vi.useRealTimers();
  });

  it("holds no plaintext and no token", async () => {
    await fill();
    const text = JSON.stringify(await takeBackup());
    expect(text).toContain("STRIPE_SECRET_KEY");
    expect(text).not.toContain("canary");
    expect(text).not.toContain("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  });

  it("is of the moment at which it was begun, whatever is written meanwhile", async () => {
    await fill();
    const head = (await auditEvents()).length;
    const { chunk, nextCursor } = await execute<"backup.begin">({ type: "backup.begin" });
    await set("STRIPE_SECRET_KEY", "canary-later");
    await set("LATER", "canary-later");
    const chunks = [chunk, ...(await readRest(nextCursor))];
    await reset();
    await restore(chunks);
    expect(await readOne("STRIPE_SECRET_KEY")).toMatchObject({ value: "canary-two" });
    expect(await rows("SELECT 1 FROM secrets WHERE name = 'LATER'")).toEqual([]);
    expect((await auditEvents()).at(head)?.action).toBe("restore.commit");
  });

  it("comes in several chunks where it is large, and back", async () => {
    const value = "v".repeat(60_000);
    const entries = Array.from({ length: 30 }, (_, index) => ({ name: `N${index}`, value }));
    const more = { type: "secret.import", environment: "production", mode: "apply" } as const;
    await execute<"secret.import">({ ...more, entries });
    await allow(["N0", "N29"]);
    const chunks = await takeBackup();
    expect(chunks.length).toBeGreaterThan(3);
    expect(chunks.map(({ index }) => index)).toEqual(chunks.map((_, index) => index));
    expect(chunks.filter(({ last }) => last)).toEqual([chunks.at(-1)]);
    for (const { body } of chunks) expect(body.length).toBeLessThan(BACKUP.CHUNK_BYTES + 100_000);
    await reset();
    await restore(chunks);
    expect((await readOne("N29")).value).toBe(value);
  });

  it("keeps the checkpoints of a long log", async () => {
    const names = Array.from({ length: 500 }, (_, index) => ({ name: `N${index}`, value: "v" }));
    const more = { type: "secret.import", environment: "production", mode: "apply" } as const;
    for (const half of [0, 1, 2]) {
      const entries = names.map(({ name }) => ({ name: `${name}_${half}`, value: "v" }));
      await execute<"secret.import">({ ...more, entries });
    }
    const chunks = await takeBackup();
    await reset();
    await restore(chunks);
    expect(await rows("SELECT seq FROM audit_checkpoints")).toEqual([{ seq: 1_000 }]);
    expect(await verify()).toMatchObject({ verdict: "self-consistent" });
  });

  it("can be read until another is begun, or its time is over", async () => {
    await fill();
    const first = await execute<"backup.begin">({ type: "backup.begin" });
    const second = await execute<"backup.begin">({ type: "backup.begin" });
    expect(await codeOf({ type: "backup.read", cursor: first.nextCursor })).toBe("conflict");
    expect(await codeOf({ type: "backup.read", cursor: second.nextCursor })).toBe("ok");
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + BACKUP.PERIOD_MS });
    expect(await codeOf({ type: "backup.read", cursor: second.nextCursor })).toBe("conflict");
    expect(await codeOf({ type: "backup.read", cursor: "bm9uZQ" })).toBe("invalid_input");
  });

  it("is an admin's alone, and written down", async () => {
    for (const role of ["viewer", "writer"] as const) {
      const { token } = await execute<"token.create">({ type: "token.create", label: "a", role });
      expect(await codeOf({ type: "backup.begin" }, { token: token ?? "" })).toBe("forbidden");
      expect(await codeOf({ type: "restore.abort" }, { token: token ?? "" })).toBe("forbidden");
    }
    await takeBackup();
    expect((await auditEvents()).at(-1)).toMatchObject({ action: "backup.begin", outcome: "ok" });
  });

  it("knows every table: those that it holds, with all columns, and those that it leaves out", async () => {
    const left = ["idempotency", "jobs", "meta", "nonces", "report_batches"];
    const own = ["versions", "audit_events", "audit_checkpoints", "staged_events", "staged_rows"];
    const tables = Object.values(STAGED_TABLES).map(({ table }) => table);
    const found = await rows<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 1) != '_'",
    );
    expect(found.map(({ name }) => name).sort()).toEqual([...left, ...own, ...tables].sort());
    for (const { table, columns } of Object.values(STAGED_TABLES)) {
      const info = await rows<{ name: string }>(`SELECT name FROM pragma_table_info('${table}')`);
      expect([...columns]).toEqual(info.map(({ name }) => name));
    }
  });
});

describe("the frozen backup of format 1", () => {
  it("is restored for ever", async () => {
    await restore(VECTOR.chunks as BackupChunk[]);
    expect(await readOne("STRIPE_SECRET_KEY")).toMatchObject({
      value: "placeholder two",
      version: 2,
    });
    expect(await readOne("EMPTY_LINES")).toMatchObject({ value: "\n\n", version: 1 });
    expect(await verify()).toMatchObject({ verdict: "self-consistent" });
  });
});

describe("a restore", () => {
  let chunks: BackupChunk[] = [];
  beforeEach(async () => {
    await fill();
    chunks = await takeBackup();
    await reset();
  });

  const begin = (chunk: unknown) => codeOf({ type: "restore.begin", chunk });

  it("goes into an empty store only", async () => {
    await set("A", "canary");
    expect(await begin(chunks[0])).toBe("conflict");
    expect((await readOne("A")).status).toBe("denied");
    expect(await rows("SELECT name FROM secrets")).toEqual([{ name: "A" }]);
    await reset();
    await execute<"token.create">({ type: "token.create", label: "a", role: "viewer" });
    expect(await begin(chunks[0])).toBe("conflict");
  });

  it("shows nothing before it is committed, and lets nothing else be written", async () => {
    await execute<"restore.begin">({ type: "restore.begin", chunk: at(0) });
    await execute<"restore.write">({ type: "restore.write", chunk: at(1) });
    expect((await readOne("STRIPE_SECRET_KEY")).status).toBe("denied");
    expect((await execute<"secret.list">({ type: "secret.list" })).secrets).toEqual([]);
    expect(await codeOf({ type: "token.create", label: "a", role: "viewer" })).toBe("conflict");
    expect(await codeOf({ type: "backup.begin" })).toBe("conflict");
  });

  it("can be begun again, goes on where it was, and can be thrown away", async () => {
    const first = await execute<"restore.begin">({ type: "restore.begin", chunk: at(0) });
    expect(first).toEqual({ backup: at(0).backup, nextIndex: 1, complete: false });
    await execute<"restore.write">({ type: "restore.write", chunk: at(1) });
    const again = await execute<"restore.begin">({ type: "restore.begin", chunk: at(0) });
    expect(again).toEqual({ backup: at(0).backup, nextIndex: 2, complete: true });
    const repeated = await execute<"restore.write">({ type: "restore.write", chunk: at(1) });
    expect(repeated.nextIndex).toBe(2);
    expect(await execute<"restore.abort">({ type: "restore.abort" })).toEqual({ aborted: true });
    expect(await execute<"restore.abort">({ type: "restore.abort" })).toEqual({ aborted: false });
    expect(await rows("SELECT id FROM versions")).toEqual([]);
    expect(await rows("SELECT position FROM staged_rows")).toEqual([]);
    expect(await restore(chunks)).toMatchObject({ secrets: 2, versions: 3 });
  });

  it("refuses chunks that were altered, exchanged or are missing", async () => {
    const one = at(1);
    await execute<"restore.begin">({ type: "restore.begin", chunk: at(0) });
    const write = (chunk: unknown) => codeOf({ type: "restore.write", chunk });
    const altered = { ...one, body: one.body.replace("admin", "owner") };
    expect(await write({ ...one, body: `${one.body} ` })).toBe("invalid_input");
    expect(await write(altered)).toBe("invalid_input");
    expect(await write({ ...one, index: 2 })).toBe("invalid_input");
    expect(await write({ ...one, last: false })).toBe("invalid_input");
    expect(await write({ ...one, keyVersion: 2 })).toBe("conflict");
    expect(await write({ ...one, backup: "0".repeat(32) })).toBe("conflict");
    expect(await codeOf({ type: "restore.commit", backup: one.backup })).toBe("conflict");
    expect(await rows("SELECT id FROM versions")).toEqual([]);
  });

  it("refuses what is no manifest, and another store's", async () => {
    const manifest = JSON.parse(at(0).body) as object;
    const other = { ...at(0), body: JSON.stringify({ ...manifest, store: "other" }) };
    const newer = { ...at(0), body: JSON.stringify({ ...manifest, schemaVersion: 99 }) };
    expect(await begin(at(1))).toBe("invalid_input");
    expect(await begin({ ...at(0), body: "no JSON" })).toBe("invalid_input");
    expect(await begin(other)).toBe("conflict");
    expect(await begin(newer)).toBe("conflict");
    expect(await begin({ ...at(0), mac: "0".repeat(64) })).toBe("invalid_input");
    const result = await attempt({ type: "restore.begin", chunk: other });
    expect(JSON.stringify(result)).toContain("another store");
  });

  it("does not bring a revoked token back to life", async () => {
    await restore(chunks);
    await withSql((sql) => sql.exec("UPDATE tokens SET revoked_at = 1") && undefined);
    expect(await codeOf({ type: "store.status" })).toBe("unauthenticated");
  });

  function at(index: number): BackupChunk {
    const chunk = chunks[index];
    if (chunk === undefined) throw new Error("no such chunk");
    return chunk;
  }
});
