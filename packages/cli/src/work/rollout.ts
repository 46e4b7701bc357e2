/** Who has the current version of a secret; waits for all of them where that is asked for. */
import type { Rollout } from "@lunakey/contract";
import { type CommandInput, hasFlag, type Outcome } from "../command-spec.ts";
import type { AdminClient } from "../connection/admin-client.ts";
import { openStore } from "../connection/store-session.ts";
import { readDuration } from "../input/duration.ts";
import { readSecretKey } from "../input/user-input.ts";
import { phrase } from "../language/phrase.ts";
import { renderRollout } from "../output/rollout.ts";
import type { Session } from "../session.ts";
import { createProgress } from "../terminal/progress.ts";

const POLL_SECONDS = 2;
const TIMEOUT_DEFAULT_SECONDS = 600;
const TIMEOUT_MAX_SECONDS = 86_400;

export async function showRollout(session: Session, input: CommandInput): Promise<Outcome> {
  const key = readSecretKey(input);
  const timeout = readDuration(input, "timeout", TIMEOUT_MAX_SECONDS) ?? TIMEOUT_DEFAULT_SECONDS;
  const client = await openStore(session);
  const isWaiting = hasFlag(input, "wait");
  const rollout = await poll(session, client, key, isWaiting ? timeout : 0);
  const isDone = isRolledOut(rollout);
  return {
    json: { ...rollout, rolledOut: isDone },
    text: (view) => renderRollout(rollout, session.ports.now(), view),
    ...(isWaiting && !isDone ? { exitStatus: 1 } : {}),
  };
}

/** Has every Worker that may read it read the current version, and is nothing waiting to replace it? */
function isRolledOut({ consumers, complete, stages }: Rollout): boolean {
  const isPending = stages.some(({ stage, until }) => stage === "pending" && until !== null);
  return complete && !isPending && consumers.every(({ state }) => state === "current");
}

async function poll(
  session: Session,
  client: AdminClient,
  key: ReturnType<typeof readSecretKey>,
  timeoutSeconds: number,
): Promise<Rollout> {
  const progress = createProgress(session);
  for (let waited = 0; ; waited += POLL_SECONDS) {
    const rollout = await client.call({ type: "secret.rollout", ...key });
    if (isRolledOut(rollout) || waited >= timeoutSeconds) return rollout;
    const current = rollout.consumers.filter(({ state }) => state === "current").length;
    progress(
      phrase("{current} of {count} have version {version}", {
        current,
        count: rollout.consumers.length,
        version: rollout.version ?? "-",
      }),
    );
    await session.ports.sleep(POLL_SECONDS * 1_000);
  }
}
