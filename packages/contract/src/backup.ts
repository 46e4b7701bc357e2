/**
 * A backup as it travels and lies in a file: chunks that the ledger makes and signs, and that only
 * a ledger of the same store and root key takes back. A chunk's `body` is kept as text, so that the
 * signature covers the very bytes. `docs/storage-schema.md` has the file, line by line.
 */
import * as z from "zod";
import { checkpoint } from "./audit.ts";
import { storeId } from "./names.ts";

export const BACKUP = {
  /** First line of the file says this and the version. */
  FORMAT: "lunakey-backup",
  VERSION: 1,
  /** A chunk is closed once it holds this much; it may be over by one record. */
  CHUNK_BYTES: 1_048_576,
  /** What the largest record (an event, a row of 2 MB at most) can bring a chunk to, with room. */
  CHUNK_LIMIT: 8_388_608,
  /** A backup that was begun can be read for so long; milliseconds. */
  PERIOD_MS: 6 * 3_600_000,
} as const;

const hex = (digits: number) =>
  z
    .string({ error: `must be ${digits} hexadecimal digits` })
    .regex(new RegExp(`^[0-9a-f]{${digits}}$`), `must be ${digits} hexadecimal digits`);

const count = (least: number) =>
  z
    .number({ error: "must be a number" })
    .int("must be a whole number")
    .min(least, `must be at least ${least}`);

/** Names a backup: 16 random bytes. */
export const backupId = hex(32);

export const backupChunk = z.strictObject(
  {
    v: z.literal(BACKUP.VERSION, { error: `must be ${BACKUP.VERSION}` }),
    backup: backupId,
    /** 0 is the manifest; records follow from 1, without gaps. */
    index: count(0),
    /** True for the one that ends the backup. */
    last: z.boolean({ error: "must be true or false" }),
    /** JSON: the manifest, or a list of records. */
    body: z
      .string({ error: "must be a string" })
      .max(BACKUP.CHUNK_LIMIT, `must be at most ${BACKUP.CHUNK_LIMIT} characters`),
    /** SHA-256 of the body's UTF-8: for whoever has no root key. */
    digest: hex(64),
    /** Version of the root key that the key of the signature is derived from. */
    keyVersion: count(1),
    /** HMAC-SHA-256 over all of the above; 64 hexadecimal digits. */
    mac: hex(64),
  },
  { error: "must be a chunk of a backup" },
);
export type BackupChunk = z.infer<typeof backupChunk>;

/** Body of chunk 0. */
export const backupManifest = z.object(
  {
    store: storeId,
    /** Milliseconds since 1970. */
    at: count(0),
    schemaVersion: count(1),
    backend: z.enum(["vault", "cloudflare"], { error: "must be one of vault, cloudflare" }),
    /** The audit's head that everything else in the backup belongs to. */
    head: checkpoint,
    /** Versions of the root keys that values are sealed under. */
    rootKeyVersions: z.array(count(1), { error: "must be a list of versions" }),
    secrets: count(0),
    versions: count(0),
  },
  { error: "must be the manifest of a backup" },
);
export type BackupManifest = z.infer<typeof backupManifest>;
