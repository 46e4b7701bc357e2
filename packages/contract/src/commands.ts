/**
 * Everything that can be asked of the ledger by people and CI, as one tagged union. REST, CLI and
 * dashboard are adapters onto it. Policy, idempotency and audit are the ledger's.
 */
import * as z from "zod";
import { backupChunk, backupId } from "./backup.ts";
import {
  copiesList,
  copiesPlan,
  copiesRemove,
  copiesSend,
  copiesSurplus,
  copiesTarget,
} from "./copies.ts";
import { LIMITS } from "./limits.ts";
import {
  consumerEnvironment,
  epochMs,
  secretEnvironment,
  secretName,
  secretValue,
  workerName,
} from "./names.ts";
import {
  changesApply,
  secretPromote,
  secretRetire,
  secretRollback,
  secretRollout,
  secretRotate,
} from "./rotation.ts";
import { expectedVersion, versionComment, wellFormedText } from "./version-fields.ts";

/** What a token may do: `admin` everything, `writer` secrets, `viewer` metadata and audit. */
export const role = z.enum(["admin", "writer", "viewer"], {
  error: "must be one of admin, writer, viewer",
});
export type Role = z.infer<typeof role>;

/** After this write, may the Workers' own copies still serve in an outage? */
export const fallbackChoice = z.enum(["allowed", "obsolete"], {
  error: "must be one of allowed, obsolete",
});

const label = wellFormedText
  .min(1, "must not be empty")
  .max(LIMITS.LABEL_LENGTH, `must be at most ${LIMITS.LABEL_LENGTH} characters`);

const cursorRule = "must be the nextCursor of a page of the same list";
/** From the answer before; opaque. */
const cursor = z.string({ error: cursorRule }).max(1_000, cursorRule);

const page = {
  limit: z
    .number({ error: "must be a number" })
    .int("must be a whole number")
    .min(1, "must be at least 1")
    .max(LIMITS.PAGE_SIZE, `must be at most ${LIMITS.PAGE_SIZE}`)
    .optional(),
  cursor: cursor.optional(),
};

const secretKey = { environment: secretEnvironment, name: secretName };

export const secretSet = z.strictObject({
  type: z.literal("secret.set"),
  ...secretKey,
  value: secretValue,
  /**
   * Default: `allowed` for the first value, what it was for an unchanged one, `obsolete` for a
   * change, since the Workers' own copies then hold the old value.
   */
  fallback: fallbackChoice.optional(),
  expectVersion: expectedVersion.optional(),
  /** From then on the value is not served, nor is anything in its place. */
  expiresAt: epochMs.optional(),
  comment: versionComment.optional(),
});

export const importEntry = z.strictObject({ name: secretName, value: secretValue });

export const secretImport = z.strictObject({
  type: z.literal("secret.import"),
  environment: secretEnvironment,
  entries: z
    .array(importEntry, { error: "must be a list of entries" })
    .min(1, "must hold at least one entry")
    .max(LIMITS.ENTRIES_PER_IMPORT, `must hold at most ${LIMITS.ENTRIES_PER_IMPORT} entries`),
  /** `preview` compares and changes nothing; `apply` writes all entries or none. */
  mode: z.enum(["preview", "apply"], { error: "must be one of preview, apply" }),
  /** Without it, `apply` refuses where a value differs from the store's. */
  overwrite: z.boolean({ error: "must be true or false" }).optional(),
});

export const secretGet = z.strictObject({ type: z.literal("secret.get"), ...secretKey });
export const secretList = z.strictObject({
  type: z.literal("secret.list"),
  environment: secretEnvironment.optional(),
  /** Only names that contain this, without regard to case. */
  search: wellFormedText.max(50, "must be at most 50 characters").optional(),
  ...page,
});
export const secretHistory = z.strictObject({
  type: z.literal("secret.history"),
  ...secretKey,
  ...page,
});
export const secretDelete = z.strictObject({
  type: z.literal("secret.delete"),
  ...secretKey,
  /** Also where a Worker read it lately. */
  force: z.boolean({ error: "must be true or false" }).optional(),
});
export const secretUndelete = z.strictObject({ type: z.literal("secret.undelete"), ...secretKey });

const grantKey = {
  worker: workerName,
  environment: consumerEnvironment,
  names: z
    .array(secretName, { error: "must be a list of names" })
    .min(1, "must hold at least one name")
    .max(LIMITS.NAMES_PER_GRANT, `must hold at most ${LIMITS.NAMES_PER_GRANT} names`),
};
export const grantAdd = z.strictObject({ type: z.literal("grant.add"), ...grantKey });
export const grantRemove = z.strictObject({ type: z.literal("grant.remove"), ...grantKey });
export const grantList = z.strictObject({
  type: z.literal("grant.list"),
  worker: workerName.optional(),
  environment: consumerEnvironment.optional(),
  name: secretName.optional(),
  ...page,
});

export const tokenCreate = z.strictObject({
  type: z.literal("token.create"),
  label,
  role,
  expiresAt: epochMs.optional(),
});
export const tokenList = z.strictObject({ type: z.literal("token.list"), ...page });
export const tokenRevoke = z.strictObject({
  type: z.literal("token.revoke"),
  id: z
    .string({ error: "must be a string" })
    .regex(/^[0-9a-f]{16}$/, "must be a token's id: 16 hexadecimal digits"),
});

export const usageList = z.strictObject({
  type: z.literal("usage.list"),
  worker: workerName.optional(),
  environment: consumerEnvironment.optional(),
  name: secretName.optional(),
  ...page,
});

/** What each Worker's own copies are, against the store: a row for each grant. */
export const parityList = z.strictObject({
  type: z.literal("parity.list"),
  worker: workerName.optional(),
  environment: consumerEnvironment.optional(),
  name: secretName.optional(),
  ...page,
});

/** What is known of a consumer's reads, a row for each name that it is granted, and its days. */
export const evidenceList = z.strictObject({
  type: z.literal("evidence.list"),
  worker: workerName,
  environment: consumerEnvironment,
  ...page,
});

export const auditList = z.strictObject({
  type: z.literal("audit.list"),
  /** Events after this sequence number; 0 for the first. */
  after: z
    .number({ error: "must be a number" })
    .int("must be a whole number")
    .min(0, "must be at least 0")
    .optional(),
  limit: page.limit,
});
export const auditHead = z.strictObject({ type: z.literal("audit.head") });
export const auditVerify = z.strictObject({ type: z.literal("audit.verify") });

export const storeStatus = z.strictObject({ type: z.literal("store.status") });

/** Fixes what a backup holds, and answers its first chunk. Writes go on meanwhile. */
export const backupBegin = z.strictObject({ type: z.literal("backup.begin") });
/** The next chunk of the backup that was begun last. */
export const backupRead = z.strictObject({
  type: z.literal("backup.read"),
  cursor,
});
/** Begins to take a backup into an empty store, or goes on with the one that was begun. */
export const restoreBegin = z.strictObject({
  type: z.literal("restore.begin"),
  chunk: backupChunk,
});
export const restoreWrite = z.strictObject({
  type: z.literal("restore.write"),
  chunk: backupChunk,
});
/** Puts everything that was written in force, at once. */
export const restoreCommit = z.strictObject({
  type: z.literal("restore.commit"),
  backup: backupId,
});
/** Throws away what was written; the store is as empty as before. */
export const restoreAbort = z.strictObject({ type: z.literal("restore.abort") });

export const keysStatus = z.strictObject({ type: z.literal("keys.status") });
/** Wraps the data keys of one batch of versions under the newest root key. */
export const keysRewrap = z.strictObject({
  type: z.literal("keys.rewrap"),
  cursor: page.cursor,
  limit: page.limit,
});

export const command = z.discriminatedUnion(
  "type",
  [
    secretSet,
    secretImport,
    secretGet,
    secretList,
    secretHistory,
    secretDelete,
    secretUndelete,
    secretRotate,
    secretPromote,
    secretRollback,
    secretRetire,
    changesApply,
    secretRollout,
    grantAdd,
    grantRemove,
    grantList,
    tokenCreate,
    tokenList,
    tokenRevoke,
    usageList,
    parityList,
    copiesTarget,
    copiesPlan,
    copiesSend,
    copiesSurplus,
    copiesRemove,
    copiesList,
    evidenceList,
    auditList,
    auditHead,
    auditVerify,
    storeStatus,
    backupBegin,
    backupRead,
    restoreBegin,
    restoreWrite,
    restoreCommit,
    restoreAbort,
    keysStatus,
    keysRewrap,
  ],
  { error: "must be a command's type, such as secret.set" },
);
export type Command = z.output<typeof command>;
export type CommandInput = z.input<typeof command>;
export type CommandType = Command["type"];
export type CommandOf<Type extends CommandType> = Extract<Command, { type: Type }>;
