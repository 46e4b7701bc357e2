/** The commands that change something, or that must be written down: one plan each. */
import type { Command, CommandType } from "@lunakey/contract";
import type { Plan } from "../write-queue.ts";
import { planGrantAdd, planGrantRemove } from "./change-grants.ts";
import { planTokenCreate, planTokenRevoke } from "./change-tokens.ts";
import { assertSupported } from "./cloudflare-commands.ts";
import { planSecretDelete, planSecretUndelete } from "./delete-secret.ts";
import { planSecretImport } from "./import-secrets.ts";
import type { MutationContext } from "./mutation-context.ts";
import { planSecretSet } from "./set-secret.ts";

export const MUTATIONS = [
  "secret.set",
  "secret.import",
  "secret.delete",
  "secret.undelete",
  "grant.add",
  "grant.remove",
  "token.create",
  "token.revoke",
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
  switch (asked.type) {
    case "secret.set":
      return planSecretSet(context, asked);
    case "secret.import":
      return planSecretImport(context, asked);
    case "secret.delete":
      return planSecretDelete(context, asked);
    case "secret.undelete":
      return planSecretUndelete(context, asked);
    case "grant.add":
      return planGrantAdd(context, asked);
    case "grant.remove":
      return planGrantRemove(context, asked);
    case "token.create":
      return planTokenCreate(context, asked);
    case "token.revoke":
      return planTokenRevoke(context, asked);
  }
}
