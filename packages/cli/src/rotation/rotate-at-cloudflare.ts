/**
 * A rotation on backend `cloudflare`, step by step, each of which can be the last before the machine
 * dies; the same command then goes on where it was:
 *
 * 1. the ledger seals the present value and the new one, and verifiers accept both;
 * 2. one fresh-time passes, so that every isolate has heard of it;
 * 3. the value is changed in Cloudflare's store;
 * 4. the ledger is told: the new one is current, the one before is accepted until its overlap ends.
 */
import { READ_TIMING, type ResultOf, type Rotated, type Stage } from "@lunakey/contract";
import type { StoreSecret, StoreSecrets } from "../account/store-secret.ts";
import { CliError, failure } from "../cli-error.ts";
import type { AdminClient } from "../connection/admin-client.ts";
import type { FileChange } from "../input/changes-file.ts";
import { asIs, phrase } from "../language/phrase.ts";
import type { Session } from "../session.ts";
import { reachStoreSecrets } from "./reach-store-secrets.ts";

export interface RotationOptions {
  readonly copies: "refuse" | "update" | "leave";
  readonly overlapSeconds?: number;
  readonly pending?: boolean;
}

/** @param isMade the value was made just now: no other run has had the same. */
export async function rotateAtCloudflare(
  session: Session,
  client: AdminClient,
  { store, local }: ResultOf<"store.status">,
  change: FileChange,
  { overlapSeconds, ...options }: RotationOptions,
  isMade: boolean,
): Promise<Rotated> {
  if (local) throw refuseLocal(change);
  if (options.pending) throw refusePending();
  const secrets = await reachStoreSecrets(session, store);
  const secret = await secrets.find(change.name);
  const { environment, name } = change;
  const overlap = overlapSeconds === undefined ? {} : { overlapSeconds };
  const tell = () => client.call({ type: "secret.promote", environment, name, ...overlap });
  if (isMade) {
    const finished = await finishEarlier(client, change, secret, tell);
    if (finished !== null) return finished;
  }
  const { action: _, ...asked } = change;
  const begun = await client.call({ type: "secret.rotate", ...asked, ...options });
  const pending = await findPending(client, change);
  // The same value once more, after all was done.
  if (pending === undefined) return begun;
  await waitUntilKnown(session, pending);
  return finish(secrets, secret, change, tell);
}

/**
 * What an earlier run has left, whose value is lost with it: finished where Cloudflare's store was
 * changed since, else withdrawn, so that this run begins anew.
 */
async function finishEarlier(
  client: AdminClient,
  change: FileChange,
  { modifiedAt }: StoreSecret,
  tell: () => Promise<Rotated>,
): Promise<Rotated | null> {
  const pending = await findPending(client, change);
  if (pending === undefined) return null;
  if (modifiedAt >= (pending.since ?? 0)) return tell();
  const { environment, name } = change;
  await client.call({ type: "secret.rollback", environment, name });
  return null;
}

async function findPending(
  client: AdminClient,
  { environment, name }: FileChange,
): Promise<Stage | undefined> {
  const { stages } = await client.call({ type: "secret.get", environment, name });
  return stages.find(({ stage }) => stage === "pending");
}

async function waitUntilKnown(session: Session, { since }: Stage): Promise<void> {
  const knownAt = (since ?? 0) + READ_TIMING.FRESH_MS;
  const waitMs = Math.min(knownAt - session.ports.now(), READ_TIMING.FRESH_MS);
  if (waitMs <= 0) return;
  session.say(
    phrase(
      "Verifiers are told of the new value. In {count} seconds all of them know it; then it is changed in Cloudflare's store.",
      { count: Math.ceil(waitMs / 1_000) },
    ),
  );
  await session.ports.sleep(waitMs);
}

async function finish(
  secrets: StoreSecrets,
  secret: StoreSecret,
  { name, value }: FileChange,
  tell: () => Promise<Rotated>,
): Promise<Rotated> {
  try {
    await secrets.change(secret, value);
    return await tell();
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const { message, hint } = error.failure;
    throw failure(
      "rotation_unfinished",
      phrase("The rotation of {name} is not finished: {message}", { name, message: asIs(message) }),
      phrase("Both values are accepted meanwhile. Run the same command again. {hint}", {
        hint: asIs(hint ?? ""),
      }),
    );
  }
}

function refuseLocal({ name, environment }: FileChange): CliError {
  return new CliError({
    code: "not_supported",
    message: "A local store on backend cloudflare is filled by wrangler.",
    hint: phrase("lunakey set {name} --env {environment} says how.", { name, environment }),
  });
}

function refusePending(): CliError {
  return new CliError({
    code: "not_supported",
    message: "On backend cloudflare a rotation is carried through at once.",
    hint: "Leave --pending out.",
  });
}
