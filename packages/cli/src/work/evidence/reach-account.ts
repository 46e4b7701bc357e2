/** The accounts of some Workers, with the environment's token or with the sign-in of the user's wrangler. */
import { join, posix } from "node:path";
import type { Disk, WranglerConfig } from "@lunakey/migrate";
import { findRunWrangler } from "../../account/account.ts";
import { createAccess } from "../../account/account-access.ts";
import { openWorkerScripts, type WorkerScripts } from "../../account/worker-scripts.ts";
import { ACCOUNT_WORDS } from "../../language/catalogues/account.ts";
import type { Session } from "../../session.ts";

export type ReachedAccount =
  | { readonly scripts: WorkerScripts; readonly silence: null }
  /** Why it can not be asked, in the language of the run. */
  | { readonly scripts: null; readonly silence: string };

/** @param accountId of an environment's config; undefined where it names none. */
export type ReachAccount = (accountId: string | undefined) => Promise<ReachedAccount>;

/** @param configs of the Workers: wrangler is asked in the folder of the first, as for a deploy of it. */
export function createReach(
  session: Session,
  disk: Disk,
  configs: readonly WranglerConfig[],
): ReachAccount {
  const { ports } = session;
  const folder = join(disk.root, posix.dirname(configs[0]?.path ?? ""));
  const findAccess = createAccess(ports, { folder, run: findRunWrangler(folder, ports) });
  return async (accountId) => {
    const access = await findAccess(accountId);
    return access.state === "open"
      ? { scripts: openWorkerScripts(ports, access), silence: null }
      : { scripts: null, silence: ACCOUNT_WORDS[session.language][access.trouble] };
  };
}
