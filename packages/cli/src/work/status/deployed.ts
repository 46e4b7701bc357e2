/** What Workers are really bound to, where the user's wrangler is signed in; quickly, or not at all. */
import { join, posix } from "node:path";
import type { Disk } from "@lunakey/migrate";
import { type Account, openAccount } from "../../account/account.ts";
import type { DeployedBindings } from "../../account/deployed-bindings.ts";
import { isSignedIn } from "../../account/signed-in.ts";
import { ACCOUNT_WORDS } from "../../language/catalogues/account.ts";
import { STATUS_WORDS } from "../../language/catalogues/status.ts";
import type { Session } from "../../session.ts";
import { createProgress } from "../../terminal/progress.ts";
import type { EnvironmentStatus, WorkerStatus } from "./phases.ts";

/** Wrangler takes two seconds for each script; a status that takes longer is not looked at. */
const PATIENCE_MS = 30_000;

/** @returns the same Workers, with `deployed` where the account has answered. */
export async function addDeployed(
  session: Session,
  disk: Disk,
  workers: readonly WorkerStatus[],
  account: Account = openAccount(session.ports),
): Promise<WorkerStatus[]> {
  if (!isSignedIn(session.ports)) return [...workers];
  const progress = createProgress(session);
  const words = STATUS_WORDS[session.language];
  const silent = new Set<string>();
  const ask = async (worker: WorkerStatus, environment: EnvironmentStatus) => {
    const { script } = environment;
    if (script === null) return environment;
    progress(words.asking(script));
    const found = await within(
      PATIENCE_MS,
      account.readBindings({
        script,
        folder: join(disk.root, posix.dirname(worker.config)),
        config: posix.basename(worker.config),
        environment: environment.name === "default" ? null : environment.name,
      }),
    );
    if (found?.state === "unknown") silent.add(ACCOUNT_WORDS[session.language][found.trouble]);
    return { ...environment, deployed: describe(found) };
  };
  const asked = await Promise.all(
    workers.map(async (worker) => ({
      ...worker,
      environments: await Promise.all(worker.environments.map((each) => ask(worker, each))),
    })),
  );
  for (const why of silent) session.warn(words.accountSilent(why));
  return asked;
}

/** undefined where it took too long. */
async function within<T>(ms: number, answer: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

function describe(found: DeployedBindings | undefined): EnvironmentStatus["deployed"] {
  if (found === undefined || found.state === "unknown") return { state: "unknown", individual: [] };
  if (found.state === "never_deployed") return { state: "never_deployed", individual: [] };
  const bindings = found.versions.flatMap((version) => version.bindings);
  const isBound = bindings.some(
    ({ type, entrypoint }) =>
      type === "secrets_store_secret" || (type === "service" && entrypoint === "Secrets"),
  );
  const individual = bindings.filter(({ type }) => type === "secret_text").map(({ name }) => name);
  return { state: isBound ? "bound" : "unbound", individual: [...new Set(individual)].sort() };
}
