/** The newest events of the audit log, and the state of the store. */
import { LIMITS } from "@lunakey/contract";
import type { CommandInput, Outcome } from "../command-spec.ts";
import { renderEvents } from "../output/log.ts";
import { renderFields } from "../output/table.ts";
import type { Session } from "../session.ts";
import { openStore } from "../store-session.ts";
import { readCount } from "../user-input.ts";

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

export async function showStatus(session: Session): Promise<Outcome> {
  const client = await openStore(session);
  const status = await client.call({ type: "store.status" });
  const { url } = client.connection;
  return {
    json: { url, ...status },
    text: (view) =>
      renderFields(
        [
          ["Address", url],
          ["Store", status.store],
          ["Backend", status.backend],
          ["For", status.local ? "local development" : "deployed Workers"],
          ["Secrets", `${status.secrets}, ${status.versions} versions`],
          ["Grants", String(status.grants)],
          ["Audit events", String(status.auditEvents)],
        ],
        view,
      ),
  };
}
