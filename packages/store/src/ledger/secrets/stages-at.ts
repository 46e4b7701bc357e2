/**
 * Where a secret's versions stand at a moment, decided by the clock: a pending version whose time has
 * come is current, whether or not anything has written that down; a previous one counts until its
 * overlap ends. Pure: rows in, rows out.
 */
import type { SecretRow, ServedRow, StageColumn, StageRow } from "./secret-rows.ts";

/** @param stages of one secret, as they are stored. */
export function stagesAt(stages: readonly StageRow[], now: number): StageRow[] {
  const pending = findStage(stages, "pending");
  const isDue = pending !== undefined && pending.until !== null && pending.until <= now;
  return (isDue ? activate(stages, pending) : stages).filter((stage) => counts(stage, now));
}

export function findStage(stages: readonly StageRow[], stage: StageColumn): StageRow | undefined {
  return stages.find((one) => one.stage === stage);
}

function activate(stages: readonly StageRow[], pending: StageRow): StageRow[] {
  const since = pending.until;
  const before = findStage(stages, "current");
  const current: StageRow = { ...pending, stage: "current", until: null, since };
  if (before === undefined) return [current];
  // Without an end of its own it would be accepted for ever: then it is not accepted at all.
  return [current, { ...before, stage: "previous", until: before.until ?? since, since }];
}

function counts({ stage, until, expires_at }: StageRow, now: number): boolean {
  if (stage !== "previous") return true;
  return (until === null || now < until) && (expires_at === null || now < expires_at);
}

/** A secret as it is at a moment. */
export interface SecretAt<Row extends ServedRow = SecretRow> {
  /** With the version, expiry and fallback of that moment. */
  readonly row: Row;
  /** All that count. */
  readonly stages: readonly StageRow[];
  /**
   * From then on the current version must not be served: its own expiry, or the end of the overlap
   * that awaits it. A reader that is cut off keeps to it too. Null for never.
   */
  readonly servedUntil: number | null;
}

/** @param stored the secret's stages as they are stored, all of them. */
export function secretAt<Row extends ServedRow>(
  row: Row,
  stored: readonly StageRow[],
  now: number,
): SecretAt<Row> {
  if (stored.length === 0) return { row, stages: stored, servedUntil: row.expires_at };
  const stages = stagesAt(stored, now);
  const current = findStage(stages, "current");
  const isActivated = current !== undefined && current.version !== row.version;
  const at: Row = isActivated
    ? { ...row, version: current.version, expires_at: current.expires_at, fallback: "obsolete" }
    : row;
  return { row: at, stages, servedUntil: earliest(at.expires_at, current?.until ?? null) };
}

/** The stages that a verifier accepts beside the current one. */
export function othersOf(stages: readonly StageRow[]): StageRow[] {
  return stages.filter(({ stage }) => stage !== "current");
}

/**
 * What is accepted beside the value of a binding, which may be the one from before a change or the one
 * from after it, as long as Cloudflare takes to spread it: during a rotation, all versions of it.
 */
export function acceptedBeside(stages: readonly StageRow[]): readonly StageRow[] {
  const others = othersOf(stages);
  const current = findStage(stages, "current");
  if (others.length === 0 || current === undefined) return others;
  return [{ ...current, stage: "pending", until: null }, ...others];
}

/** When a version stops being accepted; null for never. A pending one does not. */
export function acceptedUntil({ stage, until, expires_at }: StageRow): number | null {
  return earliest(stage === "previous" ? until : null, expires_at);
}

function earliest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
