/**
 * `restore.commit`: one transaction in which the backup's rows and audit log take the place of the
 * empty store's. The log goes on from the backup's head; the empty store's own few events are
 * dropped, and their number and head written down.
 */
import {
  AUDIT,
  type Checkpoint,
  type CommandOf,
  LunakeyError,
  type ResultOf,
} from "@lunakey/contract";
import { readHead } from "../audit/audit-rows.ts";
import type { AuditDraft } from "../audit/chain.ts";
import { deleteNote, putNote } from "../backup/notes.ts";
import { applyStaged, describeStagedEvents, listStagedIds } from "../backup/staged-rows.ts";
import { listTokens } from "../calls/token-rows.ts";
import { forgetAllSent } from "../copies/copy-rows.ts";
import { countSecrets } from "../secrets/secret-rows.ts";
import type { Plan } from "../write-queue.ts";
import { draftDone, type MutationContext } from "./mutation-context.ts";
import { getRunning } from "./restore-backup.ts";

/** An empty store has the first admin's token; more than a few were never configured. */
const KEPT_TOKENS_COUNT = 100;

export function planRestoreCommit(
  context: MutationContext,
  { backup }: CommandOf<"restore.commit">,
): Plan<ResultOf<"restore.commit">> {
  const { sql } = context.parts;
  const running = getRunning(sql, backup);
  const head = { seq: running.head.seq, hash: running.head.head };
  if (!running.complete || !isWhole(sql, running.head)) {
    throw new LunakeyError({
      code: "conflict",
      message: "The backup is not whole; nothing was put in force.",
      hint: "Restore again from a whole file: lunakey restore FILE",
    });
  }
  const discarded = readHead(sql);
  const details = {
    discardedEvents: discarded.seq,
    discardedHead: discarded.hash,
    backupSeq: head.seq,
  };
  const kept = draftKeptTokens(sql);
  return {
    answer: {
      backup,
      secrets: listStagedIds(sql, "secret").length,
      versions: countSecrets(sql).versions,
      auditEvents: head.seq + kept.length + 1,
      discardedEvents: discarded.seq,
    },
    events: [...kept, draftDone(context, "restore.commit", { backup }, details)],
    head,
    commit: () => {
      applyStaged(sql);
      // What was sent after the backup is not in it: a version of its number may be another by now.
      forgetAllSent(sql);
      deleteNote(sql, "restore");
      putNote(sql, "restored", backup);
    },
  };
}

function isWhole(sql: SqlStorage, { seq, head }: Checkpoint): boolean {
  const staged = describeStagedEvents(sql);
  return staged.count === seq && (staged.hash ?? AUDIT.GENESIS) === head;
}

/** The token that the empty store was reached with stays; the log must know it. */
function draftKeptTokens(sql: SqlStorage): AuditDraft[] {
  const known = new Set(listStagedIds(sql, "token"));
  return listTokens(sql, [-1, ""], KEPT_TOKENS_COUNT)
    .filter(({ id }) => !known.has(id))
    .map(({ id, role }) => ({
      actor: { kind: "system", id: "first-admin" },
      action: "token.create",
      outcome: "ok",
      target: { token: id },
      details: { role },
    }));
}
