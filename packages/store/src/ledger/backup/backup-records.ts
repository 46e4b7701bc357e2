/**
 * The records of a backup: rows of the small tables, versions with their sealed bytes, events and
 * checkpoints, in this order. A record is JSON with its kind in `t`; sealed bytes are base64.
 */
import { BACKUP, LunakeyError } from "@lunakey/contract";
import { fromBase64 } from "../../bytes.ts";
import type { BackupNote } from "./notes.ts";
import { listStaged, STAGED_TABLES, stageEvent, stageRow } from "./staged-rows.ts";
import {
  insertStoredVersion,
  listStoredVersions,
  type StoredVersionRow,
} from "./stored-versions.ts";

/** The parts of a backup, in order. */
const SECTIONS = ["rows", "versions", "events", "checkpoints"] as const;
type Section = (typeof SECTIONS)[number];

/** Where a chunk begins: the section's number, and the last key of it that was read. */
export interface BackupPosition {
  readonly section: number;
  readonly after: number;
}

export interface BackupPage {
  /** JSON of the records. */
  readonly body: string;
  /** Null after the last record. */
  readonly next: BackupPosition | null;
}

/** Reads records until a chunk is full. */
export function readPage(sql: SqlStorage, note: BackupNote, from: BackupPosition): BackupPage {
  const records: string[] = [];
  let size = 0;
  for (let { section, after } = from; section < SECTIONS.length; section += 1, after = 0) {
    for (const [key, record] of listRecords(sql, note, SECTIONS[section] ?? "rows", after)) {
      records.push(record);
      size += record.length;
      if (size >= BACKUP.CHUNK_BYTES) {
        return { body: `[${records.join(",")}]`, next: { section, after: key } };
      }
    }
  }
  return { body: `[${records.join(",")}]`, next: null };
}

function* listRecords(
  sql: SqlStorage,
  note: BackupNote,
  section: Section,
  after: number,
): Generator<readonly [key: number, record: string]> {
  switch (section) {
    case "rows":
      for (const { position, kind, body } of listStaged(sql, after)) {
        yield [position, `{"t":"${kind}","row":${body}}`];
      }
      return;
    case "versions":
      for (const row of listStoredVersions(sql, after, note.maxVersionId)) {
        yield [row.id, JSON.stringify({ t: "version", row: encodeVersion(row) })];
      }
      return;
    case "events":
      for (const row of listLog(sql, "audit_events", "seq, hash, body", after, note.seq)) {
        yield [row.seq, JSON.stringify({ t: "event", row })];
      }
      return;
    case "checkpoints":
      for (const row of listLog(
        sql,
        "audit_checkpoints",
        "seq, '' AS hash, body",
        after,
        note.seq,
      )) {
        yield [row.seq, `{"t":"checkpoint","row":${row.body}}`];
      }
  }
}

type LogRow = { seq: number; hash: string; body: string };

function listLog(
  sql: SqlStorage,
  table: "audit_events" | "audit_checkpoints",
  columns: string,
  after: number,
  upTo: number,
): SqlStorageCursor<LogRow> {
  return sql.exec<LogRow>(
    `SELECT ${columns} FROM ${table} WHERE seq > ? AND seq <= ? ORDER BY seq`,
    after,
    upTo,
  );
}

function encodeVersion({ sealed, ...row }: StoredVersionRow) {
  return { ...row, sealed: encodeBase64(new Uint8Array(sealed)) };
}

/** Sealed values are too long to be spread as arguments. */
function encodeBase64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/**
 * Writes the records of a chunk to where a restore collects them. The chunk was proved to be our own.
 *
 * @throws LunakeyError `invalid_input` for a kind that this code does not know.
 */
export function writeRecords(sql: SqlStorage, body: string): void {
  for (const { t, row } of JSON.parse(body) as { t: string; row: unknown }[]) {
    if (t === "version") {
      const { sealed, ...rest } = row as Omit<StoredVersionRow, "sealed"> & { sealed: string };
      insertStoredVersion(sql, { ...rest, sealed: fromBase64(sealed) });
    } else if (t === "event") {
      const { seq, hash, body: text } = row as LogRow;
      stageEvent(sql, seq, hash, text);
    } else if (t === "checkpoint" || Object.hasOwn(STAGED_TABLES, t)) {
      stageRow(sql, t, JSON.stringify(row));
    } else {
      throw new LunakeyError({
        code: "invalid_input",
        field: "chunk.body",
        message: "chunk.body must hold records that this version of the store knows.",
        hint: "Deploy a gateway at least as new as the one that made the backup.",
      });
    }
  }
}
