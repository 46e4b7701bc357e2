/**
 * Seals users' provider keys with AES-256-GCM under KEK_V1. The user and the provider are
 * authenticated with the key, so that one user's sealed key does not open as another's.
 */
import { requireSecret } from './secrets';
import type { Env } from './types';

/** `kek` names the secret that sealed it, `iv` and `data` are base64. */
export interface SealedKey {
  kek: 'v1';
  iv: string;
  data: string;
}

async function importKek(env: Env): Promise<CryptoKey> {
  const bytes = fromBase64(await requireSecret(env, 'KEK_V1'));
  if (bytes.byteLength !== 32) {
    throw new Error('KEK_V1 must be 32 bytes in base64');
  }
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** @param owner whose key it is, and for what: `github:1234/openai`. */
export async function sealKey(env: Env, owner: string, plain: string): Promise<SealedKey> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const encoder = new TextEncoder();
  const data = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: encoder.encode(owner) },
    await importKek(env),
    encoder.encode(plain),
  );
  return { kek: 'v1', iv: toBase64(iv), data: toBase64(new Uint8Array(data)) };
}

/** The plain key. Rejects where it was sealed for another owner, under another KEK, or altered. */
export async function openKey(env: Env, owner: string, sealed: SealedKey): Promise<string> {
  const additionalData = new TextEncoder().encode(owner);
  const plain = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: fromBase64(sealed.iv), additionalData },
    await importKek(env),
    fromBase64(sealed.data),
  );
  return new TextDecoder().decode(plain);
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
