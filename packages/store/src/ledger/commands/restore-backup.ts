/**
 * `restore.begin`, `.write`, `.commit` and `.abort`: takes a backup into an empty store. Rows are
 * collected apart from the tables that are read, and put in force by one transaction; until then
 * the store is as empty as before, and can go on or begin again.
 */
import {
  type BackupChunk,
  type BackupManifest,
  backupManifest,
  type CommandOf,
  LunakeyError,
  type ResultOf,
} from "@lunakey/contract";
import { getBackendName } from "../../env.ts";
import { writeRecords } from "../backup/backup-records.ts";
import { proveChunk } from "../backup/backup-signature.ts";
import { deleteNote, findNote, putNote, type RestoreNote } from "../backup/notes.ts";
import { clearStaged } from "../backup/staged-rows.ts";
import { deleteAllVersions } from "../backup/stored-versions.ts";
import { hasMadeToken } from "../calls/token-rows.ts";
import { countGrants } from "../grant-rows.ts";
import { readSchemaVersion } from "../migrations/migrate.ts";
import type { LedgerParts } from "../parts.ts";
import { countSecrets } from "../secrets/secret-rows.ts";
import type { Plan } from "../write-queue.ts";
import { draftDone, type MutationContext } from "./mutation-context.ts";

export async function planRestoreBegin(
  context: MutationContext,
  { chunk }: CommandOf<"restore.begin">,
): Promise<Plan<ResultOf<"restore.begin">>> {
  const { sql, keyring } = context.parts;
  const manifest = readManifest(chunk);
  assertOwn(context.parts, manifest);
  await proveChunk(keyring, chunk);
  const running = findNote(sql, "restore");
  if (running?.id === chunk.backup) return { answer: describeProgress(running), events: [] };
  if (running === undefined) assertEmpty(context.parts);
  const note = { id: chunk.backup, nextIndex: 1, complete: false, head: manifest.head };
  return {
    answer: describeProgress(note),
    events: [draftDone(context, "restore.begin", { backup: note.id })],
    commit: () => {
      discard(sql);
      putNote(sql, "restore", note);
    },
  };
}

export async function planRestoreWrite(
  context: MutationContext,
  { chunk }: CommandOf<"restore.write">,
): Promise<Plan<ResultOf<"restore.write">>> {
  const { sql, keyring } = context.parts;
  const running = getRunning(sql, chunk.backup);
  await proveChunk(keyring, chunk);
  // It came before, and its answer was lost.
  if (chunk.index < running.nextIndex) return { answer: describeProgress(running), events: [] };
  if (chunk.index > running.nextIndex || running.complete) {
    throw new LunakeyError({
      code: "conflict",
      field: "chunk.index",
      message: `chunk.index must be that of the chunk wanted next, ${running.nextIndex}.`,
    });
  }
  const note = { ...running, nextIndex: chunk.index + 1, complete: chunk.last };
  return {
    answer: describeProgress(note),
    events: [],
    commit: () => {
      writeRecords(sql, chunk.body);
      putNote(sql, "restore", note);
    },
  };
}

export function planRestoreAbort(context: MutationContext): Plan<ResultOf<"restore.abort">> {
  const { sql } = context.parts;
  const running = findNote(sql, "restore");
  if (running === undefined) return { answer: { aborted: false }, events: [] };
  return {
    answer: { aborted: true },
    events: [draftDone(context, "restore.abort", { backup: running.id })],
    commit: () => discard(sql),
  };
}

/** @throws LunakeyError `conflict` where that backup is not the one being restored. */
export function getRunning(sql: SqlStorage, backup: string): RestoreNote {
  const running = findNote(sql, "restore");
  if (running?.id === backup) return running;
  throw new LunakeyError({
    code: "conflict",
    message: "This backup is not the one that is being restored.",
    hint: "Begin with its first chunk: lunakey restore FILE",
  });
}

function readManifest(chunk: BackupChunk): BackupManifest {
  const parsed = chunk.index === 0 ? backupManifest.safeParse(parseJson(chunk.body)) : undefined;
  if (parsed?.success) return parsed.data;
  throw new LunakeyError({
    code: "invalid_input",
    field: "chunk.body",
    message: "chunk.body must be the manifest of a backup, its first chunk.",
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON is no manifest either; its text is not repeated.
    return undefined;
  }
}

function assertOwn({ sql, keyring, env }: LedgerParts, manifest: BackupManifest): void {
  const conflict = (message: string, hint: string) =>
    new LunakeyError({ code: "conflict", message, hint });
  if (manifest.store !== keyring.storeId) {
    throw conflict(
      "The backup is of another store: its values open under that store's id and root key only.",
      "Deploy a gateway for that store from its recovery file: lunakey init --recovery FILE",
    );
  }
  if (manifest.schemaVersion > readSchemaVersion(sql)) {
    throw conflict(
      `The backup has schema ${manifest.schemaVersion}, which this gateway does not know.`,
      "Deploy a gateway at least as new as the one that made the backup.",
    );
  }
  if (manifest.backend !== getBackendName(env)) {
    throw conflict(
      `The backup is of backend ${manifest.backend}, and this gateway runs another.`,
      `Set LUNAKEY_BACKEND to ${manifest.backend}, then restore again.`,
    );
  }
  const missing = manifest.rootKeyVersions.find((version) => !keyring.has(version));
  if (missing !== undefined) {
    throw conflict(
      `Values of the backup are sealed under root key ${missing}, which is not among the store's variables.`,
      `Set LUNAKEY_ROOT_KEY_V${missing} from the recovery file, then restore again.`,
    );
  }
}

/** Empty: nothing but the first admin's token, which a store can not be reached without. */
function assertEmpty({ sql }: LedgerParts): void {
  const { secrets, versions } = countSecrets(sql);
  if (secrets + versions + countGrants(sql) === 0 && !hasMadeToken(sql)) return;
  throw new LunakeyError({
    code: "conflict",
    message: "The store is not empty; a backup is restored into an empty store only.",
    hint: "Deploy another gateway from the recovery file: lunakey init --recovery FILE",
  });
}

function describeProgress({ id, nextIndex, complete }: RestoreNote) {
  return { backup: id, nextIndex, complete };
}

function discard(sql: SqlStorage): void {
  clearStaged(sql);
  deleteAllVersions(sql);
  deleteNote(sql, "restore");
  // The copy that a backup reads from was among the staged rows.
  deleteNote(sql, "backup");
}
