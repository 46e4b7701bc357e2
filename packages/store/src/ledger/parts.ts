/** What the ledger is made of, built once per instance and passed to the functions that do the work. */

import { hasAccountPower } from "../account/account-power.ts";
import { type BoundSecrets, findBoundSecrets } from "../backend/bound-secrets.ts";
import { type Env, getStoreId } from "../env.ts";
import type { Keyring } from "../envelope/keyring.ts";
import { getKeyring } from "../ledger-client.ts";
import { ProvedTickets } from "../read-ticket.ts";
import { AuditThrottle } from "./audit/audit-throttle.ts";
import { NonceMemory } from "./calls/nonces.ts";
import { findNextCopy } from "./copies/next-copy.ts";
import { RequestPace } from "./copies/request-pace.ts";
import { Scheduler } from "./jobs/scheduler.ts";
import { SealedValues } from "./reads/sealed-values.ts";
import { Standings } from "./reads/standings.ts";
import { planDueStages } from "./secrets/settle-stages.ts";
import { findFirstEnd } from "./secrets/stage-rows.ts";
import { UsageMeter } from "./usage/usage-meter.ts";
import { WriteQueue } from "./write-queue.ts";

export interface LedgerParts {
  readonly env: Env;
  /** The secrets of backend `cloudflare`; undefined where the values live here. */
  readonly bound: BoundSecrets | undefined;
  readonly storage: DurableObjectStorage;
  readonly sql: SqlStorage;
  readonly keyring: Keyring;
  readonly queue: WriteQueue;
  readonly values: SealedValues;
  readonly standings: Standings;
  readonly meter: UsageMeter;
  readonly nonces: NonceMemory;
  readonly tickets: ProvedTickets;
  /** Denied reads; what they repeat is counted as usage. */
  readonly denials: AuditThrottle;
  /** Refused calls and tokens; what they repeat is written as a number, later. */
  readonly refusals: AuditThrottle;
  readonly scheduler: Scheduler;
  /** Of requests to Cloudflare. */
  readonly pace: RequestPace;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Lets work finish that nobody waits for. Its failure is dropped: it has no one to go to. */
  readonly background: (work: Promise<unknown>) => void;
}

/** Is this the one object that the store's id names? Any script can make others of the class. */
export function isStoresLedger(ctx: DurableObjectState, env: Env): boolean {
  try {
    return ctx.id.equals(env.LEDGER.idFromName(getStoreId(env)));
  } catch {
    // Without a store's id there is no ledger; `createParts` names the variable.
    return false;
  }
}

/**
 * @throws LunakeyError `store_unavailable` where a variable is missing or malformed.
 * @throws Error where this object is not the one that the store's id names.
 */
export function createParts(ctx: DurableObjectState, env: Env): LedgerParts {
  const keyring = getKeyring(env);
  if (!isStoresLedger(ctx, env)) throw new Error("This object is not the store's ledger.");
  const { storage } = ctx;
  const now = () => Date.now();
  const scheduler = new Scheduler(storage);
  const standings = new Standings(storage.sql);
  const values = new SealedValues(storage.sql, keyring);
  const background = createBackground(ctx);
  // The instance before may have ended between planning a job and setting the alarm.
  background(scheduler.arm());
  const pace = new RequestPace();
  const known = { storage, standings, scheduler, pace, now, background };
  const onCommit = createOnCommit(env, known);
  const bound = findBoundSecrets(env);
  const settling = {
    forget: (id: number) => values.forget(id),
    keepsHistory: bound === undefined,
  };
  const findDue = (at: number) => planDueStages(storage.sql, at, settling);
  return {
    env,
    bound,
    storage,
    sql: storage.sql,
    keyring,
    queue: new WriteQueue(storage, keyring, now, onCommit, findDue),
    values,
    standings,
    meter: new UsageMeter(),
    nonces: new NonceMemory(),
    tickets: new ProvedTickets(),
    denials: new AuditThrottle(),
    refusals: new AuditThrottle(),
    scheduler,
    pace,
    now,
    background,
  };
}

/** Forgets what a commit changed, and sets the alarm for what it left to be done later. */
function createOnCommit(
  env: Env,
  parts: Pick<LedgerParts, "background" | "now" | "pace" | "scheduler" | "standings" | "storage">,
): () => void {
  const { storage, standings, scheduler, pace, now, background } = parts;
  const sendsCopies = hasAccountPower(env);
  return () => {
    standings.forget();
    const end = findFirstEnd(storage.sql);
    if (end !== undefined) background(scheduler.ensure("rotation", end));
    const copy = sendsCopies ? findNextCopy(storage.sql, pace.from(now())) : null;
    if (copy !== null) background(scheduler.ensure("copies", copy));
  };
}

/** Work that nobody waits for: its failure must not become that of a call that was answered. */
function createBackground(ctx: DurableObjectState): LedgerParts["background"] {
  const ignore = () => undefined;
  return (work) => ctx.waitUntil(work.then(ignore, ignore));
}
