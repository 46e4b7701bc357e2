/**
 * What the audit says of grants: which there are. Events go in one after the other, rows are then
 * compared with what came of them. Reads no database.
 */
import type { AuditEvent } from "@lunakey/contract";
import type { GrantRow } from "../grant-rows.ts";
import type { Contradiction } from "./audited-secrets.ts";

interface AuditedGrant {
  readonly label: string;
  readonly seq: number;
  readonly isGranted: boolean;
  wasCompared: boolean;
}

export class AuditedGrants {
  readonly #grants = new Map<string, AuditedGrant>();

  /** Takes an event in. They must come in order. */
  note({ seq, action, outcome, target }: AuditEvent): void {
    if (outcome !== "ok" || (action !== "grant.add" && action !== "grant.remove")) return;
    const { worker, environment, name } = target;
    // Without a name it is that of a command that changed nothing.
    if (worker === undefined || environment === undefined || name === undefined) return;
    const key = `${worker} ${environment} ${name}`;
    const wasCompared = this.#grants.get(key)?.wasCompared ?? false;
    const isGranted = action === "grant.add";
    const label = labelOf({ worker, environment, name });
    this.#grants.set(key, { label, seq, isGranted, wasCompared });
  }

  /** Compares a row. */
  findContradiction(row: GrantRow): Contradiction | null {
    const grant = this.#grants.get(`${row.worker} ${row.environment} ${row.name}`);
    if (grant?.isGranted !== true) {
      return { seq: grant?.seq ?? null, reason: `no event gives ${labelOf(row)}` };
    }
    grant.wasCompared = true;
    return null;
  }

  /** A grant that should have a row and was not compared; null where there is none. */
  findMissing(): Contradiction | null {
    const grants = [...this.#grants.values()];
    const missing = grants.find(({ isGranted, wasCompared }) => isGranted && !wasCompared);
    return missing ? { seq: missing.seq, reason: `the row of ${missing.label} is missing` } : null;
  }
}

function labelOf({ worker, environment, name }: Pick<GrantRow, "worker" | "environment" | "name">) {
  return `the grant of ${name} to ${worker} in ${environment}`;
}
