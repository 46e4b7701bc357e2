/** Has the store write copies: says which script a Worker is where that is new, then what to send. */
import { type CopyPlan, type CopyPlanItem, type SecretName, secretName } from "@lunakey/contract";
import type { AdminClient } from "../connection/admin-client.ts";
import { readInput } from "../input/user-input.ts";
import { asIs } from "../language/phrase.ts";
import type { CopyConsumer, CopyTarget } from "./copy-target.ts";

/**
 * What there is to send to a Worker; changes nothing.
 *
 * @param names undefined for all that are granted and have a value.
 * @throws CliError `not_supported` where the gateway has no power over the account.
 */
export function planCopies(
  client: AdminClient,
  { worker, environment }: CopyConsumer,
  names: readonly SecretName[] | undefined,
): Promise<CopyPlan> {
  const asked = names === undefined ? {} : { names: [...names] };
  return client.call({ type: "copies.plan", worker, environment, ...asked });
}

/** Carries out what was planned, and nothing else; the store sends it in its own time. */
export async function sendCopies(
  client: AdminClient,
  { worker, environment, script }: CopyTarget,
  plan: CopyPlan,
): Promise<void> {
  const names = plan.items
    .filter(isToSend)
    .map(({ name }) => readInput(secretName, name, asIs(script)));
  if (names.length === 0) return;
  // Only an admin may say it, so that it is said only where it is new.
  if (plan.script !== script) {
    await client.call({ type: "copies.target", worker, environment, script });
  }
  await client.call({ type: "copies.send", worker, environment, names });
}

export function isToSend({ status }: CopyPlanItem): boolean {
  return status === "new" || status === "behind" || status === "waiting";
}
