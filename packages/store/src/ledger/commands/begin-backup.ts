/**
 * `backup.begin`: fixes what a backup holds. The small tables are copied in the transaction; events
 * and versions are only ever added, so their highest numbers are enough. Writes go on meanwhile and
 * belong to the next backup. One backup can be read at a time.
 */
import { BACKUP, type BackupManifest, LunakeyError, type ResultOf } from "@lunakey/contract";
import { randomBytes, toHex } from "../../bytes.ts";
import { getBackendName } from "../../env.ts";
import { readHead } from "../audit/audit-rows.ts";
import { signCheckpoint } from "../audit/chain.ts";
import { signChunk } from "../backup/backup-signature.ts";
import { findNote, putNote } from "../backup/notes.ts";
import { stageTables } from "../backup/staged-rows.ts";
import { findLastVersionId, listRootKeys } from "../backup/stored-versions.ts";
import { renderCursor } from "../cursor.ts";
import { readSchemaVersion } from "../migrations/migrate.ts";
import { countSecrets } from "../secrets/secret-rows.ts";
import type { Plan } from "../write-queue.ts";
import { draftDone, type MutationContext } from "./mutation-context.ts";

const ID_BYTES = 16;

export async function planBackupBegin(
  context: MutationContext,
): Promise<Plan<ResultOf<"backup.begin">>> {
  const { parts, at } = context;
  const { sql, keyring } = parts;
  if (findNote(sql, "restore") !== undefined) {
    throw new LunakeyError({
      code: "conflict",
      message: "The store is being restored and has nothing to back up yet.",
    });
  }
  const id = toHex(randomBytes(ID_BYTES));
  const head = readHead(sql);
  const manifest: BackupManifest = {
    store: keyring.storeId,
    at,
    schemaVersion: readSchemaVersion(sql),
    backend: getBackendName(parts.env),
    head: await signCheckpoint(keyring, head, at),
    rootKeyVersions: listRootKeys(sql),
    ...countSecrets(sql),
  };
  const chunk = await signChunk(keyring, {
    backup: id,
    index: 0,
    last: false,
    body: JSON.stringify(manifest),
  });
  const { secrets, versions } = manifest;
  return {
    answer: { chunk, nextCursor: renderCursor("backup.read", [id, 1, 0, 0]) },
    events: [
      draftDone(context, "backup.begin", { backup: id }, { seq: head.seq, secrets, versions }),
    ],
    commit: () => {
      stageTables(sql);
      const maxVersionId = findLastVersionId(sql);
      putNote(sql, "backup", { id, seq: head.seq, maxVersionId, expiresAt: at + BACKUP.PERIOD_MS });
    },
  };
}
