/**
 * Decides a granted name on backend `cloudflare`, where the value itself is elsewhere: is there a
 * binding, and is it for this consumer's environment? Counted before the value is read: the count
 * never says less than what was handed out.
 */
import { type Consumer, type Fallback, READ_TIMING, type ReadItem } from "@lunakey/contract";
import { areFor, type BoundSecrets } from "../../backend/bound-secrets.ts";
import type { LedgerParts } from "../parts.ts";
import type { ServedRow } from "../secrets/secret-rows.ts";
import { recordUsage } from "../usage/record-usage.ts";

/** Bound values have no versions; in `usage` 0 stands for none. */
const NO_VERSION = 0;

/**
 * `ok` without a value, which the gateway puts in, or `missing`.
 *
 * @param row what the ledger knows of the name from a time when the values lived in it.
 */
export function allowBound(
  parts: LedgerParts,
  bound: BoundSecrets,
  consumer: Consumer,
  name: string,
  row: ServedRow | undefined,
): ReadItem {
  const known = { name, fallback: fallbackOf(row) } as const;
  if (!areFor(bound, consumer.environment) || !bound.has(name)) {
    return { ...known, status: "missing", maxAgeSeconds: READ_TIMING.MISSING_MS / 1_000 };
  }
  recordUsage(parts, consumer, name, "served", NO_VERSION, parts.now());
  return { ...known, status: "ok", maxAgeSeconds: READ_TIMING.FRESH_MS / 1_000 };
}

/**
 * May the Workers' own copies serve in an outage? Cloudflare's store can not say that a value was
 * changed; what the ledger knew when the values lived in it still holds.
 */
export function fallbackOf(row: ServedRow | undefined): Fallback {
  if (row === undefined) return "allowed";
  return row.deleted_at === null ? row.fallback : "obsolete";
}
