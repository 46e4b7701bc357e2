/** What each command answers. No answer holds a secret's value; `token.create` holds a new token. */
import * as z from "zod";
import { auditEvent, checkpoint } from "./audit.ts";
import { backupChunk } from "./backup.ts";
import type { CommandType } from "./commands.ts";
import { role } from "./commands.ts";
import { copyPlan, copyRow, copySurplus } from "./copy-results.ts";
import { evidenceDay, evidenceOfName } from "./evidence.ts";
import { parityRow, rollout, rotated, stage, stageName } from "./rotation-results.ts";
import { parity, readSource } from "./rpc.ts";

const moment = z.int();

const secretMetadata = z.object({
  environment: z.string(),
  name: z.string(),
  /** The current version; null where the secret is deleted, and on a backend without versions. */
  version: z.int().nullable(),
  stages: z.array(stage),
  fallback: z.enum(["allowed", "obsolete"]),
  /**
   * `deleted`: recoverable until `recoverableUntil`. `expired`: not served any more. `bound`: the
   * gateway has a binding to Cloudflare's Secrets Store, which alone knows whether it has a value.
   */
  state: z.enum(["active", "expired", "deleted", "bound"]),
  expiresAt: moment.nullable(),
  recoverableUntil: moment.nullable(),
  /** These are null where the state is `bound`: Cloudflare's dashboard has them. */
  createdAt: moment.nullable(),
  updatedAt: moment.nullable(),
  updatedBy: z.string().nullable(),
});
export type SecretMetadata = z.infer<typeof secretMetadata>;

const versionMetadata = z.object({
  version: z.int(),
  stages: z.array(stageName),
  /** Of its stage: since when, and until when; null where it has none, or no end. */
  since: moment.nullable(),
  until: moment.nullable(),
  createdAt: moment,
  createdBy: z.string(),
  expiresAt: moment.nullable(),
  comment: z.string().nullable(),
});
export type VersionMetadata = z.infer<typeof versionMetadata>;

export const grant = z.object({
  worker: z.string(),
  environment: z.string(),
  name: z.string(),
  createdAt: moment,
  createdBy: z.string(),
});
export type Grant = z.infer<typeof grant>;

const tokenMetadata = z.object({
  id: z.string(),
  label: z.string(),
  role,
  createdAt: moment,
  createdBy: z.string(),
  expiresAt: moment.nullable(),
  revokedAt: moment.nullable(),
  lastUsedAt: moment.nullable(),
});
export type TokenMetadata = z.infer<typeof tokenMetadata>;

const usageRow = z.object({
  worker: z.string(),
  environment: z.string(),
  /** `*` for all that a consumer has made up beyond its room; no secret can be named so. */
  name: z.string(),
  /** `served`: the store answered. `reported`: the Worker said so itself. `denied`: refused. */
  kind: z.enum(["served", "reported", "denied"]),
  source: readSource,
  version: z.int().nullable(),
  parity: parity.nullable(),
  firstAt: moment,
  lastAt: moment,
  count: z.int(),
});
export type UsageRow = z.infer<typeof usageRow>;

const nextCursor = z.string().nullable();

const restoreProgress = z.object({
  backup: z.string(),
  /** The chunk that is wanted next. */
  nextIndex: z.int(),
  /** True once all chunks are there: commit then. */
  complete: z.boolean(),
});

/** The answer of each command, by its type. */
export const RESULTS = {
  "secret.set": z.object({
    environment: z.string(),
    name: z.string(),
    version: z.int(),
    /** False where the value was the current one already: no new version was made. */
    changed: z.boolean(),
    fallback: z.enum(["allowed", "obsolete"]),
  }),
  "secret.import": z.object({
    environment: z.string(),
    applied: z.boolean(),
    entries: z.array(
      z.object({
        name: z.string(),
        status: z.enum(["new", "same", "different"]),
        /** The version after the import; null in a preview of a new name. */
        version: z.int().nullable(),
      }),
    ),
  }),
  "secret.get": secretMetadata,
  "secret.list": z.object({ secrets: z.array(secretMetadata), nextCursor }),
  "secret.history": z.object({ versions: z.array(versionMetadata), nextCursor }),
  "secret.delete": secretMetadata,
  /** `changed` is false where it was not deleted; a store of before said nothing of it. */
  "secret.undelete": secretMetadata.extend({ changed: z.boolean().optional() }),
  "secret.rotate": rotated,
  "secret.promote": rotated,
  "secret.rollback": rotated,
  "secret.retire": rotated,
  /** In the order of the changes. */
  "changes.apply": z.object({ changes: z.array(rotated) }),
  "secret.rollout": rollout,
  "grant.add": z.object({ added: z.array(z.string()), unchanged: z.array(z.string()) }),
  "grant.remove": z.object({ removed: z.array(z.string()), unchanged: z.array(z.string()) }),
  "grant.list": z.object({ grants: z.array(grant), nextCursor }),
  "token.create": z.object({
    id: z.string(),
    /** The token itself: shown once, stored as a hash. Null where a retry asks for it again. */
    token: z.string().nullable(),
  }),
  "token.list": z.object({ tokens: z.array(tokenMetadata), nextCursor }),
  "token.revoke": tokenMetadata,
  "usage.list": z.object({ usage: z.array(usageRow), nextCursor }),
  "parity.list": z.object({ parity: z.array(parityRow), nextCursor }),
  "copies.target": z.object({
    worker: z.string(),
    environment: z.string(),
    script: z.string(),
    /** False where it was so already. */
    changed: z.boolean(),
  }),
  "copies.plan": copyPlan,
  /** The plan that is carried out now. */
  "copies.send": copyPlan,
  "copies.surplus": copySurplus,
  "copies.remove": z.object({ removing: z.array(z.string()) }),
  "copies.list": z.object({
    copies: z.array(copyRow),
    /** Nothing is sent before; null where nothing is held up. Cloudflare asked for it. */
    heldUntil: moment.nullable(),
    nextCursor,
  }),
  "evidence.list": z.object({
    worker: z.string(),
    environment: z.string(),
    /** The store's clock. */
    at: moment,
    /** Of the last two months, those of which there is anything to say. */
    days: z.array(evidenceDay),
    names: z.array(evidenceOfName),
    nextCursor,
  }),
  "audit.list": z.object({ events: z.array(auditEvent) }),
  "audit.head": checkpoint,
  "audit.verify": z.object({
    events: z.int(),
    /** `self-consistent`: nothing contradicts itself; only a head held outside proves more. */
    verdict: z.enum(["self-consistent", "broken"]),
    /** Where it breaks first. */
    brokenAt: z.int().nullable(),
    reason: z.string().nullable(),
  }),
  "store.status": z.object({
    store: z.string(),
    backend: z.enum(["vault", "cloudflare"]),
    /** Backend `cloudflare` only: the one environment that the bound values are for, or `all`. */
    environment: z.string().optional(),
    local: z.boolean(),
    /** May the gateway write the Workers' individual secrets? Absent from older gateways. */
    sendsCopies: z.boolean().optional(),
    schemaVersion: z.int(),
    rootKeyVersion: z.int(),
    secrets: z.int(),
    versions: z.int(),
    grants: z.int(),
    auditEvents: z.int(),
  }),
  "backup.begin": z.object({ chunk: backupChunk, nextCursor: z.string() }),
  "backup.read": z.object({ chunk: backupChunk, nextCursor }),
  "restore.begin": restoreProgress,
  "restore.write": restoreProgress,
  "restore.commit": z.object({
    backup: z.string(),
    secrets: z.int(),
    versions: z.int(),
    auditEvents: z.int(),
    /** Events of the empty store from before; their head is in the audit. */
    discardedEvents: z.int(),
  }),
  "restore.abort": z.object({ aborted: z.boolean() }),
  "keys.status": z.object({
    /** The newest: it seals, wraps and signs. */
    current: z.int(),
    keys: z.array(
      z.object({
        version: z.int(),
        /** Is it among the gateway's variables? */
        present: z.boolean(),
        /** Stored versions whose data key it wraps. */
        versions: z.int(),
        /** May its variable be taken away? */
        removable: z.boolean(),
      }),
    ),
  }),
  "keys.rewrap": z.object({
    rootKeyVersion: z.int(),
    scanned: z.int(),
    rewrapped: z.int(),
    /** Versions that could not be: altered, or their root key is not there. */
    unopened: z.int(),
    nextCursor,
  }),
} as const satisfies Record<CommandType, z.ZodType>;

export type ResultOf<Type extends CommandType> = z.infer<(typeof RESULTS)[Type]>;
