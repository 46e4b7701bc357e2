/**
 * Keeps a store shut while it is being restored. A gateway that is deployed to take a backup in has
 * LUNAKEY_AWAIT_RESTORE: until then its Workers are told that it can not be reached, so that their
 * own copies serve. An empty store would tell them that they are refused, and nothing would.
 */
import { type CommandType, LunakeyError } from "@lunakey/contract";
import type { LedgerParts } from "../parts.ts";
import { findNote } from "./notes.ts";

const MESSAGE = "The store is waiting to be restored.";

function awaitsRestore({ env, sql }: LedgerParts): boolean {
  return env.LUNAKEY_AWAIT_RESTORE === "true" && findNote(sql, "restored") === undefined;
}

/** @throws LunakeyError `store_unavailable`: to Workers, a store that can not be reached. */
export function assertServing(parts: LedgerParts): void {
  if (!awaitsRestore(parts)) return;
  throw new LunakeyError({ code: "store_unavailable", message: MESSAGE });
}

/** @throws LunakeyError `conflict` for a change that is no part of the restore. */
export function assertOpenForChanges(parts: LedgerParts, type: CommandType): void {
  if (type.startsWith("restore.")) return;
  if (!awaitsRestore(parts) && findNote(parts.sql, "restore") === undefined) return;
  throw new LunakeyError({
    code: "conflict",
    message: MESSAGE,
    hint: "Finish it: lunakey restore FILE. Or take LUNAKEY_AWAIT_RESTORE away to begin anew.",
  });
}
