/**
 * Who holds this token? Unknown, wrong, revoked and expired look the same outside; the reason goes
 * to the audit, once per token and minute. The first admin's token is taken in here, once.
 */
import { LunakeyError, type Role } from "@lunakey/contract";
import { equalBytes } from "../../bytes.ts";
import { findFirstAdmin } from "../../env.ts";
import type { CallActor } from "../../signed-call.ts";
import type { AuditDraft } from "../audit/chain.ts";
import { auditRefusal } from "../audit/denials.ts";
import type { LedgerParts } from "../parts.ts";
import { findToken, insertToken, isActive, type TokenRow } from "./token-rows.ts";

/** A person or CI, by a token that is good. */
export interface TokenActor {
  readonly id: string;
  readonly role: Role;
}

type Refusal = "missing" | "malformed" | "unknown" | "wrong" | "revoked" | "expired";

/** Compared with where there is no token of that id, so that both take the same time. */
const DUMMY_DIGEST = new Uint8Array(32);

/** @throws LunakeyError `unauthenticated`; `store_unavailable` where a variable is malformed. */
export async function authenticate(parts: LedgerParts, actor: CallActor): Promise<TokenActor> {
  if (actor.kind !== "token") throw refuseNobody(parts, actor);
  const digest = fromHex(actor.digest);
  const row = findToken(parts.sql, actor.id) ?? (await takeInFirstAdmin(parts, actor.id, digest));
  const matches = equalBytes(row ? new Uint8Array(row.digest) : DUMMY_DIGEST, digest);
  if (row === undefined) throw refuse(parts, "", "unknown");
  if (!matches) throw refuse(parts, row.id, "wrong");
  if (row.revoked_at !== null) throw refuse(parts, row.id, "revoked");
  if (!isActive(row, parts.now())) throw refuse(parts, row.id, "expired");
  return { id: row.id, role: row.role };
}

/** Is the token still good? Asked again when a command commits, after it may have waited. */
export function assertStillActive(parts: LedgerParts, id: string): void {
  const row = findToken(parts.sql, id);
  if (row === undefined || !isActive(row, parts.now())) throw refuse(parts, id, "revoked");
}

function unauthenticated(): LunakeyError {
  return new LunakeyError({
    code: "unauthenticated",
    message: "The token is not valid.",
    hint: "Check LUNAKEY_TOKEN, or ask an admin for a new token.",
  });
}

/** @param id of a token that exists, or empty: ids that anybody can make up are not told apart. */
function refuse(parts: LedgerParts, id: string, reason: Refusal): LunakeyError {
  const draft: AuditDraft = {
    actor: { kind: "unknown", id },
    action: "token.use",
    outcome: "denied",
    target: id === "" ? {} : { token: id },
    details: { reason },
  };
  auditRefusal(parts, `token ${id} ${reason}`, draft);
  return unauthenticated();
}

/** Nobody's token: the admin Worker may have said what was wrong with the request. */
function refuseNobody(
  parts: LedgerParts,
  actor: Exclude<CallActor, { readonly kind: "token" }>,
): LunakeyError {
  const reason = actor.kind === "unknown" ? actor.reason : "malformed_token";
  if (reason !== "foreign_host" && reason !== "foreign_origin") {
    return refuse(parts, "", reason === "missing_token" ? "missing" : "malformed");
  }
  const draft: AuditDraft = {
    actor: { kind: "unknown", id: "" },
    action: "request.refused",
    outcome: "denied",
    target: {},
    details: { reason },
  };
  auditRefusal(parts, `request ${reason}`, draft);
  return unauthenticated();
}

async function takeInFirstAdmin(
  parts: LedgerParts,
  id: string,
  digest: Uint8Array<ArrayBuffer>,
): Promise<TokenRow | undefined> {
  const first = findFirstAdmin(parts.env);
  if (first === undefined || first.tokenId !== id) return undefined;
  if (!equalBytes(first.digest, digest)) return undefined;
  await parts.queue.write((at) => {
    // Another request may have been first while this one waited.
    if (findToken(parts.sql, id) !== undefined) return { answer: undefined, events: [] };
    return {
      answer: undefined,
      events: [
        {
          actor: { kind: "system", id: "first-admin" },
          action: "token.create",
          outcome: "ok",
          target: { token: id },
          details: { role: "admin" },
        },
      ],
      commit: () =>
        insertToken(parts.sql, {
          id,
          label: "first admin",
          role: "admin",
          digest,
          expiresAt: null,
          at,
          by: "system",
        }),
    };
  });
  return findToken(parts.sql, id);
}

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
