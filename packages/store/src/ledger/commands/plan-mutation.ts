/** The commands that change something, or that must be written down: one plan each. */
import type { Command, CommandType } from "@lunakey/contract";
import { assertOpenForChanges } from "../backup/restore-gate.ts";
import type { Plan } from "../write-queue.ts";
import { planBackupBegin } from "./begin-backup.ts";
import { planGrantAdd, planGrantRemove } from "./change-grants.ts";
import { planTokenCreate, planTokenRevoke } from "./change-tokens.ts";
import { assertSupported } from "./cloudflare-commands.ts";
import { planRestoreCommit } from "./commit-restore.ts";
import { planCopiesTarget } from "./copies/change-target.ts";
import { planCopiesSend } from "./copies/plan-copies.ts";
import { planCopiesRemove } from "./copies/remove-copies.ts";
import { planSecretDelete, planSecretUndelete } from "./delete-secret.ts";
import { planSecretImport } from "./import-secrets.ts";
import type { MutationContext } from "./mutation-context.ts";
import { planRestoreAbort, planRestoreBegin, planRestoreWrite } from "./restore-backup.ts";
import { planKeysRewrap } from "./rewrap-keys.ts";
import { planChangesApply, planOneChange } from "./rotation/apply-changes.ts";
import { planSecretSet } from "./set-secret.ts";

export const MUTATIONS = [
  "secret.set",
  "secret.import",
  "secret.delete",
  "secret.undelete",
  "secret.rotate",
  "secret.promote",
  "secret.rollback",
  "secret.retire",
  "changes.apply",
  "grant.add",
  "grant.remove",
  "copies.target",
  "copies.send",
  "copies.remove",
  "token.create",
  "token.revoke",
  "backup.begin",
  "restore.begin",
  "restore.write",
  "restore.commit",
  "restore.abort",
  "keys.rewrap",
] as const satisfies readonly CommandType[];

export type MutationCommand = Extract<Command, { type: (typeof MUTATIONS)[number] }>;

/**
 * Reads, checks, seals; writes nothing.
 *
 * @throws LunakeyError where the command can not be done; `docs/errors.md` has the codes.
 */
export async function planMutation(
  context: MutationContext,
  asked: MutationCommand,
): Promise<Plan<unknown>> {
  assertSupported(context.parts, asked);
  assertOpenForChanges(context.parts, asked.type);
  switch (asked.type) {
    case "secret.set":
      return planSecretSet(context, asked);
    case "secret.import":
      return planSecretImport(context, asked);
    case "secret.delete":
      return planSecretDelete(context, asked);
    case "secret.undelete":
      return planSecretUndelete(context, asked);
    case "secret.rotate":
    case "secret.promote":
    case "secret.rollback":
    case "secret.retire":
      return planOneChange(context, asked);
    case "changes.apply":
      return planChangesApply(context, asked);
    case "grant.add":
      return planGrantAdd(context, asked);
    case "grant.remove":
      return planGrantRemove(context, asked);
    case "copies.target":
      return planCopiesTarget(context, asked);
    case "copies.send":
      return planCopiesSend(context, asked);
    case "copies.remove":
      return planCopiesRemove(context, asked);
    case "token.create":
      return planTokenCreate(context, asked);
    case "token.revoke":
      return planTokenRevoke(context, asked);
    case "backup.begin":
      return planBackupBegin(context);
    case "restore.begin":
      return planRestoreBegin(context, asked);
    case "restore.write":
      return planRestoreWrite(context, asked);
    case "restore.commit":
      return planRestoreCommit(context, asked);
    case "restore.abort":
      return planRestoreAbort(context);
    case "keys.rewrap":
      return planKeysRewrap(context, asked);
  }
}
