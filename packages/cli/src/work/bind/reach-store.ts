/** The store that grants go to, where one is configured and answers. */

import type { ResultOf } from "@lunakey/contract";
import { CliError } from "../../cli-error.ts";
import type { AdminClient } from "../../connection/admin-client.ts";
import { openStore } from "../../connection/store-session.ts";
import type { Session } from "../../session.ts";

export interface ReachedStore {
  readonly client: AdminClient;
  readonly status: ResultOf<"store.status">;
}

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
