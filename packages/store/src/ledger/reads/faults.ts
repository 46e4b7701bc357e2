/**
 * What becomes of a value that does not open: its bytes were altered, or its root key is not set. The
 * names that are asked with it are answered all the same, and the fault is in the audit, once for
 * each consumer, name and minute.
 */
import { type Consumer, LunakeyError, READ_TIMING, type ReadItem } from "@lunakey/contract";
import { auditRefusal } from "../audit/denials.ts";
import type { LedgerParts } from "../parts.ts";
import type { ServedRow } from "../secrets/secret-rows.ts";

/** Writes down that a version did not open. @param error what opening it has thrown. */
export function auditFault(
  parts: LedgerParts,
  { worker, environment }: Consumer,
  row: ServedRow,
  version: number,
  error: unknown,
): void {
  const id = `${worker}/${environment}`;
  const reason = error instanceof LunakeyError ? "root_key_missing" : "not_opened";
  auditRefusal(parts, `open ${id} ${row.name} ${version}`, {
    actor: { kind: "consumer", id },
    action: "secret.read",
    outcome: "failed",
    target: { name: row.name, environment, worker },
    details: { reason, version, storedFor: row.environment },
  });
}

/**
 * The answer for a name whose value does not open. Undefined, to be left out, where the Worker may go
 * on with what it has; where its own copy is obsolete it must be told so, since a Worker that never
 * had an answer would take a name that is left out for an outage, and serve the copy.
 */
export function answerFault({ name, fallback }: ServedRow): ReadItem | undefined {
  if (fallback === "allowed") return undefined;
  return { name, status: "missing", maxAgeSeconds: READ_TIMING.MISSING_MS / 1_000, fallback };
}
