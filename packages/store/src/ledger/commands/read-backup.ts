/** `backup.read`: the next chunk of the backup that was begun last. Opens no value. */
import { type CommandOf, LunakeyError, type ResultOf } from "@lunakey/contract";
import { readPage } from "../backup/backup-records.ts";
import { signChunk } from "../backup/backup-signature.ts";
import { findNote } from "../backup/notes.ts";
import { parseCursor, renderCursor } from "../cursor.ts";
import type { LedgerParts } from "../parts.ts";

/** Backup, index of the chunk, section, and the last key that was read. */
type BackupCursor = [string, number, number, number];

/** @throws LunakeyError `conflict` where that backup can not be read any more. */
export async function readBackup(
  { sql, keyring, now }: LedgerParts,
  { type, cursor }: CommandOf<"backup.read">,
): Promise<ResultOf<"backup.read">> {
  const start: BackupCursor = ["", 0, 0, 0];
  const [backup, index, section, after] = parseCursor(type, cursor, start);
  const note = findNote(sql, "backup");
  if (note === undefined || note.id !== backup || note.expiresAt <= now()) {
    throw new LunakeyError({
      code: "conflict",
      message: "This backup can not be read any more: another was begun, or its time is over.",
      hint: "Begin again: lunakey backup FILE",
    });
  }
  const { body, next } = readPage(sql, note, { section, after });
  const last = next === null;
  return {
    chunk: await signChunk(keyring, { backup, index, last, body }),
    nextCursor: last ? null : renderCursor(type, [backup, index + 1, next.section, next.after]),
  };
}
