/** Has the store served this Worker's staging yet? Production is bound after that only. */
import { type CliError, failure } from "../../cli-error.ts";
import { listAll } from "../../connection/store-session.ts";
import { BIND_WORDS } from "../../language/bind-words.ts";
import { isProduction, listTrials } from "../../repository/kinds-of-environment.ts";
import type { Session } from "../../session.ts";
import type { BindTarget } from "./consumer.ts";
import type { ReachedStore } from "./reach-store.ts";

const PAGE_ROWS = 1_000;

/**
 * @param store null where none could be asked.
 * @throws CliError `staging_first` unless a read was served in an environment that is for trying.
 */
export async function requireStaging(
  session: Session,
  target: BindTarget,
  store: ReachedStore | null,
): Promise<void> {
  const all = target.config.environments.map(({ name }) => name);
  if (!isProduction(target.environment, all)) return;
  const trials = listTrials(all);
  if (store === null) throw refuse(session, target, trials, "unknown");
  const usage = await listAll(
    (cursor) =>
      store.client.call({
        type: "usage.list",
        worker: target.worker as never,
        limit: PAGE_ROWS,
        ...cursor,
      }),
    (answer) => answer.usage,
  );
  const isServed = usage.some(
    ({ kind, environment }) =>
      kind === "served" && environment !== target.environment && !isProduction(environment, all),
  );
  if (!isServed) throw refuse(session, target, trials, "not_served");
}

function refuse(
  session: Session,
  { worker, environment }: BindTarget,
  trials: readonly string[],
  why: "unknown" | "not_served",
): CliError {
  const words = BIND_WORDS[session.language];
  const staging = trials[0] ?? "staging";
  return failure(
    "staging_first",
    why === "unknown"
      ? words.stagingUnknown(worker, environment)
      : words.stagingNotServed(worker, environment),
    words.stagingHint(staging, trials.length === 0),
  );
}
