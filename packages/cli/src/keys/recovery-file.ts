/**
 * The recovery file: a store's root keys and the hash of its first admin's token, sealed under a
 * passphrase. `docs/storage-schema.md` has the format byte for byte. Knows no files and no terminal.
 */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from "node:crypto";
import { canonicalJson, parseInput, storeId } from "@lunakey/contract";
import * as z from "zod";
import { failure } from "../cli-error.ts";

/** What the recovery file is for; never written anywhere in clear. */
export interface RecoveryContent {
  readonly store: string;
  /** Base64 of 32 bytes each, by version. */
  readonly rootKeys: Readonly<Record<number, string>>;
  /** `<id>:<SHA-256 of the token in hexadecimal>`. */
  readonly tokenHash: string;
}

/** RFC 7914; 128 MiB and about half a second per try, OWASP's recommendation of 2026-09. */
const SCRYPT = { N: 131_072, r: 8, p: 1 } as const;
/** What those parameters take, 128 * N * r bytes, with room. */
const SCRYPT_MEMORY_BYTES = 192 * 1024 * 1024;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = "aes-256-gcm";

const bytes = (count: number) =>
  z.base64().refine((text) => Buffer.from(text, "base64").byteLength === count);

const recoveryFile = z.strictObject({
  format: z.literal("lunakey-recovery"),
  v: z.literal(1),
  store: storeId,
  tokenId: z.string().regex(/^[0-9a-f]{16}$/),
  kdf: z.strictObject({
    name: z.literal("scrypt"),
    N: z.literal(SCRYPT.N),
    r: z.literal(SCRYPT.r),
    p: z.literal(SCRYPT.p),
    salt: bytes(SALT_BYTES),
  }),
  cipher: z.strictObject({ name: z.literal("AES-256-GCM"), nonce: bytes(NONCE_BYTES) }),
  sealed: z.base64(),
});
type RecoveryFile = z.infer<typeof recoveryFile>;

const sealedContent = z.strictObject({
  rootKeys: z.record(z.string().regex(/^[1-9][0-9]{0,8}$/), bytes(KEY_BYTES)),
  tokenHash: z.string().regex(/^[0-9a-f]{16}:[0-9a-f]{64}$/),
});

/** @returns the whole file, one line. Salt and nonce are new each time. */
export async function sealRecovery(content: RecoveryContent, passphrase: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  const head: Omit<RecoveryFile, "sealed"> = {
    format: "lunakey-recovery",
    v: 1,
    store: content.store as RecoveryFile["store"],
    tokenId: content.tokenHash.slice(0, content.tokenHash.indexOf(":")),
    kdf: { name: "scrypt", ...SCRYPT, salt: salt.toString("base64") },
    cipher: { name: "AES-256-GCM", nonce: nonce.toString("base64") },
  };
  const { rootKeys, tokenHash } = content;
  const cipher = createCipheriv(CIPHER, await deriveKey(passphrase, salt), nonce);
  cipher.setAAD(Buffer.from(canonicalJson(head)));
  const plaintext = Buffer.from(canonicalJson({ rootKeys, tokenHash }));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  return `${JSON.stringify({ ...head, sealed: sealed.toString("base64") })}\n`;
}

/** @throws CliError `file_invalid`, or `passphrase_wrong`, which an altered file looks like too. */
export async function openRecovery(text: string, passphrase: string): Promise<RecoveryContent> {
  const { sealed, ...head } = parseRecovery(text);
  const all = Buffer.from(sealed, "base64");
  if (all.byteLength <= TAG_BYTES) throw notARecoveryFile();
  const key = await deriveKey(passphrase, Buffer.from(head.kdf.salt, "base64"));
  const decipher = createDecipheriv(CIPHER, key, Buffer.from(head.cipher.nonce, "base64"), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(canonicalJson(head)));
  decipher.setAuthTag(all.subarray(-TAG_BYTES));
  let plaintext: Buffer;
  try {
    plaintext = Buffer.concat([decipher.update(all.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch {
    // One answer for a wrong passphrase and an altered file: the tag does not tell them apart.
    throw failure(
      "passphrase_wrong",
      "The passphrase is wrong, or the recovery file was altered.",
      "Try again; without the passphrase nothing opens it.",
    );
  }
  return { store: head.store, ...parseInput(sealedContent, parseJson(plaintext), "content") };
}

function parseRecovery(text: string): RecoveryFile {
  const parsed = recoveryFile.safeParse(parseJson(text));
  if (!parsed.success) throw notARecoveryFile();
  return parsed.data;
}

function parseJson(text: string | Buffer): unknown {
  try {
    return JSON.parse(text.toString());
  } catch {
    // Not JSON: the caller refuses it with a fixed text.
    return undefined;
  }
}

function notARecoveryFile() {
  return failure(
    "file_invalid",
    "This is not a recovery file of lunakey, version 1.",
    "Name the file that lunakey init made.",
  );
}

function deriveKey(passphrase: string, salt: Buffer): Promise<Buffer> {
  const options = { ...SCRYPT, maxmem: SCRYPT_MEMORY_BYTES };
  return new Promise((resolve, reject) => {
    scrypt(Buffer.from(passphrase), salt, KEY_BYTES, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
