/** How far copies are. Apart from what sends them, which reads the repository. */
import { secretName } from "@lunakey/contract";
import { usageError } from "../cli-error.ts";
import type { CommandInput, Outcome } from "../command-spec.ts";
import { openStore } from "../connection/store-session.ts";
import { listCopies } from "../copies/wait-for-copies.ts";
import { readConsumerFilters, readInput } from "../input/user-input.ts";
import { renderCopies } from "../output/copies.ts";
import type { Session } from "../session.ts";

export async function showCopies(session: Session, input: CommandInput): Promise<Outcome> {
  const [name, second] = input.operands;
  if (second !== undefined) throw usageError("--status goes with one NAME at most.");
  const { worker, environment } = readConsumerFilters(input);
  const client = await openStore(session);
  const found = await listCopies(client, {
    ...(worker === undefined ? {} : { worker }),
    ...(environment === undefined ? {} : { environment }),
    ...(name === undefined ? {} : { name: readInput(secretName, name, "NAME") }),
  });
  return {
    json: { ...found, store: client.connection.url },
    text: (view) => renderCopies(found, view),
  };
}
