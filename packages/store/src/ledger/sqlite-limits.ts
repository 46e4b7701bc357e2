/**
 * What SQLite allows inside a Durable Object (developers.cloudflare.com/durable-objects/platform/limits
 * and measured on workerd 1.20261023). Queries are written so that input of any legal size stays
 * below: lists travel as one JSON parameter, searching uses `instr`, rows are checked before writing.
 */
export const SQLITE_LIMITS = {
  /** Parameters of one statement; 101 fail. */
  BOUND_PARAMETERS_COUNT: 100,
  /** Bytes of a LIKE or GLOB pattern; 51 fail. */
  LIKE_PATTERN_BYTES: 50,
  /** Bytes of a row. A local workerd accepts more, Cloudflare's does not. */
  ROW_BYTES: 2_000_000,
} as const;

/** Room for a row's other columns. */
const OTHER_COLUMNS_BYTES = 4_096;

const encoder = new TextEncoder();

/**
 * Checks the one large column of a row before it is written.
 *
 * @throws RangeError where the row would be over the platform's limit.
 */
export function assertRowFits(column: string | Uint8Array): void {
  const bytes = typeof column === "string" ? encoder.encode(column).byteLength : column.byteLength;
  if (bytes > SQLITE_LIMITS.ROW_BYTES - OTHER_COLUMNS_BYTES) {
    throw new RangeError("A row would be larger than the platform allows.");
  }
}
