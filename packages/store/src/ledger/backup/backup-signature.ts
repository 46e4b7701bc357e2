/**
 * Signs the chunks of a backup and proves them when they come back: HMAC-SHA-256 under a key that
 * is derived from the root key, so that nobody without it can put a token or a grant into a backup.
 */
import { BACKUP, type BackupChunk, LunakeyError } from "@lunakey/contract";
import { equalText, sha256, toHex } from "../../bytes.ts";
import { encodeParts } from "../../envelope/associated-data.ts";
import type { Keyring } from "../../envelope/keyring.ts";

type ChunkContent = Pick<BackupChunk, "backup" | "index" | "last" | "body">;

/** Makes a chunk of a backup. */
export async function signChunk(keyring: Keyring, content: ChunkContent): Promise<BackupChunk> {
  const keyVersion = keyring.currentVersion;
  const { backup, index, last, body } = content;
  const unsigned = { v: BACKUP.VERSION, backup, index, last, body, keyVersion };
  const digest = toHex(await sha256(body));
  return { ...unsigned, digest, mac: await computeMac(keyring, unsigned) };
}

/** @throws LunakeyError `invalid_input` for a chunk that this store's keys did not sign. */
export async function proveChunk(keyring: Keyring, chunk: BackupChunk): Promise<void> {
  if (!keyring.has(chunk.keyVersion)) {
    throw new LunakeyError({
      code: "conflict",
      message: `The backup was made under root key ${chunk.keyVersion}, which is not among the store's variables.`,
      hint: `Set LUNAKEY_ROOT_KEY_V${chunk.keyVersion} from the recovery file, then restore again.`,
    });
  }
  if (equalText(await computeMac(keyring, chunk), chunk.mac)) return;
  throw new LunakeyError({
    code: "invalid_input",
    field: "chunk.mac",
    message:
      "chunk.mac must be the signature of this store's root key: the backup was altered, or is another store's.",
    hint: "Take a backup that was not altered, and the recovery file of the same store.",
  });
}

async function computeMac(
  keyring: Keyring,
  {
    v,
    backup,
    index,
    last,
    body,
    keyVersion,
  }: ChunkContent & Pick<BackupChunk, "v" | "keyVersion">,
): Promise<string> {
  const numbers = [v, keyVersion, index].map(String);
  const bytes = encodeParts(["lunakey backup", ...numbers, backup, String(last), body]);
  const key = await keyring.backupKey(keyVersion);
  return toHex(new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes)));
}
