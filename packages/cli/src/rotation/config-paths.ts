/** Where the Workers' configs are, for commands to paste; a repository need not be here. */
import { createDisk, readConfigs, walkRepository } from "@lunakey/migrate";
import type { Session } from "../session.ts";

/** @returns path of a Worker's config from the current folder; null where it is not found, or twice. */
export function findConfigPaths(session: Session): (worker: string) => string | null {
  const paths = listPaths(session);
  return (worker) => {
    const found = paths.filter(({ name }) => name === worker);
    return found.length === 1 ? (found[0]?.path ?? null) : null;
  };
}

function listPaths({ ports }: Session): { name: string | null; path: string }[] {
  try {
    const disk = createDisk(ports.cwd);
    const { configs } = readConfigs(disk, walkRepository(disk));
    return configs.filter(({ kind }) => kind === "worker");
  } catch {
    // No folder that can be read: the commands are for the Worker's own folder then.
    return [];
  }
}
