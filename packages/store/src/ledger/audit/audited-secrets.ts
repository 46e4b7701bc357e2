/**
 * What the audit says of each secret: the version that is current, whether it is deleted, and the
 * highest version given. Events go in one after the other, rows are then compared with what came of
 * them. Reads no database, and does not decide whether the events are genuine.
 */
import type { AuditEvent } from "@lunakey/contract";
import type { SecretRow, StageRow } from "../secrets/secret-rows.ts";
import {
  type AuditedStages,
  findStageContradiction,
  NO_STAGES,
  namesStages,
  stagesOf,
  withoutEnd,
} from "./audited-stages.ts";

interface AuditedSecret {
  readonly label: string;
  /** Number of the last event that says something of it. */
  seq: number;
  /** Null where its values were destroyed. */
  current: number | null;
  last: number;
  isDeleted: boolean;
  /** These two are undefined where no event tells. */
  fallback: string | undefined;
  expiresAt: number | null | undefined;
  stages: AuditedStages;
  wasCompared: boolean;
}

/** Where a row is not what the audit says. */
export interface Contradiction {
  /** Number of the event that it contradicts; null where no event speaks of the secret. */
  readonly seq: number | null;
  readonly reason: string;
}

export class AuditedSecrets {
  /** By environment and name. A few hundred bytes for each secret. */
  readonly #secrets = new Map<string, AuditedSecret>();

  /** Takes an event in. They must come in order. */
  note({ seq, action, outcome, target, details }: AuditEvent): void {
    if (outcome !== "ok" || target.name === undefined || target.environment === undefined) return;
    const secret = this.#find(target.environment, target.name);
    switch (action) {
      case "secret.set":
      case "secret.import":
        if (typeof details.version !== "number" || details.mode === "preview") return;
        noteVersion(secret, details.version, details);
        break;
      case "secret.delete":
      case "secret.undelete":
        // Of a secret that was not deleted; such events once named the current stage alone.
        if (details.changed === false) return;
        secret.isDeleted = action === "secret.delete";
        if (namesStages(details)) secret.stages = stagesOf(details);
        break;
      case "secret.rotate":
      case "secret.promote":
      case "secret.rollback":
      case "secret.retire":
      case "secret.activate":
        noteRotation(secret, details);
        break;
      case "secret.purge":
        secret.current = null;
        secret.stages = NO_STAGES;
        break;
      default:
        return;
    }
    secret.seq = seq;
    this.#secrets.set(keyOf(target.environment, target.name), secret);
  }

  /** Compares a row. @param stages of this row, all of them. */
  findContradiction(row: SecretRow, stages: readonly StageRow[]): Contradiction | null {
    const secret = this.#secrets.get(keyOf(row.environment, row.name));
    const label = labelOf(row.environment, row.name);
    if (secret === undefined) return { seq: null, reason: `no event speaks of ${label}` };
    secret.wasCompared = true;
    const { seq } = secret;
    const reason = findStageContradiction(secret.stages, stages, label);
    if (reason !== null) return { seq, reason };
    const difference = findDifference(secret, row);
    return difference === null ? null : { seq, reason: `${label} ${difference}` };
  }

  /** A secret that should have a row and was not compared; null where there is none. */
  findMissing(): Contradiction | null {
    const missing = [...this.#secrets.values()].find(({ wasCompared }) => !wasCompared);
    return missing ? { seq: missing.seq, reason: `the row of ${missing.label} is missing` } : null;
  }

  #find(environment: string, name: string): AuditedSecret {
    return (
      this.#secrets.get(keyOf(environment, name)) ?? {
        label: labelOf(environment, name),
        seq: 0,
        current: null,
        last: 0,
        isDeleted: false,
        fallback: undefined,
        expiresAt: undefined,
        stages: NO_STAGES,
        wasCompared: false,
      }
    );
  }
}

function noteVersion(
  secret: AuditedSecret,
  version: number,
  { fallback, expiresAt, changed }: AuditEvent["details"],
): void {
  secret.current = version;
  secret.last = Math.max(secret.last, version);
  if (changed === false) {
    if (typeof fallback === "string") secret.fallback = fallback;
    return;
  }
  secret.isDeleted = false;
  secret.stages = withoutEnd(secret.stages);
  secret.fallback = typeof fallback === "string" ? fallback : undefined;
  secret.expiresAt = typeof expiresAt === "number" ? expiresAt : undefined;
}

/** Versions change places; a version that becomes current makes the Workers' own copies obsolete. */
function noteRotation(secret: AuditedSecret, details: AuditEvent["details"]): void {
  const { version, last, expiresAt, fallback } = details;
  if (typeof last === "number") secret.last = Math.max(secret.last, last);
  secret.stages = stagesOf(details);
  if (typeof version !== "number" || version === secret.current) return;
  secret.current = version;
  secret.fallback = typeof fallback === "string" ? fallback : "obsolete";
  secret.expiresAt = typeof expiresAt === "number" ? expiresAt : null;
}

/** In words that follow on the secret's name; null where the row is as it should be. */
function findDifference(secret: AuditedSecret, row: SecretRow): string | null {
  if (row.version !== secret.current) {
    return `is at version ${row.version}, where the audit says ${secret.current}`;
  }
  if (row.last_version !== secret.last) {
    return `counts ${row.last_version} versions, where the audit says ${secret.last}`;
  }
  if ((row.deleted_at !== null) !== secret.isDeleted) {
    return secret.isDeleted ? "is not deleted, where the audit says so" : "is deleted unaudited";
  }
  if (secret.fallback !== undefined && row.fallback !== secret.fallback) {
    return `has fallback ${row.fallback}, where the audit says ${secret.fallback}`;
  }
  if (secret.expiresAt !== undefined && row.expires_at !== secret.expiresAt) {
    return "expires at another moment than the audit says";
  }
  return null;
}

/** Neither can hold a space. */
function keyOf(environment: string, name: string): string {
  return `${environment} ${name}`;
}

function labelOf(environment: string, name: string): string {
  return `${name} in ${environment}`;
}
