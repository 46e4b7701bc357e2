/**
 * What the run did, as the audit has to tell it: kept by the run itself as it acts, and compared with
 * the log at the end, event by event.
 */
import type { AuditEvent } from "@lunakey/contract";
import { listEvents } from "../ways-in/audit-log.ts";

/** What an event is known by. */
export interface Deed {
  readonly action: string;
  /** Names of the target, in any order: environment, name, worker. */
  readonly target: Readonly<Record<string, string>>;
}

export interface Journal {
  note(...deeds: readonly Deed[]): void;
  /** Was it noted before? */
  has(deed: Deed): boolean;
  /** All events of the log, oldest first. */
  list(): Promise<readonly AuditEvent[]>;
  /** Deeds without an event, and events without a deed; refusals among them. */
  compare(): Promise<{ readonly missing: readonly string[]; readonly surplus: readonly string[] }>;
}

/** @param getStore where the log is, once there is a store. */
export function createJournal(
  getStore: () => { readonly url: string; readonly tokenFile: string },
): Journal {
  const deeds: Deed[] = [];
  const list = () => listEvents({ store: getStore() });
  return {
    note: (...done) => void deeds.push(...done),
    has: (deed) => deeds.some((each) => describe(each, "ok") === describe(deed, "ok")),
    list,
    async compare() {
      const expected = countAll(deeds.map((deed) => describe(deed, "ok")));
      const events = await list();
      const found = countAll(
        events.flatMap((event) => expand(event).map((deed) => describe(deed, event.outcome))),
      );
      return { missing: subtract(expected, found), surplus: subtract(found, expected) };
    },
  };
}

/** What is sent to Cloudflare together is one event, with its names and versions: `A@1 B@2`. */
function expand({ action, target, details }: AuditEvent): Deed[] {
  if (!/^copies\.(write|delete)$/.test(action)) return [{ action, target }];
  const names = String(details.names).split(" ");
  return names.map((each) => ({ action, target: { ...target, name: each.replace(/@\d+$/, "") } }));
}

function describe({ action, target }: Deed, outcome: string): string {
  const parts = Object.entries(target).sort(([a], [b]) => a.localeCompare(b));
  return `${outcome} ${action} ${parts.map(([key, value]) => `${key}=${value}`).join(" ")}`;
}

function countAll(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

function subtract(from: Map<string, number>, what: Map<string, number>): string[] {
  return [...from].flatMap(([line, count]) => {
    const left = count - (what.get(line) ?? 0);
    return left > 0 ? [`${line} (${left})`] : [];
  });
}
