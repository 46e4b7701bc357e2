/** The newest events of the audit log. */
import { LIMITS } from "@lunakey/contract";
import type { CommandInput, Outcome } from "../command-spec.ts";
import { openStore } from "../connection/store-session.ts";
import { readCount } from "../input/user-input.ts";
import { renderEvents } from "../output/log.ts";
import type { Session } from "../session.ts";

const EVENTS_DEFAULT = 50;

export async function listEvents(session: Session, input: CommandInput): Promise<Outcome> {
  const limit = readCount(input, "limit", LIMITS.PAGE_SIZE) ?? EVENTS_DEFAULT;
  const client = await openStore(session);
  const head = await client.call({ type: "audit.head" });
  const after = Math.max(0, head.seq - limit);
  const { events } =
    limit === 0 ? { events: [] } : await client.call({ type: "audit.list", after, limit });
  return { json: { events }, text: (view) => renderEvents(events, view) };
}
