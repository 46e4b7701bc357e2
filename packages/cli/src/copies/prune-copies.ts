/**
 * Deletes individual secrets that the store has nothing for: those that it sent itself, and others only
 * where they were named. Shown first, since what they hold is lost with them.
 */
import { type CopySurplus, type SecretName, secretName } from "@lunakey/contract";
import type { AdminClient } from "../connection/admin-client.ts";
import { readInput } from "../input/user-input.ts";
import { asIs } from "../language/phrase.ts";
import type { CopyConsumer } from "./copy-target.ts";

/** What of a Worker's surplus is to be deleted. */
export interface Pruning {
  readonly worker: string;
  readonly script: string;
  /** Sent by the store once. */
  readonly sent: readonly SecretName[];
  /** Put there by somebody else, and named. */
  readonly foreign: readonly SecretName[];
  /** Put there by somebody else: left alone. */
  readonly left: readonly string[];
}

/** @param named names that were typed; of these alone, where there are any. */
export async function planPruning(
  client: AdminClient,
  { worker, environment }: CopyConsumer,
  named: readonly SecretName[] | undefined,
): Promise<Pruning> {
  const found = await client.call({ type: "copies.surplus", worker, environment });
  return choose(found, named);
}

function choose(
  { worker, script, surplus }: CopySurplus,
  named: readonly SecretName[] | undefined,
): Pruning {
  const isNamed = (name: string) => named?.some((each) => each === name) ?? false;
  const sent = surplus.filter((one) => one.sent && (named === undefined || isNamed(one.name)));
  const others = surplus.filter((one) => !one.sent);
  const names = (of: typeof surplus) =>
    of.map(({ name }) => readInput(secretName, name, asIs(script)));
  return {
    worker,
    script,
    sent: names(sent),
    foreign: names(others.filter(({ name }) => isNamed(name))),
    left: others.filter(({ name }) => !isNamed(name)).map(({ name }) => name),
  };
}

export async function prune(
  client: AdminClient,
  { worker, environment }: CopyConsumer,
  { sent, foreign }: Pruning,
): Promise<void> {
  const names = [...sent, ...foreign];
  if (names.length === 0) return;
  await client.call({ type: "copies.remove", worker, environment, names });
}
