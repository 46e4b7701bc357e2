/**
 * Answers a consumer's read: grants first, then the row of its environment in any state, else the
 * row of `all`; on backend `cloudflare`, the binding. The clock at use decides what has expired.
 * Never waits for the write queue.
 */
import {
  type Consumer,
  READ_TIMING,
  type ReadItem,
  type ReadRequest,
  type ReadResponse,
  type StagedValue,
  secretName,
} from "@lunakey/contract";
import { isLocal } from "../env.ts";
import type { VerifiedCall } from "../signed-call.ts";
import { allowBound } from "./allow-bound.ts";
import { auditDenials } from "./denials.ts";
import { answerFault, auditFault } from "./faults.ts";
import type { LedgerParts } from "./parts.ts";
import { recordUsage } from "./record-usage.ts";
import type { SecretRow, StageRow } from "./secrets.ts";
import { acceptedUntil, othersOf, type SecretAt, secretAt } from "./stages-at.ts";

const FRESH_SECONDS = READ_TIMING.FRESH_MS / 1_000;
const MISSING_SECONDS = READ_TIMING.MISSING_MS / 1_000;

/**
 * One item per name, in order; a name whose value does not open is left out.
 *
 * @param call proved, with a `ReadRequest` as its payload.
 * @throws OpenError or LunakeyError where there is no other name to answer.
 */
export async function readValues(parts: LedgerParts, call: VerifiedCall): Promise<ReadResponse> {
  const request = call.payload as ReadRequest;
  const items = await readItems(parts, call.actor, request);
  if (!isLocal(parts.env)) return { v: 1, items };
  // On a laptop a change shows at the next read; asking each time costs nothing there.
  return { v: 1, items: items.map((item) => ({ ...item, maxAgeSeconds: 0 })), local: true };
}

async function readItems(
  parts: LedgerParts,
  actor: VerifiedCall["actor"],
  request: ReadRequest,
): Promise<ReadItem[]> {
  if (actor.kind === "consumer") return readGranted(parts, actor, request);
  auditDenials(parts, actor, request.names);
  return request.names.map((name) => without(name, "denied"));
}

async function readGranted(
  parts: LedgerParts,
  actor: Consumer & { readonly kind: "consumer" },
  request: ReadRequest,
): Promise<ReadItem[]> {
  const now = parts.now();
  const valid = new Set(request.names.filter((name) => secretName.safeParse(name).success));
  const standings = parts.standings.find(actor, [...valid]);
  auditDenials(
    parts,
    actor,
    [...valid].filter((name) => standings.get(name)?.granted !== true),
  );
  const { bound } = parts;
  // Started together, so that what is not in memory is read from the database at this moment.
  const answers = await Promise.all(
    request.names.map((name, index): Promise<Answer> | ReadItem => {
      const standing = standings.get(name);
      if (standing === undefined) return without(name, "invalid");
      if (!standing.granted) return without(name, "denied");
      const { row, stages } = standing;
      if (bound !== undefined) return allowBound(parts, bound, actor, name, row);
      if (row === undefined) return without(name, "missing");
      const known = request.known?.[index] ?? 0;
      const at = secretAt(row, stages, now);
      const wanted = request.stages === true ? othersOf(at.stages) : [];
      return answer(parts, actor, at, known, wanted, now);
    }),
  );
  return withoutFaults(answers);
}

/** A `Fault` where the value did not open. */
type Answer = ReadItem | Fault;

/** Why there is no item for a name. */
class Fault {
  readonly cause: unknown;
  constructor(cause: unknown) {
    this.cause = cause;
  }
}

/** @throws what opening has thrown, where nothing is left to be answered. */
function withoutFaults(answers: readonly Answer[]): ReadItem[] {
  const items = answers.filter((answer): answer is ReadItem => !(answer instanceof Fault));
  const [first] = answers;
  if (items.length === 0 && first instanceof Fault) throw first.cause;
  return items;
}

async function answer(
  parts: LedgerParts,
  consumer: Consumer,
  { row, servedUntil }: SecretAt,
  known: number,
  others: readonly StageRow[],
  now: number,
): Promise<Answer> {
  const { name, version } = row;
  // The store knows that these must not be used any more: nor may a Worker's own copy in an outage.
  if (row.deleted_at !== null) return { ...without(name, "deleted"), fallback: "obsolete" };
  if (row.expires_at !== null && row.expires_at <= now) {
    return { ...without(name, "expired"), fallback: "obsolete" };
  }
  // A secret that has only a pending version serves nothing yet.
  if (version === null) return { ...without(name, "missing"), fallback: row.fallback };
  const remaining = servedUntil === null ? FRESH_SECONDS : (servedUntil - now) / 1_000;
  const maxAgeSeconds = Math.min(FRESH_SECONDS, Math.floor(remaining));
  const expiry = servedUntil === null ? {} : { expiresAt: servedUntil };
  const found = { version, maxAgeSeconds, ...expiry, fallback: row.fallback };
  const [value, ...stages] = await Promise.all([
    known === version ? null : open(parts, consumer, row, version),
    ...others.map((other) => openStage(parts, consumer, row, other)),
  ]);
  if (value instanceof Fault) return answerFault(row) ?? value;
  recordUsage(parts, consumer, name, "served", version, now);
  const opened = stages.filter((stage): stage is StagedValue => !(stage instanceof Fault));
  return {
    name,
    ...(value === null ? { status: "same" } : { status: "ok", value }),
    ...found,
    ...(opened.length === 0 ? {} : { stages: opened }),
  };
}

/** A stage that does not open is left out: the current value is what most readers want. */
async function openStage(
  parts: LedgerParts,
  consumer: Consumer,
  row: SecretRow,
  stageRow: StageRow,
): Promise<StagedValue | Fault> {
  const { stage, version } = stageRow;
  const value = await open(parts, consumer, row, version);
  if (value instanceof Fault) return value;
  // `current` was filtered out where the stages were read.
  const name = stage === "previous" ? "previous" : "pending";
  const until = acceptedUntil(stageRow);
  return { stage: name, version, value, ...(until === null ? {} : { until }) };
}

async function open(
  parts: LedgerParts,
  consumer: Consumer,
  row: SecretRow,
  version: number,
): Promise<string | Fault> {
  const { id: secretId, environment, name } = row;
  try {
    return await parts.values.open({ secretId, environment, name, version });
  } catch (error) {
    auditFault(parts, consumer, row, version, error);
    return new Fault(error);
  }
}

function without(
  name: string,
  status: "missing" | "denied" | "deleted" | "expired" | "invalid",
): ReadItem {
  return { name, status, maxAgeSeconds: MISSING_SECONDS, fallback: "allowed" };
}
