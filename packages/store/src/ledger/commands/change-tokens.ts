/** `token.create` and `token.revoke`. A token is shown once; the store keeps its digest. */
import { type CommandOf, LunakeyError, type ResultOf } from "@lunakey/contract";
import { randomBytes, sha256, toBase64Url, toHex } from "../../bytes.ts";
import {
  findToken,
  hasOtherAdmin,
  insertToken,
  isActive,
  revokeToken,
} from "../calls/token-rows.ts";
import type { Plan } from "../write-queue.ts";
import { draftDone, type MutationContext } from "./mutation-context.ts";
import { assertInFuture } from "./set-secret.ts";
import { describeToken } from "./token-metadata.ts";

const ID_BYTES = 8;
const SECRET_BYTES = 32;

export async function planTokenCreate(
  context: MutationContext,
  { label, role, expiresAt }: CommandOf<"token.create">,
): Promise<Plan<ResultOf<"token.create">>> {
  const { parts, actor, at } = context;
  assertInFuture(expiresAt, at);
  const id = toHex(randomBytes(ID_BYTES));
  const token = `lunakey_${id}_${toBase64Url(randomBytes(SECRET_BYTES))}`;
  const digest = await sha256(token);
  const made = { id, label, role, digest, expiresAt: expiresAt ?? null, at, by: actor.id };
  return {
    answer: { id, token },
    events: [draftDone(context, "token.create", { token: id }, { role })],
    commit: () => insertToken(parts.sql, made),
  };
}

export function planTokenRevoke(
  context: MutationContext,
  { id }: CommandOf<"token.revoke">,
): Plan<ResultOf<"token.revoke">> {
  const { parts, at } = context;
  const row = findToken(parts.sql, id);
  if (row === undefined) {
    throw new LunakeyError({
      code: "not_found",
      message: `There is no token ${id}.`,
      hint: "lunakey token list shows them.",
    });
  }
  if (row.role === "admin" && isActive(row, at) && !hasOtherAdmin(parts.sql, id, at)) {
    throw new LunakeyError({
      code: "conflict",
      message: `${id} is the last active token of role admin and can not be revoked.`,
      hint: "Create another admin token first.",
    });
  }
  const revokedAt = row.revoked_at ?? at;
  return {
    answer: describeToken({ ...row, revoked_at: revokedAt }),
    events: [
      draftDone(context, "token.revoke", { token: id }, { changed: row.revoked_at === null }),
    ],
    commit: () => revokeToken(parts.sql, id, at),
  };
}
