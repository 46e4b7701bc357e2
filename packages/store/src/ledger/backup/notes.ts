/**
 * What the ledger notes of its own long tasks, in the table `meta`: a backup that is being read, a
 * restore that is being written. JSON under a key; its writers are the only ones who know its form.
 */
import type { Checkpoint } from "@lunakey/contract";

/** A backup that was begun: what it holds is fixed by these numbers and by `staged_rows`. */
export interface BackupNote {
  readonly id: string;
  /** The last audit event that it holds. */
  readonly seq: number;
  /** The highest `versions.id` that it holds. */
  readonly maxVersionId: number;
  readonly expiresAt: number;
}

/** A restore that is being written. */
export interface RestoreNote {
  readonly id: string;
  readonly nextIndex: number;
  readonly complete: boolean;
  readonly head: Checkpoint;
}

interface Notes {
  readonly backup: BackupNote;
  readonly restore: RestoreNote;
  /** The backup that this store was restored from. */
  readonly restored: string;
  /** `older:newer` for each pair of root keys whose audit keys are tied by an event. */
  readonly adopted: readonly string[];
  /** Until when Cloudflare asked to be left alone; milliseconds since 1970. */
  readonly copiesHeld: number;
}

export function findNote<Key extends keyof Notes>(
  sql: SqlStorage,
  key: Key,
): Notes[Key] | undefined {
  const row = sql
    .exec<{ value: string }>("SELECT value FROM meta WHERE key = ?", `note_${key}`)
    .toArray()[0];
  return row && (JSON.parse(row.value) as Notes[Key]);
}

export function putNote<Key extends keyof Notes>(
  sql: SqlStorage,
  key: Key,
  note: Notes[Key],
): void {
  const query = "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)";
  sql.exec(query, `note_${key}`, JSON.stringify(note));
}

export function deleteNote(sql: SqlStorage, key: keyof Notes): void {
  sql.exec("DELETE FROM meta WHERE key = ?", `note_${key}`);
}
