/** `parity.list`: for each grant, what the Worker's own comparison of its copy has found last. */
import { type CommandOf, LIMITS, type ParityRow, type ResultOf } from "@lunakey/contract";
import { parseCursor, renderCursor } from "../../cursor.ts";
import { type GrantRow, listGrants } from "../../grant-rows.ts";
import type { LedgerParts } from "../../parts.ts";
import { findLatestParity } from "../../usage/consumers-of.ts";
import { listParityOf } from "../../usage/usage-rows.ts";

export function pageOfParity(
  { sql }: LedgerParts,
  asked: CommandOf<"parity.list">,
): ResultOf<"parity.list"> {
  const { type, worker, environment, name, limit = LIMITS.PAGE_SIZE_DEFAULT } = asked;
  const after = parseCursor(type, asked.cursor, ["", "", ""] as [string, string, string]);
  const grants = listGrants(sql, { worker, environment, name, after, limit: limit + 1 });
  const page = grants.slice(0, limit);
  const last = grants.length > limit ? page.at(-1) : undefined;
  return {
    parity: page.map((grant) => describe(sql, grant)),
    nextCursor:
      last === undefined ? null : renderCursor(type, [last.worker, last.environment, last.name]),
  };
}

function describe(sql: SqlStorage, { worker, environment, name }: GrantRow): ParityRow {
  const found = findLatestParity(listParityOf(sql, worker, environment, name));
  return {
    worker,
    environment,
    name,
    parity: found?.parity || null,
    version: found?.version || null,
    seenAt: found?.last_at ?? null,
  };
}
