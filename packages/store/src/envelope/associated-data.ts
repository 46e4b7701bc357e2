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
  const bytes = encodeShortAscii(parts);
  if (bytes !== undefined) return bytes;
  const encoded = parts.map(encodeUtf8);
  const size = encoded.reduce((sum, part) => sum + 4 + part.byteLength, 0);
  const whole = new Uint8Array(size);
  const view = new DataView(whole.buffer);
  let offset = 0;
  for (const part of encoded) {
    view.setUint32(offset, part.byteLength);
    whole.set(part, offset + 4);
    offset += 4 + part.byteLength;
  }
  return whole;
}

/** The longest store, environment and name together have fewer. */
const SHORT_LENGTH = 1_000;

/**
 * The same bytes for what a place consists of: a call of the encoder for each part costs more than
 * opening a value. Undefined where the parts are long or hold other letters.
 */
function encodeShortAscii(parts: readonly string[]): Uint8Array<ArrayBuffer> | undefined {
  let size = 0;
  for (const part of parts) size += 4 + part.length;
  if (size > SHORT_LENGTH) return undefined;
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const part of parts) {
    // The upper two bytes of the length stay 0.
    bytes[offset + 2] = part.length >> 8;
    bytes[offset + 3] = part.length & 255;
    offset += 4;
    for (let i = 0; i < part.length; i++) {
      const code = part.charCodeAt(i);
      if (code > 127) return undefined;
      bytes[offset++] = code;
    }
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
