/**
 * A call from the gateway to the ledger. Any script on the account can bind the ledger's class and
 * call it, so a call proves that its maker holds the root key: HMAC-SHA-256 over the very bytes
 * that the ledger then reads, which name the store, the method, who asks, and a nonce that counts
 * once until the call expires.
 */
import { PERIODS, type RefusedRequest } from "@lunakey/contract";
import { encodeUtf8, randomBytes, toBase64Url } from "./bytes.ts";
import type { Keyring } from "./envelope/keyring.ts";

/** The ledger's methods, and the proof that stands for many calls of `read`. */
export type CallName = "read" | "report" | "execute" | "ticket";

/** Who asks: a Worker by its binding, a person or CI by a token, or nobody that we know. */
export type CallActor =
  | { readonly kind: "consumer"; readonly worker: string; readonly environment: string }
  | {
      readonly kind: "token";
      readonly id: string;
      /** SHA-256 of the whole token, 64 hexadecimal digits. The token itself stays behind. */
      readonly digest: string;
    }
  | { readonly kind: "unknown"; readonly reason: UnknownReason };

/** Why a caller is nobody; goes to the audit, never to the caller. */
export type UnknownReason = "no_props" | "bad_props" | "other_store" | RefusedRequest;

interface CallBody {
  readonly v: 1;
  readonly store: string;
  readonly call: CallName;
  readonly actor: CallActor;
  readonly nonce: string;
  /** Milliseconds since 1970, by the gateway's clock. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly payload: unknown;
}

export interface SignedCall {
  /** Version of the root key that the key of the HMAC is derived from. */
  readonly keyVersion: number;
  /** JSON in UTF-8. */
  readonly body: Uint8Array<ArrayBuffer>;
  readonly mac: Uint8Array<ArrayBuffer>;
}

/** A call that was proved. Its payload is what the gateway put in, so it needs no second check. */
export type VerifiedCall = Omit<CallBody, "v" | "store" | "call">;

/** Why a call was refused; goes to the audit, never to the caller. */
export type RefusalReason =
  | "bad_shape"
  | "unknown_key"
  | "bad_mac"
  | "other_store"
  | "other_call"
  | "expired"
  | "replayed";

/** A call that the ledger does not answer. Callers see one message for every reason. */
export class RefusedCall extends Error {
  readonly reason: RefusalReason;
  constructor(reason: RefusalReason) {
    super("The ledger refuses this call.");
    this.name = "RefusedCall";
    this.reason = reason;
  }
}

/** A Durable Object takes RPC messages of up to 32 MiB (developers.cloudflare.com, 2026-09). */
export const CALL_BYTES_LIMIT: number = 32 * 1024 * 1024 - 65_536;

const NONCE_BYTES = 16;
const MAC_BYTES = 32;
/** The gateway and the ledger run on different machines: how far ahead the gateway's clock may be. */
const CLOCK_SKEW_MS = 5_000;

/** Makes a call that the ledger of this keyring's store accepts once, now. */
export async function signCall(
  keyring: Keyring,
  now: number,
  call: CallName,
  actor: CallActor,
  payload: unknown,
): Promise<SignedCall> {
  const content: CallBody = {
    v: 1,
    store: keyring.storeId,
    call,
    actor,
    nonce: toBase64Url(randomBytes(NONCE_BYTES)),
    issuedAt: now,
    expiresAt: now + PERIODS.SIGNED_CALL_MS,
    payload,
  };
  const keyVersion = keyring.currentVersion;
  const body = encodeUtf8(JSON.stringify(content));
  const mac = await crypto.subtle.sign("HMAC", await keyring.callKey(keyVersion), body);
  return { keyVersion, body, mac: new Uint8Array(mac) };
}

/**
 * Proves a call. Replay is not decided here: the caller must use up the nonce.
 *
 * @param received whatever came over RPC.
 * @throws RefusedCall
 */
export async function verifyCall(
  keyring: Keyring,
  now: number,
  call: CallName,
  received: unknown,
): Promise<VerifiedCall> {
  const signed = readSignedCall(received);
  if (!keyring.has(signed.keyVersion)) throw new RefusedCall("unknown_key");
  const key = await keyring.callKey(signed.keyVersion);
  if (!(await crypto.subtle.verify("HMAC", key, signed.mac, signed.body))) {
    throw new RefusedCall("bad_mac");
  }
  // From here on the bytes are our own gateway's, or another version's of it.
  const content = readBody(signed.body);
  if (content.store !== keyring.storeId) throw new RefusedCall("other_store");
  if (content.call !== call) throw new RefusedCall("other_call");
  const { actor, nonce, issuedAt, expiresAt, payload } = content;
  const lifetime = expiresAt - issuedAt;
  if (expiresAt <= now || issuedAt > now + CLOCK_SKEW_MS || lifetime > PERIODS.SIGNED_CALL_MS) {
    throw new RefusedCall("expired");
  }
  return { actor, nonce, issuedAt, expiresAt, payload };
}

const NONCE = /^[A-Za-z0-9_-]{22}$/;

/** Times that are no numbers would never be over, and a call without a nonce never be used up. */
function readBody(bytes: Uint8Array): CallBody {
  const { v, nonce, issuedAt, expiresAt, ...rest } = parseBody(bytes);
  const hasTimes = Number.isSafeInteger(issuedAt) && Number.isSafeInteger(expiresAt);
  if (v !== 1 || !hasTimes || !NONCE.test(nonce)) throw new RefusedCall("bad_shape");
  return { v, nonce, issuedAt, expiresAt, ...rest };
}

function parseBody(bytes: Uint8Array): CallBody {
  try {
    return Object(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    // Its message would quote the bytes.
    throw new RefusedCall("bad_shape");
  }
}

function readSignedCall(received: unknown): SignedCall {
  if (typeof received !== "object" || received === null) throw new RefusedCall("bad_shape");
  const { keyVersion, body, mac } = received as Partial<SignedCall>;
  if (typeof keyVersion !== "number") throw new RefusedCall("bad_shape");
  if (!(body instanceof Uint8Array) || body.byteLength > CALL_BYTES_LIMIT) {
    throw new RefusedCall("bad_shape");
  }
  if (!(mac instanceof Uint8Array) || mac.byteLength !== MAC_BYTES) {
    throw new RefusedCall("bad_shape");
  }
  return { keyVersion, body, mac };
}
