/** The commands that only ask. None of them opens a value. */
import {
  type Command,
  type CommandOf,
  type CommandType,
  LIMITS,
  type ResultOf,
  type Stage,
} from "@lunakey/contract";
import { hasAccountPower } from "../../account/account-power.ts";
import { isLocal } from "../../env.ts";
import { listEvents, readHead } from "../audit/audit-rows.ts";
import { signCheckpoint } from "../audit/chain.ts";
import { listTokens } from "../calls/token-rows.ts";
import { parseCursor, renderCursor } from "../cursor.ts";
import { countGrants, listGrants } from "../grant-rows.ts";
import { readSchemaVersion } from "../migrations/migrate.ts";
import type { LedgerParts } from "../parts.ts";
import { countSecrets, findStages, listSecrets, listVersions } from "../secrets/secret-rows.ts";
import { flushUsage } from "../usage/record-usage.ts";
import { listUsage } from "../usage/usage-rows.ts";
import { getBound, pageOfBound } from "./bound-secrets.ts";
import { assertSupported } from "./cloudflare-commands.ts";
import { pageOfCopies } from "./copies/list-copies.ts";
import { describeCopiesPlan } from "./copies/plan-copies.ts";
import { describeSurplus } from "./copies/remove-copies.ts";
import { pageOfEvidence } from "./evidence.ts";
import { describeKeys } from "./keys-status.ts";
import { MUTATIONS, type MutationCommand } from "./plan-mutation.ts";
import { readBackup } from "./read-backup.ts";
import { pageOfParity } from "./rotation/parity.ts";
import { describeRollout } from "./rotation/rollout.ts";
import { describeSecret, getSecretRow } from "./secret-metadata.ts";
import { describeToken } from "./token-metadata.ts";
import { verifyAudit } from "./verify-audit.ts";

export type QueryCommand = Exclude<Command, MutationCommand>;

export function isQuery(asked: Command): asked is QueryCommand {
  return !(MUTATIONS as readonly CommandType[]).includes(asked.type);
}

/**
 * @throws LunakeyError `not_found`; `invalid_input` for a cursor that is none; `not_supported` for
 *   what the backend can not do.
 */
export async function answerQuery(parts: LedgerParts, asked: QueryCommand): Promise<unknown> {
  assertSupported(parts, asked);
  switch (asked.type) {
    case "secret.get":
      return getSecret(parts, asked);
    case "secret.list":
      return pageOfSecrets(parts, asked);
    case "secret.history":
      return pageOfVersions(parts, asked);
    case "secret.rollout":
      return describeRollout(parts, asked);
    case "grant.list":
      return pageOfGrants(parts, asked);
    case "token.list":
      return pageOfTokens(parts, asked);
    case "usage.list":
      return pageOfUsage(parts, asked);
    case "parity.list":
      return pageOfParity(parts, asked);
    case "copies.plan":
      return describeCopiesPlan(parts, asked);
    case "copies.surplus":
      return describeSurplus(parts, asked);
    case "copies.list":
      return pageOfCopies(parts, asked);
    case "evidence.list":
      return pageOfEvidence(parts, asked);
    case "audit.list":
      return pageOfEvents(parts, asked);
    case "audit.head":
      return signCheckpoint(parts.keyring, readHead(parts.sql), parts.now());
    case "audit.verify":
      return verifyAudit(parts.sql, parts.keyring);
    case "store.status":
      return describeStore(parts);
    case "backup.read":
      return readBackup(parts, asked);
    case "keys.status":
      return describeKeys(parts);
  }
}

function getSecret(parts: LedgerParts, asked: CommandOf<"secret.get">): ResultOf<"secret.get"> {
  const { sql, now, bound } = parts;
  const { environment, name } = asked;
  if (bound !== undefined) return getBound(parts, bound, asked);
  const row = getSecretRow(sql, environment, name);
  return describeSecret(row, findStages(sql, [row.id]), now());
}

function pageOfSecrets(
  parts: LedgerParts,
  asked: CommandOf<"secret.list">,
): ResultOf<"secret.list"> {
  const { sql, now, bound } = parts;
  if (bound !== undefined) return pageOfBound(parts, bound, asked);
  const { type, environment, search, cursor, limit = LIMITS.PAGE_SIZE_DEFAULT } = asked;
  const after = parseCursor(type, cursor, ["", ""] as [string, string]);
  const rows = listSecrets(sql, { environment, search, after, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const ids = page.map((row) => row.id);
  const stages = Map.groupBy(findStages(sql, ids), (stage) => stage.secret_id);
  const at = now();
  return {
    secrets: page.map((row) => describeSecret(row, stages.get(row.id) ?? [], at)),
    nextCursor: nextCursor(type, rows, limit, (row) => [row.name, row.environment]),
  };
}

function pageOfVersions(
  { sql, now }: LedgerParts,
  asked: CommandOf<"secret.history">,
): ResultOf<"secret.history"> {
  const { type, environment, name, cursor, limit = LIMITS.PAGE_SIZE_DEFAULT } = asked;
  const row = getSecretRow(sql, environment, name);
  const [before] = parseCursor(type, cursor, [Number.MAX_SAFE_INTEGER] as [number]);
  const rows = listVersions(sql, row.id, before, limit + 1);
  const { stages } = describeSecret(row, findStages(sql, [row.id]), now());
  return {
    versions: rows.slice(0, limit).map((version) => ({
      version: version.version,
      ...describePlace(stages.filter((stage) => stage.version === version.version)),
      createdAt: version.created_at,
      createdBy: version.created_by,
      expiresAt: version.expires_at,
      comment: version.comment,
    })),
    nextCursor: nextCursor(type, rows, limit, (version) => [version.version]),
  };
}

/** A version has one stage at most. */
function describePlace(stages: readonly Stage[]) {
  const [stage] = stages;
  return {
    stages: stages.map((one) => one.stage),
    since: stage?.since ?? null,
    until: stage?.until ?? null,
  };
}

function pageOfGrants(
  { sql }: LedgerParts,
  asked: CommandOf<"grant.list">,
): ResultOf<"grant.list"> {
  const { type, worker, environment, name, limit = LIMITS.PAGE_SIZE_DEFAULT } = asked;
  const after = parseCursor(type, asked.cursor, ["", "", ""] as [string, string, string]);
  const rows = listGrants(sql, { worker, environment, name, after, limit: limit + 1 });
  return {
    grants: rows.slice(0, limit).map((row) => ({
      worker: row.worker,
      environment: row.environment,
      name: row.name,
      createdAt: row.created_at,
      createdBy: row.created_by,
    })),
    nextCursor: nextCursor(type, rows, limit, (row) => [row.worker, row.environment, row.name]),
  };
}

function pageOfTokens(
  { sql }: LedgerParts,
  { type, cursor, limit = LIMITS.PAGE_SIZE_DEFAULT }: CommandOf<"token.list">,
): ResultOf<"token.list"> {
  const rows = listTokens(sql, parseCursor(type, cursor, [-1, ""] as [number, string]), limit + 1);
  return {
    tokens: rows.slice(0, limit).map(describeToken),
    nextCursor: nextCursor(type, rows, limit, (row) => [row.created_at, row.id]),
  };
}

const USAGE_START: [string, string, string, string, string, number, string] = [
  "",
  "",
  "",
  "",
  "",
  -1,
  "",
];

function pageOfUsage(parts: LedgerParts, asked: CommandOf<"usage.list">): ResultOf<"usage.list"> {
  const { type, worker, environment, name, limit = LIMITS.PAGE_SIZE_DEFAULT } = asked;
  const after = parseCursor(type, asked.cursor, USAGE_START);
  // So that what was counted a moment ago is in the answer.
  flushUsage(parts);
  const rows = listUsage(parts.sql, { worker, environment, name, after, limit: limit + 1 });
  return {
    usage: rows.slice(0, limit).map(({ first_at, last_at, version, parity, ...row }) => ({
      ...row,
      version: version === 0 ? null : version,
      parity: parity === "" ? null : parity,
      firstAt: first_at,
      lastAt: last_at,
    })),
    nextCursor: nextCursor(type, rows, limit, (row) => [
      row.worker,
      row.environment,
      row.name,
      row.kind,
      row.source,
      row.version,
      row.parity,
    ]),
  };
}

function pageOfEvents(
  { sql }: LedgerParts,
  { after = 0, limit = LIMITS.PAGE_SIZE_DEFAULT }: CommandOf<"audit.list">,
): ResultOf<"audit.list"> {
  return { events: listEvents(sql, after, limit) };
}

function describeStore({ env, sql, keyring, bound }: LedgerParts): ResultOf<"store.status"> {
  return {
    store: keyring.storeId,
    ...(bound === undefined
      ? { backend: "vault", ...countSecrets(sql) }
      : {
          backend: "cloudflare",
          environment: bound.environment,
          secrets: bound.names.length,
          versions: 0,
        }),
    local: isLocal(env),
    sendsCopies: hasAccountPower(env),
    schemaVersion: readSchemaVersion(sql),
    rootKeyVersion: keyring.currentVersion,
    grants: countGrants(sql),
    auditEvents: readHead(sql).seq,
  };
}

/** @param rows one more than the page holds, where there is a next page. */
function nextCursor<Row>(
  command: CommandType,
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly (string | number)[],
): string | null {
  const last = rows[limit - 1];
  return rows.length > limit && last !== undefined ? renderCursor(command, keyOf(last)) : null;
}
