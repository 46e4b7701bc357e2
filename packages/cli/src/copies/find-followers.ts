/** After a change of a secret: the copies of it that the store writes, and so writes anew by itself. */
import {
  ALL_ENVIRONMENTS,
  type CopyRow,
  type SecretEnvironment,
  type SecretName,
} from "@lunakey/contract";
import { CliError, EXIT } from "../cli-error.ts";
import type { AdminClient } from "../connection/admin-client.ts";
import { standingOf } from "./copy-standing.ts";
import { listCopies } from "./wait-for-copies.ts";

interface SecretKey {
  readonly environment: SecretEnvironment;
  readonly name: SecretName;
}

/** The change is done by then: what is only said of it may not fail it. */
export async function findFollowers(
  client: AdminClient,
  { environment, name }: SecretKey,
): Promise<readonly CopyRow[]> {
  try {
    const { copies } = await listCopies(client, { name });
    return copies.filter(
      (copy) =>
        (environment === ALL_ENVIRONMENTS || copy.environment === environment) &&
        !["left", "leaving"].includes(standingOf(copy)),
    );
  } catch (error) {
    if (!(error instanceof CliError) || error.exitStatus !== EXIT.FAILED) throw error;
    return [];
  }
}
