/**
 * The associated data that ties sealed bytes to their place. Every part is preceded by its length,
 * so that no two different lists of parts give the same bytes.
 *
 * | part | length | field   |
 * |------|--------|---------|
 * | each | 4      | length of what follows, unsigned, big-endian |
 * |      | n      | UTF-8   |
 */
import { encodeUtf8 } from "../bytes.ts";

/** Where a sealed value belongs. Bytes that were moved elsewhere do not open. */
export interface SealedPlace {
  readonly store: string;
  readonly environment: string;
  readonly name: string;
  readonly version: number;
}

/** Length-prefixed parts, in order. */
export function encodeParts(parts: readonly string[]): Uint8Array<ArrayBuffer> {
  const encoded = parts.map(encodeUtf8);
  const size = encoded.reduce((sum, part) => sum + 4 + part.byteLength, 0);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let offset = 0;
  for (const part of encoded) {
    view.setUint32(offset, part.byteLength);
    bytes.set(part, offset + 4);
    offset += 4 + part.byteLength;
  }
  return bytes;
}

/** Associated data of a value under its data key. */
export function valueData(format: number, place: SealedPlace): Uint8Array<ArrayBuffer> {
  return encodeParts(["lunakey value", String(format), ...placeParts(place)]);
}

/** Associated data of a data key under the wrap key of a root key's version. */
export function dataKeyData(
  format: number,
  rootKeyVersion: number,
  place: SealedPlace,
): Uint8Array<ArrayBuffer> {
  return encodeParts([
    "lunakey data key",
    String(format),
    String(rootKeyVersion),
    ...placeParts(place),
  ]);
}

function placeParts(place: SealedPlace): string[] {
  return [place.store, place.environment, place.name, String(place.version)];
}
