/**
 * Opens a sealed value from the description in docs/storage-schema.md alone, with node:crypto and
 * none of the store's code: what whoever has the file and the root key can always do.
 */
import { createDecipheriv, hkdfSync } from "node:crypto";

export interface SealedRow {
  readonly environment: string;
  readonly name: string;
  readonly version: number;
  readonly sealed: Uint8Array;
}

/** @throws Error where it does not open. */
export function openSealed(rootKey: Uint8Array, store: string, row: SealedRow): string {
  const { sealed } = row;
  const rootKeyVersion = new DataView(sealed.buffer, sealed.byteOffset).getUint32(1);
  const place = [store, row.environment, row.name, String(row.version)];
  const wrapKey = new Uint8Array(
    hkdfSync("sha256", rootKey, store, "lunakey/v1/wrap-data-key", 32),
  );
  const dataKeyParts = ["lunakey data key", String(sealed[0]), String(rootKeyVersion), ...place];
  const dataKey = decrypt(wrapKey, sealed.subarray(5, 65), dataKeyParts);
  return decrypt(dataKey, sealed.subarray(65), [
    "lunakey value",
    String(sealed[0]),
    ...place,
  ]).toString();
}

/** @param bytes nonce, ciphertext, tag. */
function decrypt(key: Uint8Array, bytes: Uint8Array, parts: readonly string[]): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
  decipher.setAAD(Buffer.concat(parts.flatMap(lengthAndText)));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
}

function lengthAndText(part: string): Buffer[] {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(part));
  return [length, Buffer.from(part)];
}
