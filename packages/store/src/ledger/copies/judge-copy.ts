/**
 * What a copy needs at a moment, from its row and from what the store has for its consumer. The clock
 * decides which version counts, as for readers. Reads the database; writes nothing.
 */
import { type Consumer, READ_TIMING } from "@lunakey/contract";
import { areFor } from "../../backend/bound-secrets.ts";
import type { LedgerParts } from "../parts.ts";
import type { Standing } from "../reads/standings.ts";
import type { ServedRow, StageRow } from "../secrets/secret-rows.ts";
import { findStage, secretAt } from "../secrets/stages-at.ts";
import type { CopyTableRow } from "./copy-rows.ts";

/** The value that a copy is to have. */
export interface WantedValue {
  /** 0, as the version, where the ledger has no row: on backend `cloudflare`, before any rotation. */
  readonly secretId: number;
  readonly version: number;
  /** Where the value is stored; the consumer's own environment or `all`. */
  readonly environment: string;
  /** On backend `cloudflare`: when a rotation made it current. */
  readonly since: number | null;
  /** When another version takes its place; null where none is known to. */
  readonly until: number | null;
  /** On backend `cloudflare`: one is about to, as soon as Cloudflare's store has its value. */
  readonly isTurning: boolean;
}

export type Wanted = WantedValue | "not_granted" | "no_value";

/** For each of the names, in order, what the store has for the consumer. */
export function findWanted(
  parts: LedgerParts,
  consumer: Consumer,
  names: readonly string[],
  now: number,
): Wanted[] {
  return parts.standings
    .find(consumer, names)
    .map((standing, index) => decide(parts, consumer, names[index] ?? "", standing, now));
}

function decide(
  { bound }: LedgerParts,
  consumer: Consumer,
  name: string,
  standing: Standing | undefined,
  now: number,
): Wanted {
  if (standing === undefined || !standing.granted) return "not_granted";
  const at = standing.row && secretAt(standing.row, standing.stages, now);
  if (bound !== undefined) {
    if (!areFor(bound, consumer.environment) || !bound.has(name)) return "no_value";
    if (at?.row.deleted_at != null) return "no_value";
    const stages = at?.stages ?? [];
    const isTurning = findStage(stages, "pending") !== undefined;
    return { ...describe(at?.row, stages, bound.environment), isTurning };
  }
  if (at === undefined || !isServed(at.row, now)) return "no_value";
  return describe(at.row, at.stages, at.row.environment);
}

function isServed({ deleted_at, version, expires_at }: ServedRow, now: number): boolean {
  return deleted_at === null && version !== null && !(expires_at !== null && expires_at <= now);
}

function describe(
  row: ServedRow | undefined,
  stages: readonly StageRow[],
  environment: string,
): WantedValue {
  return {
    secretId: row?.id ?? 0,
    version: row?.version ?? 0,
    environment,
    since: findStage(stages, "current")?.since ?? null,
    until: findStage(stages, "pending")?.until ?? null,
    isTurning: false,
  };
}

/** What is to be done with a copy. */
export type Need =
  | { readonly do: "send"; readonly wanted: WantedValue }
  | { readonly do: "remove" }
  /** @property until when there is something to do; null for not until something is written. */
  | { readonly do: "nothing"; readonly until: number | null };

export function judgeCopy(row: CopyTableRow, wanted: Wanted, now: number): Need {
  if (typeof wanted === "string") {
    return row.removes === 1 ? { do: "remove" } : { do: "nothing", until: null };
  }
  if (isSent(row, wanted)) return { do: "nothing", until: wanted.until };
  // Each change is a deployment: two within a minute would be one too many.
  if (isSoon(wanted, now)) return { do: "nothing", until: wanted.until };
  return { do: "send", wanted };
}

/** Was just this sent last? */
export function isSent(row: CopyTableRow, { secretId, version }: WantedValue): boolean {
  return row.sent_at !== null && row.secret_id === secretId && row.version === version;
}

/** Does another version take its place within the time that a rotation waits? */
export function isSoon({ until, isTurning }: WantedValue, now: number): boolean {
  return isTurning || (until !== null && until <= now + READ_TIMING.FRESH_MS);
}
