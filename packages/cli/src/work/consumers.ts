/** Which Worker may read what, and which one did. */
import type { CommandInput, Outcome } from "../command-spec.ts";
import { listAll, openStore } from "../connection/store-session.ts";
import { readConsumerFilters, readGrantKey } from "../input/user-input.ts";
import { renderGrantChange, renderGrants, renderUsage } from "../output/consumers.ts";
import type { Session } from "../session.ts";

const PAGE_ROWS = 1_000;

export async function grantNames(session: Session, input: CommandInput): Promise<Outcome> {
  const key = readGrantKey(input);
  const client = await openStore(session);
  const result = await client.call({ type: "grant.add", ...key });
  return {
    json: result,
    text: ({ language }) =>
      renderGrantChange("Granted to {consumer}: {names}", key, result.added, result.unchanged)[
        language
      ],
  };
}

export async function revokeNames(session: Session, input: CommandInput): Promise<Outcome> {
  const key = readGrantKey(input);
  const client = await openStore(session);
  const result = await client.call({ type: "grant.remove", ...key });
  return {
    json: result,
    text: ({ language }) =>
      renderGrantChange("Revoked from {consumer}: {names}", key, result.removed, result.unchanged)[
        language
      ],
  };
}

export async function listGrants(session: Session, input: CommandInput): Promise<Outcome> {
  const filters = readConsumerFilters(input);
  const client = await openStore(session);
  const grants = await listAll(
    (cursor) => client.call({ type: "grant.list", ...filters, limit: PAGE_ROWS, ...cursor }),
    (answer) => answer.grants,
  );
  return { json: { grants }, text: (view) => renderGrants(grants, view) };
}

export async function listUsage(session: Session, input: CommandInput): Promise<Outcome> {
  const filters = readConsumerFilters(input);
  const client = await openStore(session);
  const usage = await listAll(
    (cursor) => client.call({ type: "usage.list", ...filters, limit: PAGE_ROWS, ...cursor }),
    (answer) => answer.usage,
  );
  return { json: { usage }, text: (view) => renderUsage(usage, view) };
}
