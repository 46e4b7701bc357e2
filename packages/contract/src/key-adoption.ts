/**
 * How a new root key's audit key is tied to the one before: an audit event that carries both public
 * keys and a signature by each over the same statement. Whoever trusts one of the two keys can
 * trust the other, so that checkpoints stay checkable once the old root key is gone.
 */
import * as z from "zod";
import { type AuditEvent, canonicalJson, fromBase64 } from "./audit.ts";

export const KEY_ADOPTION_ACTION = "keys.adopt";

const keyAdoption = z.strictObject({
  keyVersion: z.int(),
  /** Ed25519, raw 32 bytes, base64; so is the other. */
  publicKey: z.string(),
  previousKeyVersion: z.int(),
  previousPublicKey: z.string(),
  /** Ed25519 by the new key, base64. */
  signature: z.string(),
  /** Ed25519 by the key before, base64. */
  previousSignature: z.string(),
});
/** The `details` of an adoption's event. */
export type KeyAdoption = z.infer<typeof keyAdoption>;

/** The bytes that both signatures cover. */
export function keyAdoptionBytes(
  store: string,
  keys: Omit<KeyAdoption, "signature" | "previousSignature">,
): Uint8Array<ArrayBuffer> {
  const { keyVersion, publicKey, previousKeyVersion, previousPublicKey } = keys;
  const statement = { keyVersion, publicKey, previousKeyVersion, previousPublicKey };
  return new TextEncoder().encode(
    canonicalJson({ v: 1, action: KEY_ADOPTION_ACTION, store, ...statement }),
  );
}

/** The two keys of an adoption whose signatures are both right; null for any other event. */
export async function findKeyAdoption(event: AuditEvent): Promise<KeyAdoption | null> {
  if (event.action !== KEY_ADOPTION_ACTION) return null;
  const { data } = keyAdoption.safeParse(event.details);
  if (data === undefined) return null;
  const bytes = keyAdoptionBytes(event.store, data);
  const isSound =
    (await isSigned(data.publicKey, data.signature, bytes)) &&
    (await isSigned(data.previousPublicKey, data.previousSignature, bytes));
  return isSound ? data : null;
}

async function isSigned(
  publicKeyText: string,
  signatureText: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const publicKey = fromBase64(publicKeyText);
  const signature = fromBase64(signatureText);
  // RFC 8032, 5.1: keys of 32 bytes, signatures of 64.
  if (publicKey?.byteLength !== 32 || signature?.byteLength !== 64) return false;
  const algorithm = { name: "Ed25519" };
  const key = await crypto.subtle.importKey("raw", publicKey, algorithm, false, ["verify"]);
  return crypto.subtle.verify("Ed25519", key, signature, bytes);
}
