/**
 * What people and CI ask for, in this order: who is it, is the command well-formed, may this role
 * give it, was it given before, then queue, audit and effect. Every failure is a tagged result.
 */
import { type Command, command, LunakeyError, parseInput, type Result } from "@lunakey/contract";
import type { ExecutePayload } from "../../ledger-client.ts";
import { isAllowed } from "../../policy/policy.ts";
import { RefusedCall, type VerifiedCall } from "../../signed-call.ts";
import type { AuditDraft } from "../audit/chain.ts";
import { answerQuery, isQuery, type QueryCommand } from "../commands/answer-query.ts";
import { type MutationCommand, planMutation } from "../commands/plan-mutation.ts";
import { describeTarget } from "../commands/target.ts";
import { ensureTidy } from "../jobs/tidy.ts";
import type { LedgerParts } from "../parts.ts";
import type { Plan } from "../write-queue.ts";
import { assertStillActive, authenticate, type TokenActor } from "./authenticate.ts";
import { ensureNonce, hasNonce, insertNonce } from "./nonces.ts";
import { findRepeat, isRepeatable, prepareRecord, type RepeatKey } from "./repeat.ts";
import { touchToken } from "./token-rows.ts";

/**
 * @param call proved, with an `ExecutePayload` as its payload; its nonce was not seen in memory.
 * @throws RefusedCall where the call was used up before.
 */
export async function execute(parts: LedgerParts, call: VerifiedCall): Promise<Result<unknown>> {
  if (hasNonce(parts.sql, call.nonce)) throw new RefusedCall("replayed");
  ensureTidy(parts);
  try {
    const { input, options } = call.payload as ExecutePayload;
    const actor = await authenticate(parts, call.actor);
    const asked = parseInput(command, input, "command");
    if (!isAllowed(actor.role, asked.type)) return await forbid(parts, call, actor, asked);
    if (isQuery(asked)) return { ok: true, value: await query(parts, call, actor, asked) };
    return await mutate(parts, call, actor, asked as MutationCommand, options.idempotencyKey);
  } catch (error) {
    if (error instanceof RefusedCall) throw error;
    // What came to nothing must not be tried again by somebody else.
    ensureNonce(parts.sql, call.nonce, call.expiresAt);
    return { ok: false, error: toLunakeyError(error).toFailure() };
  }
}

/** Unknown errors get a fixed text: their own may hold what must not leave. */
function toLunakeyError(error: unknown): LunakeyError {
  if (error instanceof LunakeyError) return error;
  return new LunakeyError({
    code: "internal",
    message: "The ledger failed. Nothing of the cause is shown.",
  });
}

/** Uses up the call and notes that its token was used; within the caller's transaction. */
function useUp(parts: LedgerParts, call: VerifiedCall, actor: TokenActor, at: number): void {
  insertNonce(parts.sql, call.nonce, call.expiresAt);
  touchToken(parts.sql, actor.id, at);
}

function query(
  parts: LedgerParts,
  call: VerifiedCall,
  actor: TokenActor,
  asked: QueryCommand,
): Promise<unknown> {
  parts.storage.transactionSync(() => useUp(parts, call, actor, parts.now()));
  return answerQuery(parts, asked);
}

function forbid(
  parts: LedgerParts,
  call: VerifiedCall,
  actor: TokenActor,
  asked: Command,
): Promise<Result<unknown>> {
  const error = new LunakeyError({
    code: "forbidden",
    message: `A token of role ${actor.role} may not give the command ${asked.type}.`,
    hint: "Use a token with a stronger role.",
  });
  return parts.queue.write((at) => ({
    answer: { ok: false, error: error.toFailure() },
    events: [draftFailure(actor, asked, "denied", { reason: "role", role: actor.role })],
    commit: () => useUp(parts, call, actor, at),
  }));
}

function mutate(
  parts: LedgerParts,
  call: VerifiedCall,
  actor: TokenActor,
  asked: MutationCommand,
  idempotencyKey: string | undefined,
): Promise<Result<unknown>> {
  return parts.queue.write(async (at): Promise<Plan<Result<unknown>>> => {
    assertStillActive(parts, actor.id);
    try {
      const key = { tokenId: actor.id, key: isRepeatable(asked) ? idempotencyKey : undefined };
      const plan =
        (await findRepeat(parts, key, asked, at)) ??
        (await recorded(key, asked, await planMutation({ parts, actor, at }, asked), parts, at));
      return {
        ...plan,
        answer: { ok: true, value: plan.answer },
        commit: () => {
          useUp(parts, call, actor, at);
          plan.commit?.();
        },
      };
    } catch (error) {
      const failure = toLunakeyError(error).toFailure();
      return {
        answer: { ok: false, error: failure },
        events: [draftFailure(actor, asked, "failed", { code: failure.code })],
        commit: () => useUp(parts, call, actor, at),
      };
    }
  });
}

/** The plan, which also keeps its answer for repeats. */
async function recorded(
  key: RepeatKey,
  asked: MutationCommand,
  plan: Plan<unknown>,
  parts: LedgerParts,
  at: number,
): Promise<Plan<unknown>> {
  const insertRecord = await prepareRecord(key, asked, plan.answer, at);
  return {
    ...plan,
    commit: () => {
      plan.commit?.();
      insertRecord(parts.sql);
    },
  };
}

function draftFailure(
  actor: TokenActor,
  asked: Command,
  outcome: "denied" | "failed",
  details: AuditDraft["details"],
): AuditDraft {
  return {
    actor: { kind: "token", id: actor.id },
    action: asked.type,
    outcome,
    target: describeTarget(asked),
    details,
  };
}
