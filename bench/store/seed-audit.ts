/**
 * Puts events into a store's audit while nothing runs on it, straight into its SQLite file. Their
 * hashes are a valid chain on top of what is there; no checkpoints are signed for them, since the
 * bench reads none.
 */
import { createHash } from "node:crypto";
import { globSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { AUDIT, canonicalJson } from "@lunakey/contract";
import { CONSUMER, STORE_ID } from "../harness/store-workers.ts";

const BATCH = 50_000;

/** @param folder where the Durable Objects' databases lie. */
export function seedAudit(folder: string, count: number): void {
  const database = openLedger(folder);
  database.exec("PRAGMA synchronous = OFF");
  const head = database.prepare("SELECT seq, hash FROM audit_events ORDER BY seq DESC LIMIT 1");
  let { seq, hash } = (head.get() as { seq: number; hash: string } | undefined) ?? {
    seq: 0,
    hash: AUDIT.GENESIS,
  };
  const insert = database.prepare("INSERT INTO audit_events (seq, hash, body) VALUES (?, ?, ?)");
  const last = seq + count;
  while (seq < last) {
    database.exec("BEGIN");
    for (let i = 0; i < BATCH && seq < last; i++) {
      seq += 1;
      const body = canonicalJson(describeEvent(seq, hash));
      hash = createHash("sha256").update(body).digest("hex");
      insert.run(seq, hash, body);
    }
    database.exec("COMMIT");
  }
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  database.close();
}

function describeEvent(seq: number, prev: string): object {
  return {
    v: 1,
    store: STORE_ID,
    seq,
    at: 1_760_000_000_000 + seq,
    actor: { kind: "consumer", id: `${CONSUMER.worker}/${CONSUMER.environment}` },
    action: "secret.read",
    outcome: "denied",
    target: { environment: CONSUMER.environment, name: `NOT_GRANTED_${seq % 1_000}` },
    details: { reason: "no_grant" },
    prev,
  };
}

function openLedger(folder: string): DatabaseSync {
  const files = globSync("Ledger/*.sqlite", { cwd: folder });
  const ledger = files.find((file) => !file.endsWith("metadata.sqlite"));
  if (ledger === undefined) throw new Error("There is no ledger in the folder.");
  return new DatabaseSync(join(folder, ledger));
}
