/** `secret.rollout`: who has the current version, who is behind, and from when the one before can go. */
import {
  type CommandOf,
  PERIODS,
  READ_TIMING,
  type ResultOf,
  type RolloutConsumer,
} from "@lunakey/contract";
import type { LedgerParts } from "../../parts.ts";
import { findSecret, findStages } from "../../secrets/secret-rows.ts";
import { findStage, secretAt } from "../../secrets/stages-at.ts";
import {
  findConsumersOf,
  type SecretConsumer,
  type SeenVersion,
} from "../../usage/consumers-of.ts";
import { describeStages, getSecretRow } from "../secret-metadata.ts";

export function describeRollout(
  parts: LedgerParts,
  { environment, name }: CommandOf<"secret.rollout">,
): ResultOf<"secret.rollout"> {
  const now = parts.now();
  if (parts.bound !== undefined) return describeBoundRollout(parts, { environment, name }, now);
  const stored = getSecretRow(parts.sql, environment, name);
  const { row, stages } = secretAt(stored, findStages(parts.sql, [stored.id]), now);
  const since = findStage(stages, "current")?.since ?? null;
  const version = row.deleted_at === null ? row.version : null;
  const { consumers, complete } = findConsumersOf(parts, row, now);
  const described = consumers.map((consumer) => describe(consumer, version, since ?? 0));
  const isKnown = complete && findStage(stages, "previous") !== undefined;
  return {
    environment,
    name,
    version,
    since,
    stages: describeStages(row.deleted_at === null ? stages : []),
    consumers: described,
    complete,
    safeAt: isKnown ? findSafeMoment(described, since ?? row.updated_at) : null,
  };
}

/** Which of its values Cloudflare's store gave to whom, nobody can say: all of it is unknown. */
function describeBoundRollout(
  parts: LedgerParts,
  key: { readonly environment: string; readonly name: string },
  now: number,
): ResultOf<"secret.rollout"> {
  const stored = findSecret(parts.sql, key.environment, key.name);
  const stages =
    stored === undefined ? [] : secretAt(stored, findStages(parts.sql, [stored.id]), now).stages;
  const { consumers, complete } = findConsumersOf(parts, key, now);
  const unknown = { state: "unknown", version: null, since: null, olderAt: null } as const;
  return {
    ...key,
    ...{ version: null, since: null, safeAt: null, complete },
    stages: describeStages(stages),
    consumers: consumers.map(({ worker, environment, served, ...consumer }) => ({
      ...{ worker, environment, ...unknown },
      lastAt: served.at(-1)?.lastAt ?? null,
      copy: describeCopy({ ...consumer, worker, environment, served }, null),
    })),
  };
}

function describe(
  consumer: SecretConsumer,
  version: number | null,
  since: number,
): RolloutConsumer {
  const { worker, environment, served, used } = consumer;
  const last = served.at(-1);
  const now = served.find((seen) => seen.version === version);
  // Versions go back too: what was read of this one before it was current this time does not count.
  const isCurrent = now !== undefined && now.lastAt >= since;
  const seen = isCurrent ? now : last;
  return {
    worker,
    environment,
    state: isCurrent ? "current" : last === undefined ? "unknown" : "behind",
    version: seen?.version ?? null,
    since: seen === undefined ? null : isCurrent ? Math.max(seen.firstAt, since) : seen.firstAt,
    lastAt: last?.lastAt ?? null,
    olderAt: findLastOther([...served, ...used], version),
    copy: describeCopy(consumer, version),
  };
}

function findLastOther(seen: readonly SeenVersion[], version: number | null): number | null {
  const others = seen.filter((one) => one.version !== version).map(({ lastAt }) => lastAt);
  return others.length === 0 ? null : Math.max(...others);
}

function describeCopy(
  { copy, reports }: SecretConsumer,
  version: number | null,
): RolloutConsumer["copy"] {
  if (!reports) return "unknown";
  if (copy === null) return "unseen";
  return copy.parity === "same" && copy.version === version ? "same" : "stale";
}

/**
 * An isolate that can not reach the store serves what it has for `READ_TIMING.OUTAGE_MS`: not before
 * that is over, and not while anybody's state says otherwise.
 */
function findSafeMoment(consumers: readonly RolloutConsumer[], since: number): number | null {
  const isBlocked = consumers.some(({ state, copy }) => state !== "current" || copy === "stale");
  if (isBlocked) return null;
  const used = consumers.map(({ olderAt }) => olderAt ?? 0);
  return Math.max(since + READ_TIMING.OUTAGE_MS, ...used);
}

/** Was it given to the consumer so lately that it must be taken to depend on it? */
export function isInUse({ served }: SecretConsumer, now: number): boolean {
  return (served.at(-1)?.lastAt ?? 0) > now - PERIODS.IN_USE_MS;
}
