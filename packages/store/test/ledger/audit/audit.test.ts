import { reset, runInDurableObject } from "cloudflare:test";
import {
  AUDIT,
  type AuditEvent,
  type Checkpoint,
  checkpointBytes,
  findChainBreak,
  isSignedCheckpoint,
  type ResultOf,
} from "@lunakey/contract";
import { beforeEach, describe, expect, it } from "vitest";
import { toBase64 } from "../../../src/bytes.ts";
import { WriteQueue } from "../../../src/ledger/write-queue.ts";
import { getKeyring } from "../../../src/ledger-client.ts";
import { bindings } from "../../bindings.ts";
import { STORE_ID } from "../../fixed-values.ts";
import {
  allow,
  attempt,
  auditEvents,
  execute,
  ledgerStub,
  readOne,
  rows,
  set,
  withSql,
} from "../../ledger-harness.ts";

beforeEach(() => reset());

const verify = () => execute<"audit.verify">({ type: "audit.verify" });
const head = () => execute<"audit.head">({ type: "audit.head" });

/** Fills the log up to a number of events, as many writes would. */
async function fillTo(count: number): Promise<void> {
  await runInDurableObject(ledgerStub(), async (_, { storage }) => {
    const queue = new WriteQueue(storage, getKeyring(bindings), Date.now, () => undefined);
    const [row] = storage.sql.exec<{ n: number }>("SELECT count(*) AS n FROM audit_events");
    const events = Array.from({ length: count - (row?.n ?? 0) }, () => ({
      actor: { kind: "system" as const, id: "test" },
      action: "fill",
      outcome: "ok" as const,
      target: {},
      details: {},
    }));
    await queue.write(() => ({ answer: undefined, events }));
  });
}

describe("audit events", () => {
  it("say who did what to what, in one chain", async () => {
    await set("A", "v");
    await allow(["A", "B"]);
    const events = await auditEvents();
    expect(events.map((event) => [event.seq, event.action, event.target])).toEqual([
      [1, "token.create", { token: "00112233445566ff" }],
      [2, "secret.set", { environment: "production", name: "A" }],
      [3, "grant.add", { worker: "luna-proxy-api", environment: "production", name: "A" }],
      [4, "grant.add", { worker: "luna-proxy-api", environment: "production", name: "B" }],
    ]);
    expect(events[1]).toMatchObject({
      v: 1,
      store: STORE_ID,
      actor: { kind: "token", id: "00112233445566ff" },
      outcome: "ok",
      details: { version: 1, changed: true, fallback: "allowed" },
    });
    expect(await findChainBreak(events)).toBeNull();
  });

  it("are written for commands that come to nothing, too", async () => {
    await execute({ type: "grant.add", worker: "w", environment: "default", names: ["A"] });
    await execute({ type: "grant.add", worker: "w", environment: "default", names: ["A"] });
    await attempt({ type: "secret.delete", environment: "production", name: "NO_SUCH" });
    const events = await auditEvents();
    expect(events.slice(-2)).toMatchObject([
      { action: "grant.add", outcome: "ok", details: { changed: false } },
      { action: "secret.delete", outcome: "failed", details: { code: "not_found" } },
    ]);
  });

  it("are listed by pages", async () => {
    await fillTo(25);
    const seqs: number[] = [];
    for (let after = 0; ; ) {
      const { events } = await execute<"audit.list">({ type: "audit.list", after, limit: 10 });
      const last = events.at(-1);
      if (last === undefined) break;
      seqs.push(...events.map((event) => event.seq));
      after = last.seq;
    }
    // The first admin's token is taken in by the first command, after the filling.
    expect(seqs).toEqual(Array.from({ length: 26 }, (_, index) => index + 1));
  });
});

describe("audit.head", () => {
  it("is a signed checkpoint of the last event, under one key", async () => {
    const first = await head();
    expect(first).toMatchObject({ store: STORE_ID, keyVersion: 1, seq: 1 });
    expect(await isSignedCheckpoint(first)).toBe(true);
    await set("A", "v");
    const second = await head();
    expect(second.publicKey).toBe(first.publicKey);
    expect(second.head).toBe((await auditEvents()).at(-1)?.hash);
    expect(await isSignedCheckpoint({ ...second, seq: second.seq + 1 })).toBe(false);
  });
});

describe("a segment", () => {
  it("is closed by a stored checkpoint, in the transaction of its last event", async () => {
    await fillTo(AUDIT.SEGMENT_EVENTS - 1);
    expect(await rows("SELECT 1 FROM audit_checkpoints")).toHaveLength(0);
    await fillTo(AUDIT.SEGMENT_EVENTS * 2 + 1);
    const stored = await rows<{ seq: number; body: string }>("SELECT * FROM audit_checkpoints");
    expect(stored.map((row) => row.seq)).toEqual([AUDIT.SEGMENT_EVENTS, AUDIT.SEGMENT_EVENTS * 2]);
    for (const { body } of stored) expect(await isSignedCheckpoint(JSON.parse(body))).toBe(true);
    expect(await verify()).toMatchObject({ verdict: "self-consistent", brokenAt: null });
  });
});

describe("audit.verify", () => {
  it("lets others be answered between its pages", async () => {
    await set("A", "v");
    await allow(["A"]);
    await fillTo(AUDIT.SEGMENT_EVENTS * 3);
    const answered: string[] = [];
    const note = (what: string) => () => answered.push(what);
    const verifying = verify().then(note("verify"));
    // It has begun by then, and takes some hundred milliseconds.
    await scheduler.wait(10);
    await readOne("A").then(note("read"));
    await verifying;
    expect(answered).toEqual(["read", "verify"]);
  });

  const tamperings: [string, string, number][] = [
    [
      "an altered body",
      `UPDATE audit_events SET body = replace(body, '"ok"', '"failed"') WHERE seq = 7`,
      7,
    ],
    ["an altered hash", `UPDATE audit_events SET hash = '${"0".repeat(64)}' WHERE seq = 7`, 7],
    ["a body that is no JSON", "UPDATE audit_events SET body = 'x' WHERE seq = 7", 1],
    ["a removed event", "DELETE FROM audit_events WHERE seq = 7", 8],
    ["a removed first event", "DELETE FROM audit_events WHERE seq = 1", 2],
    ["a removed segment", "DELETE FROM audit_events WHERE seq <= 1000", 1001],
    ["a removed checkpoint", "DELETE FROM audit_checkpoints", 1000],
    [
      "an altered checkpoint",
      "UPDATE audit_checkpoints SET body = json_set(body, '$.at', 1)",
      1000,
    ],
    [
      "a checkpoint under another key",
      `UPDATE audit_checkpoints SET body = json_set(body, '$.publicKey', '${btoa("k".repeat(32))}')`,
      1000,
    ],
    ["a checkpoint that is no JSON", "UPDATE audit_checkpoints SET body = 'x'", 1000],
    [
      "a checkpoint where none belongs",
      "INSERT INTO audit_checkpoints SELECT 1001, body FROM audit_checkpoints",
      1002,
    ],
  ];

  it("finds nothing in a sound log", async () => {
    await fillTo(1_001);
    expect(await verify()).toEqual({
      events: 1_002,
      verdict: "self-consistent",
      brokenAt: null,
      reason: null,
    } satisfies ResultOf<"audit.verify">);
  });

  it.each(tamperings)("finds %s", async (_, query, brokenAt) => {
    await fillTo(1_001);
    await head();
    await withSql((sql) => sql.exec(query).toArray());
    const found = await verify();
    expect(found).toMatchObject({ verdict: "broken", brokenAt });
    expect(found.reason).not.toBeNull();
  });

  it("finds a checkpoint that somebody else has signed", async () => {
    await fillTo(1_001);
    const pair = (await crypto.subtle.generateKey({ name: "Ed25519" }, true, [
      "sign",
      "verify",
    ])) as CryptoKeyPair;
    const raw = (await crypto.subtle.exportKey("raw", pair.publicKey)) as ArrayBuffer;
    const [row] = await rows<{ body: string }>("SELECT body FROM audit_checkpoints");
    const { signature: _, ...stored } = JSON.parse(row?.body ?? "{}") as Checkpoint;
    const unsigned = { ...stored, publicKey: toBase64(new Uint8Array(raw)) };
    const bytes = checkpointBytes(unsigned);
    const signature = await crypto.subtle.sign("Ed25519", pair.privateKey, bytes);
    const forged = { ...unsigned, signature: toBase64(new Uint8Array(signature)) };
    expect(await isSignedCheckpoint(forged)).toBe(true);
    await withSql((sql) =>
      sql.exec("UPDATE audit_checkpoints SET body = ?", JSON.stringify(forged)).toArray(),
    );
    expect(await verify()).toMatchObject({ verdict: "broken", brokenAt: 1_000 });
  });

  it("can not see a cut end by itself: a head held outside shows it", async () => {
    await fillTo(10);
    const held = await head();
    await withSql((sql) => sql.exec("DELETE FROM audit_events WHERE seq > 5").toArray());
    expect(await verify()).toMatchObject({ verdict: "self-consistent", events: 5 });
    const events: AuditEvent[] = await auditEvents();
    expect(events.find((event) => event.seq === held.seq)).toBeUndefined();
  });
});
