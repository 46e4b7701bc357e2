/**
 * What is known of the consumers of one secret: which versions the store gave them, and what they said
 * of copies of their own. Silence is no answer: who said nothing is not said to have nothing.
 */
import { ALL_ENVIRONMENTS, type Consumer, LIMITS, type Parity, PERIODS } from "@lunakey/contract";
import { hasAccountPower } from "../../account/account-power.ts";
import { listCopiesOf } from "../copies/copy-rows.ts";
import { listGrants } from "../grant-rows.ts";
import type { LedgerParts } from "../parts.ts";
import { findEnvironmentsOf } from "../secrets/secret-rows.ts";
import { flushUsage } from "./record-usage.ts";
import { listUsageOf, type UsageTableRow } from "./usage-rows.ts";

/** A version that was read, and when. */
export interface SeenVersion {
  readonly version: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** A read from the consumer's own copy, as it reported it. */
export interface SeenCopy {
  readonly lastAt: number;
  /** What the last comparison found, and against which of the store's versions; null where none was. */
  readonly parity: Parity | null;
  readonly version: number | null;
}

export interface SecretConsumer extends Consumer {
  /** What the store gave it, the latest last. On backend `cloudflare` without versions (0). */
  readonly served: readonly SeenVersion[];
  /** What it said that it used of the store's versions. */
  readonly used: readonly SeenVersion[];
  /** Null where it reported no such read within `PERIODS.IN_USE_MS`. */
  readonly copy: SeenCopy | null;
  /** Does the store write its copy whenever the secret changes? */
  readonly follows: boolean;
  /** Did it report anything within that time? */
  readonly reports: boolean;
}

export interface SecretConsumers {
  readonly consumers: readonly SecretConsumer[];
  /** False where there are more than are listed. */
  readonly complete: boolean;
}

/** Those that are granted a secret and are given this row of it, by Worker and environment. */
export function findConsumersOf(
  parts: LedgerParts,
  { environment, name }: { readonly environment: string; readonly name: string },
  now: number,
): SecretConsumers {
  const { sql } = parts;
  // So that what was counted a moment ago is known.
  flushUsage(parts);
  const after = ["", "", ""] as const;
  const filter = { worker: undefined, environment: undefined, name, after };
  const grants = listGrants(sql, { ...filter, limit: LIMITS.PAGE_SIZE + 1 });
  const others = environment === ALL_ENVIRONMENTS ? findEnvironmentsOf(sql, name) : new Set();
  const isGiven = (consumer: Consumer) =>
    environment === ALL_ENVIRONMENTS
      ? !others.has(consumer.environment)
      : consumer.environment === environment;
  const rows = Map.groupBy(listUsageOf(sql, name), keyOf);
  const given = grants.slice(0, LIMITS.PAGE_SIZE).filter(isGiven);
  const followers = new Set(hasAccountPower(parts.env) ? listFollowers(sql, name) : []);
  // A native binding reads Cloudflare's store, which is the store itself on that backend.
  const isCopy = ({ source }: UsageTableRow) =>
    source === "individual" || (source === "native" && parts.bound === undefined);
  return {
    consumers: given.map((grant) => ({
      ...describe(grant, rows.get(keyOf(grant)) ?? [], isCopy, now),
      follows: followers.has(keyOf(grant)),
    })),
    complete: grants.length <= LIMITS.PAGE_SIZE,
  };
}

/** Whose copies of a name the store writes, and could at the last attempt. */
function listFollowers(sql: SqlStorage, name: string): string[] {
  return listCopiesOf(sql, name)
    .filter((row) => row.error === null && row.removes === 0)
    .filter((row) => row.sent_at !== null || row.due_at !== null)
    .map(keyOf);
}

/** Neither part can hold a space. */
function keyOf({ worker, environment }: Consumer): string {
  return `${worker} ${environment}`;
}

function describe(
  { worker, environment }: Consumer,
  rows: readonly UsageTableRow[],
  isCopy: (row: UsageTableRow) => boolean,
  now: number,
): Omit<SecretConsumer, "follows"> {
  const reported = rows.filter((row) => row.kind === "reported");
  const lately = reported.filter((row) => row.last_at > now - PERIODS.IN_USE_MS);
  return {
    worker,
    environment,
    served: versionsOf(rows.filter((row) => row.kind === "served")),
    used: versionsOf(reported.filter((row) => row.source === "store" && row.version > 0)),
    copy: findCopy(lately.filter(isCopy)),
    reports: lately.length > 0,
  };
}

function versionsOf(rows: readonly UsageTableRow[]): SeenVersion[] {
  return rows
    .map(({ version, first_at, last_at }) => ({ version, firstAt: first_at, lastAt: last_at }))
    .sort((a, b) => a.lastAt - b.lastAt);
}

function findCopy(rows: readonly UsageTableRow[]): SeenCopy | null {
  if (rows.length === 0) return null;
  const compared = findLatestParity(rows);
  return {
    lastAt: Math.max(...rows.map((row) => row.last_at)),
    parity: compared?.parity || null,
    version: compared?.version || null,
  };
}

const SEVERITY: readonly string[] = ["same", "missing", "different"];

/** The last comparison; of several in one report the one that is worst. */
export function findLatestParity<Row extends Pick<UsageTableRow, "parity" | "last_at">>(
  rows: readonly Row[],
): Row | undefined {
  return rows
    .filter(({ parity }) => parity !== "")
    .sort(
      (a, b) => b.last_at - a.last_at || SEVERITY.indexOf(b.parity) - SEVERITY.indexOf(a.parity),
    )[0];
}
