/** What the store says about the Workers that are to be bound: which were served, what is granted. */
import {
  ALL_ENVIRONMENTS,
  consumerEnvironment,
  parseInput,
  type ResultOf,
  secretName,
  workerName,
} from "@lunakey/contract";
import type { GrantNeeded } from "@lunakey/migrate";
import { CliError } from "../../cli-error.ts";
import type { AdminClient } from "../../connection/admin-client.ts";
import { listAll, openStore } from "../../connection/store-session.ts";
import type { Session } from "../../session.ts";

export interface ReachedStore {
  readonly client: AdminClient;
  readonly status: ResultOf<"store.status">;
}

const PAGE_ROWS = 1_000;
/** What means that there is no store to ask, rather than that something is wrong with it. */
const ABSENT: readonly string[] = ["no_store", "no_token", "unreachable"];

/**
 * @returns null where no store or no token is known here, or none answers.
 * @throws CliError where the store refuses, or its address is not allowed.
 */
export async function reachStore(session: Session): Promise<ReachedStore | null> {
  try {
    const client = await openStore(session);
    return { client, status: await client.call({ type: "store.status" }) };
  } catch (error) {
    if (error instanceof CliError && ABSENT.includes(error.failure.code)) return null;
    throw error;
  }
}

/** Workers and environments that the store has given values to. */
export async function listServed({
  client,
}: ReachedStore): Promise<{ readonly worker: string; readonly environment: string }[]> {
  const usage = await listAll(
    (cursor) => client.call({ type: "usage.list", limit: PAGE_ROWS, ...cursor }),
    (answer) => answer.usage,
  );
  const served = usage.filter(({ kind }) => kind === "served");
  const keys = new Map(
    served.map(({ worker, environment }) => [`${worker} ${environment}`, { worker, environment }]),
  );
  return [...keys.values()];
}

/** Those of the needed grants that the store does not have. */
export async function listMissingGrants(
  { client }: ReachedStore,
  needed: readonly GrantNeeded[],
): Promise<GrantNeeded[]> {
  const grants = await listAll(
    (cursor) => client.call({ type: "grant.list", limit: PAGE_ROWS, ...cursor }),
    (answer) => answer.grants,
  );
  const known = new Set(
    grants.map(({ worker, environment, name }) => `${worker} ${environment} ${name}`),
  );
  return needed
    .map((each) => ({
      ...each,
      secrets: each.secrets.filter(
        (name) => !known.has(`${each.worker} ${each.environment} ${name}`),
      ),
    }))
    .filter(({ secrets }) => secrets.length > 0);
}

/** Names without a value, sorted. What expired or was deleted is none. */
export async function listMissingValues(
  { client }: ReachedStore,
  needed: readonly GrantNeeded[],
): Promise<string[]> {
  const secrets = await listAll(
    (cursor) => client.call({ type: "secret.list", limit: PAGE_ROWS, ...cursor }),
    (answer) => answer.secrets,
  );
  const there = new Set(
    secrets
      .filter(({ state }) => state !== "deleted" && state !== "expired")
      .map(({ environment, name }) => `${environment} ${name}`),
  );
  const missing = needed.flatMap(({ environment, secrets: names }) =>
    names.filter(
      (name) => !there.has(`${environment} ${name}`) && !there.has(`${ALL_ENVIRONMENTS} ${name}`),
    ),
  );
  return [...new Set(missing)].sort();
}

export async function addGrants(
  { client }: ReachedStore,
  { worker, environment, secrets }: GrantNeeded,
): Promise<void> {
  await client.call({
    type: "grant.add",
    worker: parseInput(workerName, worker, "worker"),
    environment: parseInput(consumerEnvironment, environment, "environment"),
    names: secrets.map((name) => parseInput(secretName, name, "name")),
  });
}
