/**
 * AES-256-GCM as the envelope uses it, twice per value: nonces of 96 bits, tags of 128 bits at the
 * end of the ciphertext (NIST SP 800-38D). The standard vectors run through these three functions.
 * Makes no nonce and no key, and knows nothing of places or formats.
 */
const KEY_BYTES = 32;

export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

/** The one face of every reason for which sealed bytes do not open. Holds nothing about them. */
export class OpenError extends Error {
  constructor() {
    super("A sealed value does not open.");
    this.name = "OpenError";
  }
}

/** A key of 32 bytes that can not be exported. @throws OpenError for any other length. */
export async function importGcmKey(
  bytes: Uint8Array<ArrayBuffer> | ArrayBuffer,
  usage: "encrypt" | "decrypt",
): Promise<CryptoKey> {
  // WebCrypto would take 16 bytes too, and call it AES-128.
  if (bytes.byteLength !== KEY_BYTES) throw new OpenError();
  return crypto.subtle.importKey("raw", bytes, { name: "AES-GCM" }, false, [usage]);
}

/** @returns ciphertext and tag. @param nonce never used before under this key. */
export function encryptGcm(
  key: CryptoKey,
  nonce: Uint8Array<ArrayBuffer>,
  additionalData: Uint8Array<ArrayBuffer>,
  plaintext: Uint8Array<ArrayBuffer>,
): Promise<ArrayBuffer> {
  return crypto.subtle.encrypt(describeGcm(nonce, additionalData), key, plaintext);
}

/** @param sealed ciphertext and tag. @throws OpenError where anything of it was altered. */
export async function decryptGcm(
  key: CryptoKey,
  nonce: Uint8Array<ArrayBuffer>,
  additionalData: Uint8Array<ArrayBuffer>,
  sealed: Uint8Array<ArrayBuffer>,
): Promise<ArrayBuffer> {
  try {
    return await crypto.subtle.decrypt(describeGcm(nonce, additionalData), key, sealed);
  } catch {
    // Whatever it was: a reader must not be able to tell one reason from the other.
    throw new OpenError();
  }
}

/**
 * A wrapped AES-256-GCM key, ready to decrypt with: its bytes never come into JavaScript.
 *
 * @param wrapped 32 bytes and tag. @throws OpenError where anything of it was altered.
 */
export async function unwrapGcmKey(
  key: CryptoKey,
  nonce: Uint8Array<ArrayBuffer>,
  additionalData: Uint8Array<ArrayBuffer>,
  wrapped: Uint8Array<ArrayBuffer>,
): Promise<CryptoKey> {
  if (wrapped.byteLength !== KEY_BYTES + TAG_BYTES) throw new OpenError();
  const algorithm = describeGcm(nonce, additionalData);
  try {
    return await crypto.subtle.unwrapKey("raw", wrapped, key, algorithm, "AES-GCM", false, [
      "decrypt",
    ]);
  } catch {
    // As below.
    throw new OpenError();
  }
}

function describeGcm(iv: Uint8Array<ArrayBuffer>, additionalData: Uint8Array<ArrayBuffer>) {
  return { name: "AES-GCM", iv, additionalData, tagLength: TAG_BYTES * 8 };
}
