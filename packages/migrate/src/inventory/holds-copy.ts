/**
 * Whether a Worker has a copy of a secret, as far as the repository tells: it reads it, or says that it
 * is set. A type alone is often shared by Workers, and names what only one of them has.
 */
import { declares } from "./classify-secrets.ts";
import type { ScannedWorker } from "./scanned-worker.ts";

export function holdsCopy(worker: ScannedWorker, secret: string): boolean {
  const { config, reads, wholes, devVars } = worker;
  const isRead = reads.some(({ name }) => name === secret || name === `${secret}_STORE`);
  // What takes the environment as a whole may read whatever the type names.
  if (isRead || wholes.some(({ names }) => names.length === 0 || names.includes(secret)))
    return true;
  const files = [...devVars.values()].flat();
  return (
    files.some(({ names }) => names.some(({ name }) => name === secret)) ||
    config.environments.some(
      (environment) =>
        declares(environment, secret) || environment.vars.some(({ name }) => name === secret),
    )
  );
}
