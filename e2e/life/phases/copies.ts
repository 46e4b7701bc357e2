/** The Workers' individual secrets, written by the store: the gateway's power to, and `lunakey sync`. */
import { type Environment, type Life, scriptOf } from "../life.ts";
import { WORKERS, type Worker } from "../repository.ts";

/** Lets the gateway write Workers' secrets, as `docs/sync.md` says. */
export async function empowerGateway({ repository, account, cloud }: Life): Promise<void> {
  const power = {
    LUNAKEY_CLOUDFLARE_ACCOUNT_ID: account.accountId,
    LUNAKEY_CLOUDFLARE_API_TOKEN: account.token,
  };
  const config = ["-c", "lunakey/store/wrangler.jsonc"];
  await repository.wrangler(["secret", "bulk", ...config], JSON.stringify(power));
  await cloud.settle();
}

/**
 * Has the store write some of a Worker's individual secrets, and waits until Cloudflare has them. From
 * then on each follows its secret.
 */
export async function syncCopies(
  life: Life,
  worker: Worker,
  environment: Environment,
  names: readonly string[],
): Promise<void> {
  const of = ["--env", environment, "--worker", worker];
  await life.repository.lunakey(["sync", ...names, ...of, "--yes", "--wait", "--json"]);
  noteSync(life, worker, environment, names);
  await life.cloud.settle();
}

/** The store was asked to write these, and did. */
export function noteSync(
  life: Life,
  worker: Worker,
  environment: Environment,
  names: readonly string[],
): void {
  const target = { worker, environment, script: scriptOf(worker, environment) };
  // Which script a Worker is, is said once.
  const told = { action: "copies.target", target };
  if (!life.journal.has(told)) life.journal.note(told);
  life.journal.note({ action: "copies.send", target });
  noteSent(life, worker, environment, names);
}

/** Cloudflare was sent these. */
export function noteSent(
  { journal }: Life,
  worker: Worker,
  environment: Environment,
  names: readonly string[],
): void {
  const script = scriptOf(worker, environment);
  for (const name of names) {
    journal.note({ action: "copies.write", target: { worker, environment, script, name } });
  }
}

/** The individual secrets that the account has for each Worker of the environment, by name. */
export function individualSecrets(
  { account }: Life,
  environment: Environment,
): Record<Worker, Readonly<Record<string, string>>> {
  const { scripts } = account.snapshot();
  const of = (worker: Worker) => scripts[scriptOf(worker, environment)]?.secrets ?? {};
  const [api, web] = WORKERS;
  return { [api]: of(api), [web]: of(web) } as Record<Worker, Readonly<Record<string, string>>>;
}
