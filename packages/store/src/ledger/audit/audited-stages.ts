/**
 * What the audit says of a secret's stages, beside which version is current: which version is pending,
 * which is previous, and until when. Each event of a rotation names all of them.
 */
import type { AuditEvent } from "@lunakey/contract";
import type { StageColumn, StageRow } from "../secrets/secret-rows.ts";

type Details = AuditEvent["details"];
type Place = Pick<StageRow, "version" | "until">;

/** By stage; a stage that is not in it is not there. Of `current`, only the end counts here. */
export type AuditedStages = ReadonlyMap<StageColumn, Place>;

/** Of a secret that was never rotated. */
export const NO_STAGES: AuditedStages = new Map();

/** Does an event name all stages? Those of before rotation do not. */
export function namesStages(details: Details): boolean {
  return details.pending !== undefined && details.previous !== undefined;
}

export function stagesOf(details: Details): AuditedStages {
  const places = [
    ["current", details.versionUntil === null ? null : details.version, details.versionUntil],
    ["pending", details.pending, details.pendingUntil],
    ["previous", details.previous, details.previousUntil],
  ] as const;
  return new Map(
    places.flatMap(([stage, version, until]) =>
      typeof version === "number"
        ? [[stage, { version, until: typeof until === "number" ? until : null }] as const]
        : [],
    ),
  );
}

/** What a write of the current version leaves: its end was that of the version before. */
export function withoutEnd(stages: AuditedStages): AuditedStages {
  return new Map([...stages].filter(([stage]) => stage !== "current"));
}

/** In words that speak of `label`; null where the rows are as they should be. */
export function findStageContradiction(
  audited: AuditedStages,
  rows: readonly StageRow[],
  label: string,
): string | null {
  // A current version without an end is what `AuditedSecrets` compares.
  const stored = rows.filter(({ stage, until }) => stage !== "current" || until !== null);
  for (const { stage, version, until } of stored) {
    const place = audited.get(stage);
    if (place === undefined) return `no event gives ${label} a stage ${stage}`;
    if (place.version !== version || place.until !== until) {
      return `the stage ${stage} of ${label} is not as the audit says`;
    }
  }
  for (const stage of audited.keys()) {
    if (!stored.some((row) => row.stage === stage))
      return `the stage ${stage} of ${label} is missing`;
  }
  return null;
}
