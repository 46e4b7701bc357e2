/** A store that runs from what `lunakey init` has written, and the command line against it. */
import { join } from "node:path";
import type { Repository } from "./repository.ts";
import { type SystemOptions, startWritten, type WrittenSystem } from "./written-system.ts";

export interface Deployed {
  readonly repository: Repository;
  readonly system: WrittenSystem;
  readonly env: Readonly<Record<string, string>>;
}

const running: WrittenSystem[] = [];

/**
 * @param vars variables that the user has changed in what was written.
 * @param more what else the system runs with.
 */
export async function deploy(
  repository: Repository,
  vars: Record<string, string> = {},
  more: Pick<SystemOptions, "outbound"> = {},
): Promise<Deployed> {
  const system = await startWritten(repository, {
    statePath: join(repository.keepIn, "state"),
    secrets: await repository.readSecrets(),
    vars,
    ...more,
  });
  running.push(system);
  const token = join(repository.keepIn, "admin-token");
  return { repository, system, env: { LUNAKEY_URL: system.url, LUNAKEY_TOKEN_FILE: token } };
}

/** Stops every store that was started here. */
export async function stopAll(): Promise<void> {
  await Promise.all(running.splice(0).map((system) => system.stop()));
}

/** What a command writes that must succeed. */
export async function ok({ repository, env }: Deployed, argv: string[], input?: string) {
  const run = await repository.run(argv, { env, ...(input === undefined ? {} : { input }) });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout;
}

/** The code of a command that must fail. */
export async function codeOf({ repository, env }: Deployed, argv: string[]): Promise<string> {
  const { stderr } = await repository.run([...argv, "--json"], { env });
  return (JSON.parse(stderr) as { error: { code: string } }).error.code;
}
