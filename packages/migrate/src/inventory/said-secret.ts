/** Where people say that a name is a secret, or say that it will be one, whatever the code does with it. */
import type { SecretReason } from "./inventory.ts";

/** A file for the own machine says it, too; there people also switch things on for themselves. */
const OF_CONFIG: readonly SecretReason[] = ["required", "store_binding"];
const SAYS_SECRET: readonly SecretReason[] = [...OF_CONFIG, "dev_vars", "example"];

/** @param reasons those that the inventory gives for the name. */
export function isSaidSecret(reasons: readonly SecretReason[]): boolean {
  return reasons.some((reason) => SAYS_SECRET.includes(reason));
}

/** Does a Worker's configuration say it, which is of production? */
export function isSecretOfConfig(reasons: readonly SecretReason[]): boolean {
  return reasons.some((reason) => OF_CONFIG.includes(reason));
}
