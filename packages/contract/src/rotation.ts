/**
 * Commands that move a secret from one version to the next while both count: a new version is
 * `pending` first, so that every isolate can verify what it signs, then `current`, while the one
 * before is `previous` until its overlap ends. `docs/rotation.md` has the whole story.
 */
import * as z from "zod";
import { LIMITS } from "./limits.ts";
import { epochMs, secretEnvironment, secretName, secretValue } from "./names.ts";
import { expectedVersion, versionComment } from "./version-fields.ts";

const secretKey = { environment: secretEnvironment, name: secretName };

/**
 * How long the version before is accepted after the new one became current; seconds. 0: not at all.
 * Default: `PERIODS.OVERLAP_DEFAULT_MS`.
 */
export const overlapSeconds = z
  .number({ error: "must be a number" })
  .int("must be a whole number")
  .min(0, "must be at least 0")
  .max(LIMITS.OVERLAP_SECONDS, `must be at most ${LIMITS.OVERLAP_SECONDS}`);

/**
 * Workers that were seen to serve a copy of their own. `refuse`, the default: the rotation is
 * refused, and they are listed. `update`: whoever asks gives them the new value too. `leave`: they
 * keep the old one.
 */
export const copiesChoice = z.enum(["refuse", "update", "leave"], {
  error: "must be one of refuse, update, leave",
});
export type CopiesChoice = z.infer<typeof copiesChoice>;

/** What a rotation may be asked to do besides, for one secret or for all of a set. */
const rotationOptions = {
  /** Stay pending until it is promoted. */
  pending: z.boolean({ error: "must be true or false" }).optional(),
  overlapSeconds: overlapSeconds.optional(),
  copies: copiesChoice.optional(),
};

/** What a new version carries. */
const versionFields = {
  expectVersion: expectedVersion.optional(),
  /** From then on the new value is not served. */
  expiresAt: epochMs.optional(),
  comment: versionComment.optional(),
};

/** Writes a new version, which becomes current one fresh-time later. */
export const secretRotate = z.strictObject({
  type: z.literal("secret.rotate"),
  ...secretKey,
  value: secretValue,
  ...versionFields,
  ...rotationOptions,
});

/** Makes the pending version current, no sooner than one fresh-time after it was written. */
export const secretPromote = z.strictObject({
  type: z.literal("secret.promote"),
  ...secretKey,
  expectVersion: expectedVersion.optional(),
  overlapSeconds: overlapSeconds.optional(),
});

/** Withdraws a pending version; where there is none, makes the version before current again. */
export const secretRollback = z.strictObject({
  type: z.literal("secret.rollback"),
  ...secretKey,
  /** Back to this version, also where its overlap is over. */
  version: z
    .number({ error: "must be a version number" })
    .int("must be a whole number")
    .min(1, "must be at least 1")
    .optional(),
  expectVersion: expectedVersion.optional(),
  overlapSeconds: overlapSeconds.optional(),
});

/** Ends the overlap of the previous version now. */
export const secretRetire = z.strictObject({
  type: z.literal("secret.retire"),
  ...secretKey,
  expectVersion: expectedVersion.optional(),
});

export const changeAction = z.enum(["rotate", "promote", "rollback", "retire"], {
  error: "must be one of rotate, promote, rollback, retire",
});
export type ChangeAction = z.infer<typeof changeAction>;

/** One secret's part in a set. `value`, `expiresAt` and `comment` go with `rotate` only. */
export const change = z.strictObject({
  action: changeAction,
  ...secretKey,
  value: secretValue.optional(),
  ...versionFields,
});
export type Change = z.infer<typeof change>;

/** Several secrets, of several environments, at one moment: all or none. */
export const changesApply = z.strictObject({
  type: z.literal("changes.apply"),
  changes: z
    .array(change, { error: "must be a list of changes" })
    .min(1, "must hold at least one change")
    .max(LIMITS.CHANGES_PER_SET, `must hold at most ${LIMITS.CHANGES_PER_SET} changes`),
  ...rotationOptions,
});

/** Which consumers have read the current version, and which are still at the one before. */
export const secretRollout = z.strictObject({ type: z.literal("secret.rollout"), ...secretKey });
