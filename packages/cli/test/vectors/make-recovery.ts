/**
 * Makes `recovery-1.json`, a recovery file of format 1 that must open for ever: from the description
 * in docs/storage-schema.md, with WebCrypto in place of the product's own code.
 * Run: node packages/cli/test/vectors/make-recovery.ts
 */
import { scryptSync } from "node:crypto";

const passphrase = "correct horse battery staple";
const salt = Buffer.from(Array.from({ length: 16 }, (_, index) => index));
const nonce = Buffer.from(Array.from({ length: 12 }, (_, index) => 0xf0 + index));
const tokenHash = `00112233445566ff:${"ab".repeat(32)}`;
const rootKeys = {
  "1": Buffer.alloc(32, 1).toString("base64"),
  "2": Buffer.alloc(32, 2).toString("base64"),
};
const kdf = { N: 131_072, name: "scrypt", p: 1, r: 8, salt: salt.toString("base64") };
const cipher = { name: "AES-256-GCM", nonce: nonce.toString("base64") };
// Written with sorted keys: that is the canonical form.
const head = {
  cipher,
  format: "lunakey-recovery",
  kdf,
  store: "e0cc9185036e40cebc8c4b86840a961f",
  tokenId: "00112233445566ff",
  v: 1,
};
const raw = scryptSync(passphrase, salt, 32, { N: kdf.N, r: 8, p: 1, maxmem: 2 ** 28 });
const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
const sealed = await crypto.subtle.encrypt(
  { name: "AES-GCM", iv: nonce, additionalData: Buffer.from(JSON.stringify(head)) },
  key,
  Buffer.from(JSON.stringify({ rootKeys, tokenHash })),
);
const file = JSON.stringify({ ...head, sealed: Buffer.from(sealed).toString("base64") });
process.stdout.write(
  `${JSON.stringify({ source: "make-recovery.ts", passphrase, rootKeys, tokenHash, file }, null, 2)}\n`,
);
