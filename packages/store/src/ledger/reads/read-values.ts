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
} from "@lunakey/contract";
import type { BoundSecrets } from "../../backend/bound-secrets.ts";
import { isLocal } from "../../env.ts";
import type { CallActor } from "../../signed-call.ts";
import { auditDenials } from "../audit/denials.ts";
import type { LedgerParts } from "../parts.ts";
import type { ServedRow, StageRow } from "../secrets/secret-rows.ts";
import {
  acceptedBeside,
  acceptedUntil,
  othersOf,
  type SecretAt,
  secretAt,
} from "../secrets/stages-at.ts";
import { recordUsage } from "../usage/record-usage.ts";
import { allowBound } from "./allow-bound.ts";
import { answerFault, auditFault } from "./faults.ts";

const FRESH_SECONDS = READ_TIMING.FRESH_MS / 1_000;
const MISSING_SECONDS = READ_TIMING.MISSING_MS / 1_000;

/**
 * One item per name, in order; a name whose value does not open is left out.
 *
 * @param actor proved. @param request of the right shape.
 * @throws OpenError or LunakeyError where there is no other name to answer.
 */
export async function readValues(
  parts: LedgerParts,
  actor: CallActor,
  request: ReadRequest,
): Promise<ReadResponse> {
  const items = await readItems(parts, actor, request);
  if (!isLocal(parts.env)) return { v: 1, items };
  // On a laptop a change shows at the next read; asking each time costs nothing there.
  return { v: 1, items: items.map((item) => ({ ...item, maxAgeSeconds: 0 })), local: true };
}

async function readItems(
  parts: LedgerParts,
  actor: CallActor,
  request: ReadRequest,
): Promise<readonly ReadItem[]> {
  if (actor.kind === "consumer") return readGranted(parts, actor, request);
  auditDenials(parts, actor, request.names);
  return request.names.map((name) => without(name, "denied"));
}

async function readGranted(
  parts: LedgerParts,
  actor: Consumer & { readonly kind: "consumer" },
  { names, known, stages = false }: ReadRequest,
): Promise<readonly ReadItem[]> {
  const now = parts.now();
  const standings = parts.standings.find(actor, names);
  const denied = names.filter((_, index) => standings[index]?.granted === false);
  if (denied.length > 0) auditDenials(parts, actor, [...new Set(denied)]);
  const { bound } = parts;
  // Started together, so that what is not in memory is read from the database at this moment.
  const answers = names.map((name, index): Promise<Answer> | Answer => {
    const standing = standings[index];
    if (standing === undefined) return without(name, "invalid");
    if (!standing.granted) return without(name, "denied");
    const at = standing.row && secretAt(standing.row, standing.stages, now);
    if (bound !== undefined) return answerBound(parts, bound, actor, name, at, stages);
    if (at === undefined) return without(name, "missing");
    return answer(parts, actor, at, known?.[index] ?? 0, stages, now);
  });
  return withoutFaults(await Promise.all(answers));
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
function withoutFaults(answers: readonly Answer[]): readonly ReadItem[] {
  const items = answers.filter((answer): answer is ReadItem => !(answer instanceof Fault));
  const [first] = answers;
  if (items.length === 0 && first instanceof Fault) throw first.cause;
  return items;
}

function answer(
  parts: LedgerParts,
  consumer: Consumer,
  at: SecretAt<ServedRow>,
  known: number,
  withStages: boolean,
  now: number,
): Promise<Answer> | Answer {
  const { name, version, deleted_at, expires_at, fallback } = at.row;
  // The store knows that these must not be used any more: nor may a Worker's own copy in an outage.
  if (deleted_at !== null) return { ...without(name, "deleted"), fallback: "obsolete" };
  if (expires_at !== null && expires_at <= now) {
    return { ...without(name, "expired"), fallback: "obsolete" };
  }
  // A secret that has only a pending version serves nothing yet.
  if (version === null) return { ...without(name, "missing"), fallback };
  const others = withStages ? othersOf(at.stages) : NONE;
  const value = known === version ? null : open(parts, consumer, at.row, version);
  // Most reads are of what is in memory, and wait for nothing.
  if (others.length === 0 && !(value instanceof Promise)) {
    return finish(parts, consumer, at, version, value, NONE, now);
  }
  const opened = others.map((other) => openStage(parts, consumer, at.row, other));
  return Promise.all([value, ...opened]).then(([got, ...stages]) =>
    finish(parts, consumer, at, version, got, stages.filter(isStage), now),
  );
}

/** On backend `cloudflare`: the gateway puts the value in; what else is accepted is sealed here. */
function answerBound(
  parts: LedgerParts,
  bound: BoundSecrets,
  consumer: Consumer,
  name: string,
  at: SecretAt<ServedRow> | undefined,
  withStages: boolean,
): ReadItem | Promise<ReadItem> {
  const item = allowBound(parts, bound, consumer, name, at?.row);
  const accepted = at === undefined || !withStages ? NONE : acceptedBeside(at.stages);
  if (at === undefined || item.status !== "ok" || accepted.length === 0) return item;
  const opened = accepted.map((stage) => openStage(parts, consumer, at.row, stage));
  return Promise.all(opened).then((stages) => ({ ...item, stages: stages.filter(isStage) }));
}

const NONE: readonly never[] = [];

function isStage(stage: StagedValue | Fault): stage is StagedValue {
  return !(stage instanceof Fault);
}

/** @param value null where the reader has it already. */
function finish(
  parts: LedgerParts,
  consumer: Consumer,
  { row, servedUntil }: SecretAt<ServedRow>,
  version: number,
  value: string | Fault | null,
  stages: readonly StagedValue[],
  now: number,
): Answer {
  if (value instanceof Fault) return answerFault(row) ?? value;
  const { name, fallback } = row;
  recordUsage(parts, consumer, name, "served", version, now);
  const remaining = servedUntil === null ? FRESH_SECONDS : (servedUntil - now) / 1_000;
  const maxAgeSeconds = Math.min(FRESH_SECONDS, Math.floor(remaining));
  return {
    name,
    ...(value === null ? { status: "same" } : { status: "ok", value }),
    version,
    maxAgeSeconds,
    fallback,
    ...(servedUntil === null ? undefined : { expiresAt: servedUntil }),
    ...(stages.length === 0 ? undefined : { stages }),
  };
}

/** A stage that does not open is left out: the current value is what most readers want. */
async function openStage(
  parts: LedgerParts,
  consumer: Consumer,
  row: ServedRow,
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

function open(
  parts: LedgerParts,
  consumer: Consumer,
  row: ServedRow,
  version: number,
): string | Promise<string | Fault> {
  const { id: secretId, environment, name } = row;
  const held = parts.values.find(secretId, version);
  if (held !== undefined) return held;
  return parts.values.open({ secretId, environment, name, version }).catch((error: unknown) => {
    auditFault(parts, consumer, row, version, error);
    return new Fault(error);
  });
}

function without(
  name: string,
  status: "missing" | "denied" | "deleted" | "expired" | "invalid",
): ReadItem {
  return { name, status, maxAgeSeconds: MISSING_SECONDS, fallback: "allowed" };
}
