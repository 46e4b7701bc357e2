/** At the end: does the store's log tell what was done, all of it and nothing else? */
import { connectStore } from "../../stack/store-client.ts";
import { verifyAudit } from "../../ways-in/audit-log.ts";
import { ENVIRONMENTS, type Life, secretsOf } from "../life.ts";
import { WORKERS } from "../repository.ts";

export interface Account {
  readonly verdict: unknown;
  /** Deeds of the run that the log has no event for. */
  readonly missing: readonly string[];
  /** Events of which the run knows no deed: refusals too. */
  readonly surplus: readonly string[];
  /** Secrets that a Worker has, and was never given by the store. */
  readonly unread: readonly string[];
}

export async function accountFor({ journal, sites, store }: Life): Promise<Account> {
  const { verdict } = (await verifyAudit({ store: store() })) as { verdict: unknown };
  const served = await listServed(store());
  const unread = ENVIRONMENTS.flatMap((environment) =>
    WORKERS.flatMap((worker) =>
      Object.keys(secretsOf(sites[environment].seed, worker)).map(
        (name) => `${worker} ${environment} ${name}`,
      ),
    ),
  ).filter((key) => !served.has(key));
  return { verdict, ...(await journal.compare()), unread };
}

interface UsageRow {
  readonly worker: string;
  readonly environment: string;
  readonly name: string;
  readonly kind: string;
}

async function listServed(store: ReturnType<Life["store"]>): Promise<Set<string>> {
  const client = await connectStore(store);
  const served = new Set<string>();
  for (let cursor: string | null = ""; cursor !== null; ) {
    const from: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page = (await client.call("GET", `/usage?limit=1000${from}`)) as {
      usage: UsageRow[];
      nextCursor: string | null;
    };
    for (const { worker, environment, name, kind } of page.usage) {
      if (kind === "served") served.add(`${worker} ${environment} ${name}`);
    }
    cursor = page.nextCursor;
  }
  return served;
}
