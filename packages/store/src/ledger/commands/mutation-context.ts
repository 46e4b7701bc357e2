/** What a plan is made with: the ledger, who asks, and the moment that all of its rows carry. */

import type { AuditDraft } from "../audit/chain.ts";
import type { TokenActor } from "../calls/authenticate.ts";
import type { LedgerParts } from "../parts.ts";

export interface MutationContext {
  readonly parts: LedgerParts;
  readonly actor: TokenActor;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The event of something that the actor has done. */
export function draftDone(
  { actor }: MutationContext,
  action: string,
  target: AuditDraft["target"],
  details: AuditDraft["details"] = {},
): AuditDraft {
  return { actor: { kind: "token", id: actor.id }, action, outcome: "ok", target, details };
}
