/**
 * Tells the store where this Worker's reads were served from: counts per name, never values. The
 * store knows only what it served itself; that nothing falls back any more is for the Worker to say.
 */
import { addReadObserver, storeOf } from "./observers.ts";
import { findPlatform, runInBackground } from "./platform.ts";
import type { Found } from "./secrets.ts";

const INTERVAL_MS = 60_000;
const LEASE_MS = 5_000; // the request that sends may be cancelled; then the next one sends
const LEASE_MAX_MS = 600_000; // twice as long after each attempt that came to nothing, up to this
const ATTEMPTS_MAX = 10; // half an hour; what is refused by then is refused for good
const COUNTS_MAX = 500;
/** The store's names. Any other, computed by code, would have it refuse the whole report. */
const NAME = /^[A-Za-z0-9_-]{1,255}$/;

export type Parity = "same" | "different" | "missing";

interface Count {
  readonly name: string;
  readonly source: Found["source"];
  readonly version?: number;
  readonly parity?: Parity;
  count: number;
}

interface Batch {
  readonly batchId: string;
  readonly from: number;
  readonly to: number;
  readonly counts: readonly Count[];
}

interface Ledger {
  counts: Map<string, Count>;
  since: number;
  /** Is there something among the counts that should not wait? */
  hasNews: boolean;
  leasedUntil: number;
  /** Of sending the unacknowledged batch. */
  attempts: number;
  /** Sent but not acknowledged: sent again under the same id, so that it counts once. */
  unacknowledged: Batch | undefined;
}

interface ReportBinding {
  report(request: object): Promise<unknown>;
}

const ledgers = new WeakMap<object, Ledger>();
let enabled = false;

/** Turns the reports on for this isolate; call it once, at module scope. */
export function reportUsage(): void {
  if (enabled) return;
  enabled = true;
  void findPlatform();
  addReadObserver((env, name, found) => {
    const { source, version } = found;
    countRead(env, { name, source, ...(version === undefined ? {} : { version }) });
  });
}

/**
 * Adds one read to the counts, and sends them where it is time.
 *
 * @param isNews sends them now, or as soon as the store may be asked again.
 */
export function countRead(env: object, read: Omit<Count, "count">, isNews = false): void {
  const binding = storeOf(env) as ReportBinding | undefined;
  if (!binding || !NAME.test(read.name)) return;
  const now = Date.now();
  const ledger = ledgerOf(binding, now);
  const key = [read.name, read.source, read.version, read.parity].join(" ");
  const count = ledger.counts.get(key);
  if (count) count.count++;
  else if (ledger.counts.size < COUNTS_MAX) ledger.counts.set(key, { ...read, count: 1 });
  ledger.hasNews ||= isNews;
  const isTime = ledger.hasNews || now - ledger.since >= INTERVAL_MS;
  if (!isTime || now < ledger.leasedUntil) return;
  ledger.leasedUntil = now + Math.min(LEASE_MS * 2 ** ledger.attempts, LEASE_MAX_MS);
  runInBackground(send(binding, ledger, now));
}

function ledgerOf(binding: object, now: number): Ledger {
  const ledger = ledgers.get(binding);
  if (ledger) return ledger;
  const rest = { hasNews: false, leasedUntil: 0, attempts: 0, unacknowledged: undefined };
  const created = { counts: new Map(), since: now, ...rest };
  ledgers.set(binding, created);
  return created;
}

async function send(binding: ReportBinding, ledger: Ledger, now: number): Promise<void> {
  // Given up, its period stays without a report: unknown to the store, which is not zero.
  if (ledger.attempts >= ATTEMPTS_MAX) forget(ledger);
  const batch = ledger.unacknowledged ?? takeBatch(ledger, now);
  ledger.unacknowledged = batch;
  ledger.attempts++;
  await binding.report({ v: 1, ...batch });
  // Another request may have sent the same batch meanwhile, and a later one since.
  if (ledger.unacknowledged === batch) forget(ledger);
}

function forget(ledger: Ledger): void {
  ledger.unacknowledged = undefined;
  ledger.attempts = 0;
}

function takeBatch(ledger: Ledger, now: number): Batch {
  const counts = [...ledger.counts.values()];
  const batch = { batchId: crypto.randomUUID(), from: ledger.since, to: now, counts };
  ledger.counts = new Map();
  ledger.since = now;
  ledger.hasNews = false;
  return batch;
}
