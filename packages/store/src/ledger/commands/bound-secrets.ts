/** What people can ask about secrets on backend `cloudflare`: which names are bound, and for what. */
import {
  type CommandOf,
  LIMITS,
  LunakeyError,
  type ResultOf,
  type SecretMetadata,
} from "@lunakey/contract";
import type { BoundSecrets } from "../../backend/bound-secrets.ts";
import { parseCursor, renderCursor } from "../cursor.ts";
import type { LedgerParts } from "../parts.ts";
import { fallbackOf } from "../reads/allow-bound.ts";
import { findSecrets, findStages } from "../secrets/secret-rows.ts";
import { secretAt } from "../secrets/stages-at.ts";
import { explainCreating, refuseEnvironment } from "./cloudflare-commands.ts";
import { describeStages } from "./secret-metadata.ts";

/** @throws LunakeyError `not_found`; `not_supported` for another environment's. */
export function getBound(
  parts: LedgerParts,
  bound: BoundSecrets,
  { environment, name }: CommandOf<"secret.get">,
): ResultOf<"secret.get"> {
  if (environment !== bound.environment) throw refuseEnvironment(parts.env, bound, environment);
  const [secret] = describeBound(parts, bound, bound.has(name) ? [name] : []);
  if (secret !== undefined) return secret;
  throw new LunakeyError({
    code: "not_found",
    message: `The gateway has no binding for the secret ${name}.`,
    hint: explainCreating(parts.env, name),
  });
}

/** A page of the bound names, in order. @throws LunakeyError `invalid_input` for a wrong cursor. */
export function pageOfBound(
  parts: LedgerParts,
  bound: BoundSecrets,
  asked: CommandOf<"secret.list">,
): ResultOf<"secret.list"> {
  const { type, environment = bound.environment, limit = LIMITS.PAGE_SIZE_DEFAULT } = asked;
  const [after] = parseCursor(type, asked.cursor, ["", ""] as [string, string]);
  const search = asked.search?.toLowerCase() ?? "";
  const rest = bound.names.filter(
    (name) =>
      environment === bound.environment && name > after && name.toLowerCase().includes(search),
  );
  const page = rest.slice(0, limit);
  const last = rest.length > limit ? page.at(-1) : undefined;
  return {
    secrets: describeBound(parts, bound, page),
    nextCursor: last === undefined ? null : renderCursor(type, [last, bound.environment]),
  };
}

function describeBound(
  { sql, now }: LedgerParts,
  { environment }: BoundSecrets,
  names: readonly string[],
): SecretMetadata[] {
  const rows = findSecrets(sql, names, [environment]);
  const ids = rows.map(({ id }) => id);
  const stages = Map.groupBy(findStages(sql, ids), (stage) => stage.secret_id);
  const at = now();
  const known = new Map(
    rows.map((row) => [row.name, secretAt(row, stages.get(row.id) ?? [], at)] as const),
  );
  return names.map((name) => ({
    environment,
    name,
    version: null,
    // What the ledger has sealed for a rotation; Cloudflare's store itself has no versions.
    stages: describeStages(known.get(name)?.stages ?? []),
    fallback: fallbackOf(known.get(name)?.row),
    state: "bound",
    expiresAt: null,
    recoverableUntil: null,
    createdAt: null,
    updatedAt: null,
    updatedBy: null,
  }));
}
