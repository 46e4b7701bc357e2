/** The newest events of the audit log, and the state of the store. */
import { LIMITS, type ResultOf } from "@lunakey/contract";
import type { CommandInput, Outcome } from "../command-spec.ts";
import { openStore } from "../connection/store-session.ts";
import { readCount } from "../input/user-input.ts";
import { renderEvents } from "../output/log.ts";
import { renderFields } from "../output/table.ts";
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
          ["Backend", renderBackend(status)],
          ["For", status.local ? "local development" : "deployed Workers"],
          ["Secrets", renderSize(status)],
          ["Grants", String(status.grants)],
          ["Audit events", String(status.auditEvents)],
        ],
        view,
      ),
  };
}

function renderBackend({ backend, environment }: ResultOf<"store.status">): string {
  return environment === undefined ? backend : `${backend}, for environment ${environment}`;
}

function renderSize({ backend, secrets, versions }: ResultOf<"store.status">): string {
  return backend === "cloudflare" ? `${secrets} bound` : `${secrets}, ${versions} versions`;
}
