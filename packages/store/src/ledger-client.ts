/**
 * The gateway's way to the ledger: signs each call. Knows no SQL and opens no value.
 */

import type { CallOptions, ReportRequest, ReportResponse, Result } from "@lunakey/contract";
import { LunakeyError, type ReadRequest, type ReadResponse } from "@lunakey/contract";
import { findBoundSecrets } from "./backend/bound-secrets.ts";
import { type Env, getStoreId } from "./env.ts";
import { Keyring } from "./envelope/keyring.ts";
import { type ConsumerActor, TicketOffice } from "./read-ticket.ts";
import {
  CALL_BYTES_LIMIT,
  type CallActor,
  type CallName,
  type SignedCall,
  signCall,
} from "./signed-call.ts";

/** The ledger as its callers see it; `Ledger` implements it. */
export interface LedgerRpc {
  /** @param call a ticket, with the request beside it, or a signed call that holds the request. */
  read(call: SignedCall | string, request?: ReadRequest): Promise<ReadResponse>;
  report(call: SignedCall): Promise<ReportResponse>;
  execute(call: SignedCall): Promise<Result<unknown>>;
}

/** What `execute` carries beside its actor. */
export interface ExecutePayload {
  readonly input: unknown;
  readonly options: CallOptions;
}

// By the env object, which is the same for all requests of an isolate. Holds keys, never promises.
const keyrings = new WeakMap<Env, Keyring>();

/** @throws LunakeyError `store_unavailable` where a variable is missing or malformed. */
export function getKeyring(env: Env): Keyring {
  const known = keyrings.get(env);
  if (known !== undefined) return known;
  const made = new Keyring(env);
  keyrings.set(env, made);
  return made;
}

// By the env object, as the keyrings are.
const offices = new WeakMap<Env, TicketOffice>();

/** Asks the ledger for a consumer's values. */
export async function callRead(
  env: Env,
  actor: CallActor,
  request: ReadRequest,
): Promise<ReadResponse> {
  // Nobody's reads are all refused: each is signed by itself, as whatever else is rare.
  const call =
    actor.kind === "consumer"
      ? await findTicket(env, actor)
      : await sign(env, "read", actor, request);
  const ledger = findLedger(env);
  return detach(await (typeof call === "string" ? ledger.read(call, request) : ledger.read(call)));
}

function findTicket(env: Env, actor: ConsumerActor): string | Promise<string> {
  // As in `sign`.
  findBoundSecrets(env);
  const office = offices.get(env) ?? new TicketOffice();
  offices.set(env, office);
  const now = Date.now();
  // Neither can hold a space.
  const key = `${actor.worker} ${actor.environment}`;
  return office.find(key, now) ?? office.make(getKeyring(env), key, actor, now);
}

/** Hands a consumer's report to the ledger. */
export async function callReport(
  env: Env,
  actor: CallActor,
  request: ReportRequest,
): Promise<ReportResponse> {
  const call = await sign(env, "report", actor, request);
  return detach(await findLedger(env).report(call));
}

/** @throws LunakeyError `too_large` where the command does not fit into one message. */
export async function callExecute(
  env: Env,
  actor: CallActor,
  payload: ExecutePayload,
): Promise<Result<unknown>> {
  const call = await sign(env, "execute", actor, payload);
  if (call.body.byteLength > CALL_BYTES_LIMIT) {
    throw new LunakeyError({
      code: "too_large",
      message: "The command is too large for one message.",
      hint: "Split it into several.",
    });
  }
  return detach(await findLedger(env).execute(call));
}

function sign(env: Env, call: CallName, actor: CallActor, payload: unknown): Promise<SignedCall> {
  // The ledger would find a wrong backend too, but its error would lose the code on its way here.
  findBoundSecrets(env);
  return signCall(getKeyring(env), Date.now(), call, actor, payload);
}

/**
 * An answer without the disposer that came with it: handed on as it is, it would hold this request
 * open until the caller disposes of it, which a Worker's own code can not be asked to do.
 */
function detach<T extends object>(answer: T & Partial<Disposable>): T {
  answer[Symbol.dispose]?.();
  const { [Symbol.dispose]: _, ...data } = answer;
  return data as T;
}

// By the env object. An id is a value: unlike a stub it belongs to no request.
const ids = new WeakMap<Env, DurableObjectId>();

function findLedger(env: Env): LedgerRpc {
  const id = ids.get(env) ?? env.LEDGER.idFromName(getStoreId(env));
  ids.set(env, id);
  // The namespace is left untyped: its generated type can not express `Result<unknown>`.
  return env.LEDGER.get(id) as unknown as LedgerRpc;
}
