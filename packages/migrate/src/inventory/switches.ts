/**
 * Names that code only compares with texts of its own: `env.MODE === "live"`, `env.FLAG !== "false"`. What
 * they can be stands in the code, so they are no secrets; and where a store does not answer for a moment,
 * production must not take itself for something else.
 */
import type { SecretReason } from "./inventory.ts";
import { isSecretOfConfig } from "./said-secret.ts";
import type { ScannedWorker } from "./scanned-worker.ts";

/** @returns whether all reads of `name`, in all Workers, only choose between what the code can do. */
export function isSwitch(
  name: string,
  reasons: readonly SecretReason[],
  workers: readonly ScannedWorker[],
): boolean {
  if (isSecretOfConfig(reasons)) return false;
  const uses = workers.flatMap(({ reads }) =>
    reads.filter((read) => read.name === name).map((read) => read.use.asSwitch),
  );
  return uses.includes("compared") && !uses.includes(null);
}
