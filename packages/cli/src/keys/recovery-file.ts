/**
 * The recovery file: a store's root keys and the hash of its first admin's token, sealed under a
 * passphrase. `docs/storage-schema.md` has the format byte for byte. Knows no files and no terminal.
 */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from "node:crypto";
import { canonicalJson, describeIssue, storeId } from "@lunakey/contract";
import * as z from "zod";
import { failure } from "../cli-error.ts";
import { describeFault } from "../language/french/schema-refusals.ts";
import { phrase } from "../language/phrase.ts";

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

const bytes = (count: number) => {
  const error = `must be base64 of ${count} bytes`;
  return z.base64({ error }).refine((text) => byteLength(text) === count, error);
};
const exactly = <Value extends string | number>(value: Value) =>
  z.literal(value, { error: `must be ${value}` });
const fields = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, { error: "must be an object" });
const text = (rule: RegExp, error: string) => z.string({ error }).regex(rule, error);
const sealedRule = `must be base64 of more than ${TAG_BYTES} bytes`;

const recoveryFile = fields({
  format: exactly("lunakey-recovery"),
  v: exactly(1),
  store: storeId,
  tokenId: text(/^[0-9a-f]{16}$/, "must be a token's id: 16 hexadecimal digits"),
  kdf: fields({
    name: exactly("scrypt"),
    N: exactly(SCRYPT.N),
    r: exactly(SCRYPT.r),
    p: exactly(SCRYPT.p),
    salt: bytes(SALT_BYTES),
  }),
  cipher: fields({ name: exactly("AES-256-GCM"), nonce: bytes(NONCE_BYTES) }),
  sealed: z.base64({ error: sealedRule }).refine((all) => byteLength(all) > TAG_BYTES, sealedRule),
});
type RecoveryFile = z.infer<typeof recoveryFile>;

const sealedContent = fields({
  rootKeys: z.record(text(/^[1-9][0-9]{0,8}$/, "must be a version"), bytes(KEY_BYTES), {
    error: "must be root keys by version",
  }),
  tokenHash: text(/^[0-9a-f]{16}:[0-9a-f]{64}$/, "must be a token's id and its hash"),
});

function byteLength(base64: string): number {
  return Buffer.from(base64, "base64").byteLength;
}

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
  const { sealed, ...head } = parseWhole(recoveryFile, text);
  const all = Buffer.from(sealed, "base64");
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
  return { store: head.store, ...parseWhole(sealedContent, plaintext) };
}

/** @throws CliError `file_invalid`, with the field and what it must be. */
function parseWhole<Schema extends z.ZodType>(schema: Schema, content: string | Buffer) {
  const json = parseJson(content);
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const { message } = describeIssue(parsed.error.issues[0], json, "the file");
  const { v } = Object(json) as { v?: unknown };
  throw failure(
    "file_invalid",
    phrase("This is not a recovery file of lunakey, version 1: {message}", {
      message: describeFault(message),
    }),
    typeof v === "number" && v > 1
      ? "A newer lunakey made it: use that one."
      : "Name the file that lunakey init made.",
  );
}

function parseJson(text: string | Buffer): unknown {
  try {
    return JSON.parse(text.toString());
  } catch {
    // Not JSON: the caller refuses it with a fixed text.
    return undefined;
  }
}

function deriveKey(passphrase: string, salt: Buffer): Promise<Buffer> {
  const options = { ...SCRYPT, maxmem: SCRYPT_MEMORY_BYTES };
  return new Promise((resolve, reject) => {
    scrypt(Buffer.from(passphrase), salt, KEY_BYTES, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
