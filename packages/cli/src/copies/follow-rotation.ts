/**
 * After a rotation with `--sync`: has the store write the copies of the Workers that hold one, once the
 * new version is current. Where it can not, for want of the power or of a script's name, the commands to
 * type are left to be shown. The rotation is done by then, so that nothing here may fail it.
 */
import {
  consumerEnvironment,
  type Rotated,
  type SecretName,
  secretName,
  workerName,
} from "@lunakey/contract";
import { CliError } from "../cli-error.ts";
import type { AdminClient } from "../connection/admin-client.ts";
import type { Session } from "../session.ts";
import { findScript } from "./copy-target.ts";
import { planCopies, sendCopies } from "./send-copies.ts";

/** A copy that the store writes. */
export interface FollowedCopy {
  readonly worker: string;
  readonly environment: string;
  readonly name: string;
}

/** @returns those that follow by now; the others keep the old value. */
export async function followRotation(
  session: Session,
  client: AdminClient,
  changes: readonly Rotated[],
): Promise<FollowedCopy[]> {
  const followed: FollowedCopy[] = [];
  const holders = changes.flatMap(({ name, copies }) => copies.map((copy) => ({ ...copy, name })));
  for (const { worker, environment, name, follows } of holders) {
    const isFollowed =
      follows === true || (await enrol(session, client, worker, environment, name));
    if (isFollowed) followed.push({ worker, environment, name });
  }
  return followed;
}

/** Has one copy written from now on. False where the store can not. */
async function enrol(
  session: Session,
  client: AdminClient,
  worker: string,
  environment: string,
  name: string,
): Promise<boolean> {
  const consumer = {
    worker: workerName.parse(worker),
    environment: consumerEnvironment.parse(environment),
  };
  const names: SecretName[] = [secretName.parse(name)];
  try {
    const plan = await planCopies(client, consumer, names);
    const script = findScript(session, consumer) ?? plan.script;
    if (script === null) return false;
    await sendCopies(client, { ...consumer, script: workerName.parse(script) }, plan);
    return true;
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    // Without the power it is as it was before there was one; the commands are shown.
    if (error.failure.code !== "not_supported") session.warn(error.failure.message);
    return false;
  }
}
