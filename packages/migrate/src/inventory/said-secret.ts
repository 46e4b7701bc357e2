/** Where people say that a name is a secret, or say that it will be one, whatever the code does with it. */
import type { SecretReason } from "./inventory.ts";

const SAYS_SECRET: readonly SecretReason[] = ["required", "store_binding", "dev_vars", "example"];

/** @param reasons those that the inventory gives for the name. */
export function isSaidSecret(reasons: readonly SecretReason[]): boolean {
  return reasons.some((reason) => SAYS_SECRET.includes(reason));
}
