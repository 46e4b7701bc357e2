/**
 * Every limit of the system, in one place. A limit is refused at `limit + 1` with an error that
 * names the field; tests hold each at limit - 1, limit and limit + 1.
 */
export const LIMITS = {
  /** Cloudflare Secrets Store's limit per value (developers.cloudflare.com/secrets-store, 2026-09). */
  VALUE_BYTES: 65_536,
  SECRET_NAME_LENGTH: 255,
  ENVIRONMENT_NAME_LENGTH: 63,
  /** Cloudflare's limit of a Worker's name, with room for a `-environment` suffix. */
  WORKER_NAME_LENGTH: 255,
  STORE_ID_LENGTH: 64,
  LABEL_LENGTH: 100,
  COMMENT_LENGTH: 500,
  /** Names in one `read`: more than a Worker can have secrets, so that all travel in one trip. */
  NAMES_PER_READ: 500,
  /** Counts in one usage report. */
  COUNTS_PER_REPORT: 500,
  /** Entries in one import; a Worker has at most 128 secrets. */
  ENTRIES_PER_IMPORT: 500,
  /** Sum of the values of one import: a Durable Object's RPC message holds at most 32 MiB. */
  IMPORT_BYTES: 8_388_608,
  NAMES_PER_GRANT: 500,
  /** Changes of one set, which are planned and written at one moment. */
  CHANGES_PER_SET: 100,
  /** 90 days: a version that is accepted for ever was not rotated. */
  OVERLAP_SECONDS: 7_776_000,
  /** A Worker's secret: 5 KB (developers.cloudflare.com/workers/platform/limits, 2026-09). */
  COPY_BYTES: 5_120,
  /** Changes in one request to `secrets-bulk`, as wrangler's help has it. */
  COPIES_PER_REQUEST: 100,
  PAGE_SIZE: 1_000,
  PAGE_SIZE_DEFAULT: 100,
  IDEMPOTENCY_KEY_LENGTH: 128,
  /** Body of one REST request: an import at its limit, escaped. */
  REST_BODY_BYTES: 16_777_216,
} as const;

/** How long things are kept or trusted; milliseconds. */
export const PERIODS = {
  /** A signed call to the ledger is refused this long after it was made. */
  SIGNED_CALL_MS: 30_000,
  /** A retried command gets its first answer again for this long. */
  IDEMPOTENCY_MS: 24 * 3_600_000,
  /** A deleted secret can be undeleted for this long. */
  RECOVERY_MS: 30 * 24 * 3_600_000,
  /** The version before is accepted for this long where a rotation does not say. */
  OVERLAP_DEFAULT_MS: 24 * 3_600_000,
  /** A secret, or a Worker's own copy, that was read within this time is in use. */
  IN_USE_MS: 30 * 24 * 3_600_000,
  /** Reads are counted in memory and written this often. */
  USAGE_FLUSH_MS: 10_000,
} as const;

/**
 * How a Worker reads, in milliseconds. `packages/runtime/src/secrets.ts` holds the same numbers,
 * since it is copied into Workers without imports; a test compares the two.
 */
export const READ_TIMING = {
  /** The store's `maxAgeSeconds` for a value; stale, and refreshed behind, for twice as long. */
  FRESH_MS: 60_000,
  /** The store's `maxAgeSeconds` where there is no value. */
  MISSING_MS: 5_000,
  OUTAGE_MS: 900_000,
  DEADLINE_MS: 1_000,
  DEADLINE_ALONE_MS: 5_000,
  BREAKER_OPEN_MS: 10_000,
  BREAKER_FAILURES: 3,
} as const;
