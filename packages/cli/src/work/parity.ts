/** Are the Workers' own copies the store's values, as they compared them themselves? */
import type { CommandInput, Outcome } from "../command-spec.ts";
import { listAll, openStore } from "../connection/store-session.ts";
import { readConsumerFilters } from "../input/user-input.ts";
import { renderParity } from "../output/rollout.ts";
import { judgeReadiness } from "../rotation/readiness.ts";
import type { Session } from "../session.ts";

const PAGE_ROWS = 1_000;

export async function showParity(session: Session, input: CommandInput): Promise<Outcome> {
  const filters = readConsumerFilters(input);
  const client = await openStore(session);
  const rows = await listAll(
    (cursor) => client.call({ type: "parity.list", ...filters, limit: PAGE_ROWS, ...cursor }),
    (answer) => answer.parity,
  );
  // Of one name alone nothing can be said of a Worker's readiness.
  const readiness = filters.name === undefined ? judgeReadiness(rows, session.ports.now()) : [];
  return {
    json: { parity: rows, readiness },
    text: (view) => renderParity(rows, readiness, view),
  };
}
