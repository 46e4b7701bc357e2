/**
 * The user's Cloudflare account, as far as commands read it: through the wrangler of each Worker's
 * folder, a few at a time, and no further once it is plain that nobody answers.
 */
import type { Ports } from "../ports.ts";
import type { AccountTrouble } from "./account-trouble.ts";
import type { DeployedWorker } from "./ask-wrangler.ts";
import { type DeployedBindings, readDeployedBindings } from "./deployed-bindings.ts";
import { type DeployedScript, findDeployedScript } from "./deployed-script.ts";
import { createRunWrangler, type RunWrangler } from "./run-wrangler.ts";
import { findWrangler } from "./wrangler-version.ts";

export interface Account {
  /** What a Worker is bound to. Can be called for many at once. */
  readBindings(worker: DeployedWorker): Promise<DeployedBindings>;
  /** Whether a script was deployed. Can be called for many at once. */
  findScript(worker: DeployedWorker): Promise<DeployedScript>;
}

/** Each takes a second of a processor. */
const AT_A_TIME_COUNT = 3;

type Question<Found> = (worker: DeployedWorker, run: RunWrangler) => Promise<Found>;
type Unknown = { readonly state: "unknown"; readonly script: string } & AccountTrouble;
type Answer = DeployedBindings | DeployedScript;

/**
 * @param ports as of the command; wrangler gets its environment, and with it the user's sign-in.
 * @param toRun wrangler of a folder; null where there is none.
 */
export function openAccount(
  ports: Pick<Ports, "env" | "signal">,
  toRun: (folder: string) => RunWrangler | null = (folder) => findRunWrangler(folder, ports),
): Account {
  const inTurn = createTurns(AT_A_TIME_COUNT);
  let silence: AccountTrouble | null = null;
  const ask = <Found extends Answer>(worker: DeployedWorker, question: Question<Found>) =>
    inTurn<Found | Unknown>(async () => {
      if (silence !== null) return { state: "unknown", script: worker.script, ...silence };
      const run = toRun(worker.folder);
      if (run === null) return nobodyToAsk(worker);
      const found = await question(worker, run);
      silence ??= findSilence(found);
      return found;
    });
  return {
    readBindings: (worker) => ask(worker, readDeployedBindings),
    findScript: (worker) => ask(worker, findDeployedScript),
  };
}

/** The wrangler of a folder, else the one that the command line was installed with; null where none is. */
export function findRunWrangler(
  folder: string,
  ports: Pick<Ports, "env" | "signal">,
): RunWrangler | null {
  const wrangler = findWrangler(folder) ?? findWrangler(import.meta.dirname);
  return wrangler === null ? null : createRunWrangler(wrangler, ports);
}

function nobodyToAsk({ script }: DeployedWorker): Unknown {
  return { state: "unknown", script, trouble: "wrangler_missing", apiCode: null };
}

/** What every other Worker would be told too, after as long a wait. */
function findSilence(found: Answer): AccountTrouble | null {
  if (found.state !== "unknown") return null;
  const { trouble, apiCode } = found;
  return trouble === "not_signed_in" || trouble === "unreachable" ? { trouble, apiCode } : null;
}

/** @returns a function that starts what it is given once fewer than so many are running. */
function createTurns(count: number): <Done>(start: () => Promise<Done>) => Promise<Done> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (start) => {
    if (running < count) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await start();
    } finally {
      const next = waiting.shift();
      // Whoever is next takes over this turn.
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
