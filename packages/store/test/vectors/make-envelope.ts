/**
 * Makes `envelope-1.json` with node:crypto, from the table in `src/envelope/envelope.ts` and without
 * any of its code: `node packages/store/test/vectors/make-envelope.ts > …/envelope-1.json`. Run once;
 * the vector is frozen, since bytes of format 1 must open for ever.
 */
import { createCipheriv, hkdfSync } from "node:crypto";

const place = {
  store: "e0cc9185036e40cebc8c4b86840a961f",
  environment: "production",
  name: "STRIPE_SECRET_KEY",
  version: 7,
};
const value = "sk_test_ünïcode\n";
const rootKey = Buffer.from(Array.from({ length: 32 }, (_, index) => index));
const dataKey = Buffer.alloc(32, 0xda);
const wrapNonce = Buffer.alloc(12, 0x01);
const nonce = Buffer.alloc(12, 0x02);

function encodeParts(parts: readonly string[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(Buffer.byteLength(part));
      return [length, Buffer.from(part)];
    }),
  );
}

function encrypt(key: Uint8Array, iv: Buffer, data: Buffer, plaintext: Buffer): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  cipher.setAAD(data);
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

const placeParts = [place.store, place.environment, place.name, String(place.version)];
const wrapKey = new Uint8Array(
  hkdfSync("sha256", rootKey, place.store, "lunakey/v1/wrap-data-key", 32),
);
const header = Buffer.from([1, 0, 0, 0, 1]);
const wrapped = encrypt(
  wrapKey,
  wrapNonce,
  encodeParts(["lunakey data key", "1", "1", ...placeParts]),
  dataKey,
);
const sealed = encrypt(
  dataKey,
  nonce,
  encodeParts(["lunakey value", "1", ...placeParts]),
  Buffer.from(value),
);

const vector = {
  source: "test/vectors/make-envelope.ts",
  place,
  value,
  rootKey: rootKey.toString("base64"),
  sealed: Buffer.concat([header, wrapNonce, wrapped, nonce, sealed]).toString("base64"),
};
process.stdout.write(`${JSON.stringify(vector, null, 2)}\n`);
