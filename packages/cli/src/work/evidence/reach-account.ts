/** The account of some Workers, with the environment's token or with the sign-in of the user's wrangler. */
import { join, posix } from "node:path";
import type { Disk, WranglerConfig } from "@lunakey/migrate";
import { findRunWrangler } from "../../account/account.ts";
import { findAccess } from "../../account/account-access.ts";
import { openWorkerScripts, type WorkerScripts } from "../../account/worker-scripts.ts";
import { ACCOUNT_WORDS } from "../../language/account-words.ts";
import type { Session } from "../../session.ts";

export interface ReachedAccount {
  /** Null where it can not be asked. */
  readonly scripts: WorkerScripts | null;
  /** Why, in the language of the run; null where it can. */
  readonly silence: string | null;
}

/** @param configs of the Workers: wrangler is asked in the folder of the first, as for a deploy of it. */
export async function reachAccount(
  session: Session,
  disk: Disk,
  configs: readonly WranglerConfig[],
): Promise<ReachedAccount> {
  const { ports } = session;
  const folder = join(disk.root, posix.dirname(configs[0]?.path ?? ""));
  const environments = configs.flatMap((config) => config.environments);
  const access = await findAccess(ports, {
    folder,
    accountIds: environments.flatMap(({ accountId }) => accountId ?? []),
    run: findRunWrangler(folder, ports),
  });
  return access.state === "open"
    ? { scripts: openWorkerScripts(ports, access), silence: null }
    : { scripts: null, silence: ACCOUNT_WORDS[session.language][access.trouble] };
}
