/** The store's audit as a test reads it: over REST, with the first admin's token. */
import type { AuditEvent } from "@lunakey/contract";
import { connectStore } from "../stack/store-client.ts";
import type { Stand } from "./stand.ts";

/** What of an event a refusal is known by. */
export interface Refusal {
  readonly action: string;
  readonly outcome: string;
  readonly reason: unknown;
  readonly target: Readonly<Record<string, string>>;
}

interface HasStore {
  readonly store: Pick<Stand["store"], "url" | "tokenFile">;
}

/** All events, oldest first. */
export async function listEvents({ store }: HasStore): Promise<AuditEvent[]> {
  const client = await connectStore(store);
  const events: AuditEvent[] = [];
  for (;;) {
    const page = (await client.call("GET", `/audit?limit=1000&after=${events.length}`)) as {
      events: AuditEvent[];
    };
    events.push(...page.events);
    if (page.events.length < 1_000) return events;
  }
}

/** The refusals of a caller that could not prove who it is. */
export async function listRefusals(stand: Pick<Stand, "store">): Promise<Refusal[]> {
  const events = await listEvents(stand);
  return events
    .filter(({ actor }) => actor.kind === "unknown")
    .map(({ action, outcome, details, target }) => ({
      action,
      outcome,
      reason: details.reason,
      target,
    }));
}

/** Has the chain held, whatever was tried? */
export async function verifyAudit({ store }: HasStore): Promise<unknown> {
  return (await connectStore(store)).call("GET", "/audit/verify");
}
