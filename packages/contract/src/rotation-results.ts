/** What the commands of rotation, roll-out and parity answer. No answer holds a secret's value. */
import * as z from "zod";
import { parity } from "./rpc.ts";

const moment = z.int();

export const stageName = z.enum(["current", "previous", "pending"]);
export type StageName = z.infer<typeof stageName>;

/** Where a version stands. */
export const stage = z.object({
  stage: stageName,
  version: z.int(),
  /** Since when; null where it was not written down. */
  since: moment.nullable(),
  /** `pending` and `current`: until the pending version becomes current. `previous`: its overlap's end. */
  until: moment.nullable(),
});
export type Stage = z.infer<typeof stage>;

/** A Worker that serves, or served lately, a copy of its own. */
export const copyHolder = z.object({
  worker: z.string(),
  environment: z.string(),
  /** When it last reported a read from its copy. */
  lastAt: moment,
  /** What it found when it last compared its copy; null where it never did. */
  parity: parity.nullable(),
  /** Does the store keep this copy equal by itself? Absent from older gateways. */
  follows: z.boolean().optional(),
});
export type CopyHolder = z.infer<typeof copyHolder>;

const consumer = z.object({ worker: z.string(), environment: z.string() });

/** What became of one secret. */
export const rotated = z.object({
  environment: z.string(),
  name: z.string(),
  /** The version that is, or becomes, current. */
  version: z.int(),
  /** False where it was so already. */
  changed: z.boolean(),
  /** When it becomes or became current; null: when it is promoted. */
  currentFrom: moment.nullable(),
  /** The version that is accepted beside it, and until when; null for none. */
  previousVersion: z.int().nullable(),
  previousUntil: moment.nullable(),
  /** Workers known to hold a copy of their own, which does not follow by itself. */
  copies: z.array(copyHolder),
  /** Workers that may read it and never reported: whether they hold a copy is unknown. */
  unknownCopies: z.array(consumer),
});
export type Rotated = z.infer<typeof rotated>;

/** How far a consumer is. Silence is `unknown`. */
const rolloutState = z.enum(["current", "behind", "unknown"]);

/** `same`: seen equal to the current version. `stale`: in use, and not seen equal. */
const copyState = z.enum(["same", "stale", "unseen", "unknown"]);

const rolloutConsumer = z.object({
  worker: z.string(),
  environment: z.string(),
  state: rolloutState,
  /** The version that it was given last; null where it was given none. */
  version: z.int().nullable(),
  /** Since when it is given that version. */
  since: moment.nullable(),
  /** When it was last given anything. */
  lastAt: moment.nullable(),
  /** When it was last given, or last used, another version than the current one. */
  olderAt: moment.nullable(),
  copy: copyState,
});
export type RolloutConsumer = z.infer<typeof rolloutConsumer>;

export const rollout = z.object({
  environment: z.string(),
  name: z.string(),
  /** The current version; null where versions are not known, on backend `cloudflare`. */
  version: z.int().nullable(),
  since: moment.nullable(),
  stages: z.array(stage),
  consumers: z.array(rolloutConsumer),
  /** False where there are more consumers than are listed. */
  complete: z.boolean(),
  /**
   * From when on no consumer holds the previous version any more; null where there is none, and while
   * one is behind, unknown or has a stale copy. What was signed with it may live longer.
   */
  safeAt: moment.nullable(),
});
export type Rollout = z.infer<typeof rollout>;

/** Is a consumer's own copy the store's value? From its last report; null where it made none. */
export const parityRow = z.object({
  worker: z.string(),
  environment: z.string(),
  name: z.string(),
  parity: parity.nullable(),
  /** The store's version that it was compared with. */
  version: z.int().nullable(),
  seenAt: moment.nullable(),
});
export type ParityRow = z.infer<typeof parityRow>;
