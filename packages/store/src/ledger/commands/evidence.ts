/** `evidence.list`: for each name that a consumer is granted, what is known of its reads; and its days. */
import {
  type CommandOf,
  type Consumer,
  type EvidenceOfName,
  LIMITS,
  type ResultOf,
} from "@lunakey/contract";
import { areFor } from "../../backend/bound-secrets.ts";
import { parseCursor, renderCursor } from "../cursor.ts";
import { listGrants } from "../grant-rows.ts";
import type { LedgerParts } from "../parts.ts";
import { fallbackOf } from "../reads/allow-bound.ts";
import { findStages, type ServedRow } from "../secrets/secret-rows.ts";
import { findStage, type SecretAt, secretAt } from "../secrets/stages-at.ts";
import { DAY_MS, listDays } from "../usage/consumer-days.ts";
import { findLatestParity } from "../usage/consumers-of.ts";
import { flushUsage } from "../usage/record-usage.ts";
import { listUsageOfConsumer, type UsageTableRow } from "../usage/usage-rows.ts";

/** Two months: what people look back on, and as much again. */
const LOOK_BACK_MS = 62 * DAY_MS;

export function pageOfEvidence(
  parts: LedgerParts,
  asked: CommandOf<"evidence.list">,
): ResultOf<"evidence.list"> {
  const { type, worker, environment, limit = LIMITS.PAGE_SIZE_DEFAULT } = asked;
  const [after] = parseCursor(type, asked.cursor, [""] as [string]);
  // So that what was counted a moment ago is known.
  flushUsage(parts);
  const consumer = { worker, environment };
  const filter = { ...consumer, name: undefined, after: [worker, environment, after] as const };
  const grants = listGrants(parts.sql, { ...filter, limit: limit + 1 });
  const names = grants.slice(0, limit).map(({ name }) => name);
  const now = parts.now();
  const present = findAllAt(parts, consumer, names, now);
  const last = grants.length > limit ? names.at(-1) : undefined;
  return {
    ...consumer,
    at: now,
    days: listDays(parts.sql, consumer, now - LOOK_BACK_MS),
    names: names.map((name) =>
      describe(
        parts,
        consumer,
        name,
        findPresent(parts, environment, name, present.get(name), now),
      ),
    ),
    nextCursor: last === undefined ? null : renderCursor(type, [last]),
  };
}

/** The row that each name is answered from, the environment's own before that of `all`. */
function findAllAt(
  { sql, standings }: LedgerParts,
  consumer: Consumer,
  names: readonly string[],
  now: number,
): Map<string, SecretAt<ServedRow>> {
  const rows = standings.find(consumer, names).flatMap((standing) => standing?.row ?? []);
  // Readers leave out the stages that do not move; here it matters since when they stand.
  const ids = rows.map(({ id }) => id);
  const stages = Map.groupBy(findStages(sql, ids), ({ secret_id }) => secret_id);
  return new Map(rows.map((row) => [row.name, secretAt(row, stages.get(row.id) ?? [], now)]));
}

function describe(
  { sql, bound }: LedgerParts,
  { worker, environment }: Consumer,
  name: string,
  present: Present,
): EvidenceOfName {
  const rows = listUsageOfConsumer(sql, worker, environment, name);
  const served = rows.filter(({ kind }) => kind === "served");
  const reported = rows.filter(({ kind }) => kind === "reported");
  // A native binding reads Cloudflare's store, which is the store itself on that backend.
  const copies = reported.filter(
    ({ source }) => source === "individual" || (source === "native" && bound === undefined),
  );
  const compared = findLatestParity(reported);
  return {
    name,
    ...present,
    served: periodOf(served),
    servedCurrent: periodOf(served.filter(({ version }) => version === (present.version ?? 0))),
    used: periodOf(reported.filter(({ source }) => source === "store")),
    copyAt: periodOf(copies)?.lastAt ?? null,
    noneAt: periodOf(reported.filter(({ source }) => source === "none"))?.lastAt ?? null,
    parity: compared?.parity || null,
    parityVersion: compared?.version || null,
    parityAt: compared?.last_at ?? null,
  };
}

/** What a read is answered with at this moment. */
type Present = Pick<EvidenceOfName, "state" | "version" | "since" | "fallback">;

function findPresent(
  { bound }: LedgerParts,
  environment: string,
  name: string,
  at: SecretAt<ServedRow> | undefined,
  now: number,
): Present {
  if (bound !== undefined) {
    const state = areFor(bound, environment) && bound.has(name) ? "bound" : "missing";
    return { state, version: null, since: null, fallback: fallbackOf(at?.row) };
  }
  if (at === undefined)
    return { state: "missing", version: null, since: null, fallback: "allowed" };
  const { version, deleted_at, expires_at, fallback } = at.row;
  const none = { version: null, since: null, fallback: "obsolete" } as const;
  if (deleted_at !== null) return { state: "deleted", ...none };
  if (expires_at !== null && expires_at <= now) return { state: "expired", ...none };
  if (version === null) return { state: "missing", version, since: null, fallback };
  return {
    state: "active",
    version,
    since: findStage(at.stages, "current")?.since ?? null,
    fallback,
  };
}

function periodOf(rows: readonly UsageTableRow[]): { firstAt: number; lastAt: number } | null {
  if (rows.length === 0) return null;
  return rows.reduce(
    (period, { first_at, last_at }) => ({
      firstAt: Math.min(period.firstAt, first_at),
      lastAt: Math.max(period.lastAt, last_at),
    }),
    { firstAt: Number.POSITIVE_INFINITY, lastAt: 0 },
  );
}
