/**
 * Seals and opens one value. WebCrypto only; AES-256-GCM twice: the value under a data key of its
 * own, the data key under the wrap key. Format 1:
 *
 * | offset | length | field                                                               |
 * |--------|--------|---------------------------------------------------------------------|
 * | 0      | 1      | format version, 1                                                   |
 * | 1      | 4      | version of the root key, unsigned, big-endian                       |
 * | 5      | 12     | random nonce of the data key's wrapping                             |
 * | 17     | 48     | data key (32) and tag (16), under the wrap key                      |
 * | 65     | 12     | random nonce of the value                                           |
 * | 77     | n + 16 | value in UTF-8 (n) and tag (16), under the data key                 |
 *
 * Associated data: `associated-data.ts`. Changing the root key rewrites bytes 1 to 64 only.
 */
import { encodeUtf8, randomBytes } from "../bytes.ts";
import {
  decryptGcm,
  encryptGcm,
  importGcmKey,
  NONCE_BYTES,
  OpenError,
  TAG_BYTES,
  unwrapGcmKey,
} from "./aes-gcm.ts";
import { dataKeyData, type SealedPlace, valueData } from "./associated-data.ts";
import type { Keyring } from "./keyring.ts";

const FORMAT = 1;
const OFFSET = { ROOT_KEY_VERSION: 1, WRAP_NONCE: 5, DATA_KEY: 17, NONCE: 65, VALUE: 77 } as const;
const DATA_KEY_BYTES = 32;

/** Bytes that a sealed value has beyond the value's own. */
export const ENVELOPE_BYTES: number = OFFSET.VALUE + TAG_BYTES;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Seals a value for its place, under the current root key. */
export async function sealValue(
  keyring: Keyring,
  place: SealedPlace,
  value: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const rootKeyVersion = keyring.currentVersion;
  const dataKey = randomBytes(DATA_KEY_BYTES);
  const wrapNonce = randomBytes(NONCE_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  const wrapped = await encryptGcm(
    await keyring.wrapKey(rootKeyVersion),
    wrapNonce,
    dataKeyData(FORMAT, rootKeyVersion, place),
    dataKey,
  );
  const sealed = await encryptGcm(
    await importGcmKey(dataKey, "encrypt"),
    nonce,
    valueData(FORMAT, place),
    encodeUtf8(value),
  );
  dataKey.fill(0);
  const bytes = new Uint8Array(OFFSET.VALUE + sealed.byteLength);
  bytes[0] = FORMAT;
  new DataView(bytes.buffer).setUint32(OFFSET.ROOT_KEY_VERSION, rootKeyVersion);
  bytes.set(wrapNonce, OFFSET.WRAP_NONCE);
  bytes.set(new Uint8Array(wrapped), OFFSET.DATA_KEY);
  bytes.set(nonce, OFFSET.NONCE);
  bytes.set(new Uint8Array(sealed), OFFSET.VALUE);
  return bytes;
}

/** The version of the root key that sealed bytes need, or undefined where they are no format 1. */
export function findRootKeyVersion(bytes: Uint8Array): number | undefined {
  if (bytes.byteLength < ENVELOPE_BYTES || bytes[0] !== FORMAT) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint32(OFFSET.ROOT_KEY_VERSION);
}

/**
 * @throws OpenError where the bytes were altered, belong elsewhere or were sealed under another
 * key: one error for all of them.
 */
export async function openValue(
  keyring: Keyring,
  place: SealedPlace,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const rootKeyVersion = findRootKeyVersion(bytes);
  if (rootKeyVersion === undefined || !keyring.has(rootKeyVersion)) throw new OpenError();
  const wrapKey = await keyring.wrapKey(rootKeyVersion);
  try {
    const dataKey = await unwrapGcmKey(
      wrapKey,
      slice(bytes, OFFSET.WRAP_NONCE),
      dataKeyData(FORMAT, rootKeyVersion, place),
      bytes.subarray(OFFSET.DATA_KEY, OFFSET.NONCE),
    );
    const value = await decryptGcm(
      dataKey,
      slice(bytes, OFFSET.NONCE),
      valueData(FORMAT, place),
      bytes.subarray(OFFSET.VALUE),
    );
    return decoder.decode(value);
  } catch {
    // Whatever it was, tag, key or text: a reader must not be able to tell one from the other.
    throw new OpenError();
  }
}

/**
 * The same sealed value with its data key wrapped under the current root key; the value's own bytes
 * stay, and are not opened.
 *
 * @throws OpenError where the data key does not open.
 */
export async function rewrapDataKey(
  keyring: Keyring,
  place: SealedPlace,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const before = findRootKeyVersion(bytes);
  if (before === undefined || !keyring.has(before)) throw new OpenError();
  const dataKey = await decryptGcm(
    await keyring.wrapKey(before),
    slice(bytes, OFFSET.WRAP_NONCE),
    dataKeyData(FORMAT, before, place),
    bytes.subarray(OFFSET.DATA_KEY, OFFSET.NONCE),
  );
  const rootKeyVersion = keyring.currentVersion;
  const wrapNonce = randomBytes(NONCE_BYTES);
  const wrapped = await encryptGcm(
    await keyring.wrapKey(rootKeyVersion),
    wrapNonce,
    dataKeyData(FORMAT, rootKeyVersion, place),
    new Uint8Array(dataKey),
  );
  const rewrapped = new Uint8Array(bytes);
  new DataView(rewrapped.buffer).setUint32(OFFSET.ROOT_KEY_VERSION, rootKeyVersion);
  rewrapped.set(wrapNonce, OFFSET.WRAP_NONCE);
  rewrapped.set(new Uint8Array(wrapped), OFFSET.DATA_KEY);
  return rewrapped;
}

function slice(bytes: Uint8Array<ArrayBuffer>, nonceOffset: number): Uint8Array<ArrayBuffer> {
  return bytes.subarray(nonceOffset, nonceOffset + NONCE_BYTES);
}
