/**
 * Signed calls as whoever holds the root key could make them, from the description of the format
 * and with node:crypto: none of the store's own code.
 */
import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import { STORE_ID } from "./stand.ts";

/** A call as the stranger takes it: bytes in base64. */
export interface RawCall {
  readonly keyVersion: unknown;
  readonly body: unknown;
  readonly mac: unknown;
}

/** A call's body; see `packages/store/src/signed-call.ts`. */
export type Body = Readonly<Record<string, unknown>>;

/** How the stranger makes bytes of it. */
export function bytes(content: Uint8Array | string): object {
  return { $: "bytes", base64: Buffer.from(content).toString("base64") };
}

/** What is right in every respect, but for the fields given. */
export function makeBody(call: string, payload: unknown, fields: Body = {}): Body {
  const now = Date.now();
  return {
    v: 1,
    store: STORE_ID,
    call,
    actor: { kind: "consumer", worker: "luna-proxy-api", environment: "default" },
    nonce: randomBytes(16).toString("base64url"),
    issuedAt: now,
    expiresAt: now + 30_000,
    payload,
    ...fields,
  };
}

/** @param store whose key it is: the salt of the derivation. */
export function signBody(rootKey: Uint8Array, body: Body | string, store = STORE_ID): RawCall {
  const content = typeof body === "string" ? body : JSON.stringify(body);
  return { keyVersion: 1, body: bytes(content), mac: bytes(macOf(rootKey, content, store)) };
}

/** A read ticket; see `packages/store/src/read-ticket.ts`. */
export function signTicket(rootKey: Uint8Array, fields: Body = {}, store = STORE_ID): string {
  const content = JSON.stringify(makeBody("ticket", null, fields));
  const mac = macOf(rootKey, content, store).toString("base64url");
  return `1.${Buffer.from(content).toString("base64url")}.${mac}`;
}

function macOf(rootKey: Uint8Array, content: string, store: string): Buffer {
  const key = hkdfSync("sha256", rootKey, store, "lunakey/v1/sign-ledger-call", 32);
  return createHmac("sha256", new Uint8Array(key)).update(content).digest();
}
