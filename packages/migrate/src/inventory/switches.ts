/**
 * Names that code only compares with texts of its own: `env.MODE === "live"`, `env.FLAG !== "false"`. What
 * they can be stands in the code, so they are no secrets; and where a store does not answer for a moment,
 * production must not take itself for something else.
 */
import type { SecretReason } from "./inventory.ts";
import type { ScannedWorker } from "./scanned-worker.ts";

/** Where people say that it is a secret. */
const SAYS_SECRET: readonly SecretReason[] = ["required", "store_binding", "dev_vars", "example"];
/** @returns whether all reads of `name`, in all Workers, only choose between what the code can do. */
export function isSwitch(
  name: string,
  reasons: readonly SecretReason[],
  workers: readonly ScannedWorker[],
): boolean {
  if (reasons.some((reason) => SAYS_SECRET.includes(reason))) return false;
  const uses = workers.flatMap(({ reads }) =>
    reads.filter((read) => read.name === name).map((read) => read.use.asSwitch),
  );
  return uses.includes("compared") && !uses.includes(null);
}
