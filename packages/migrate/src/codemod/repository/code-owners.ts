/**
 * Which Workers run which file. A Worker is known by its entry, so that several configs of one code
 * are one Worker; what no entry leads to (tests, for example) is of the Workers whose folder it is in.
 */
import { posix } from "node:path";
import type { Inventory, InventoryWorker } from "../../inventory/inventory.ts";

export type WorkerId = string;

export function idOf({ entry, config }: Pick<InventoryWorker, "entry" | "config">): WorkerId {
  return entry ?? config;
}

/** Relative to the root; "" for the root itself. */
export function folderOf({ config }: Pick<InventoryWorker, "config">): string {
  return posix.dirname(config).replace(/^\.$/, "");
}

export class CodeOwners {
  readonly #runners = new Map<string, Set<WorkerId>>();
  readonly #folders = new Map<string, Set<WorkerId>>();

  constructor({ workers }: Pick<Inventory, "workers">) {
    for (const worker of workers) {
      const id = idOf(worker);
      for (const path of worker.sources) addTo(this.#runners, path, id);
      // Several Workers can be at the root, and what is below it is not of one of them.
      if (folderOf(worker) !== "") addTo(this.#folders, folderOf(worker), id);
    }
  }

  /** @param path relative to the root. Empty where nobody is known to run it. */
  of(path: string): ReadonlySet<WorkerId> {
    const runners = this.#runners.get(path);
    if (runners) return runners;
    for (let at = posix.dirname(path); at !== "."; at = posix.dirname(at)) {
      const found = this.#folders.get(at);
      if (found) return found;
    }
    return new Set();
  }

  /** Does one of these Workers run it, or nobody, so that nobody needs it to stay as it is? */
  mayMove(path: string, moving: Pick<ReadonlySet<WorkerId>, "has">): boolean {
    const own = this.of(path);
    return own.size === 0 || [...own].some((id) => moving.has(id));
  }

  isShared(path: string): boolean {
    return this.of(path).size > 1;
  }

  /** Groups of Workers that share files, directly or through others; each Worker is in one. */
  sharersOf(paths: Iterable<string>): ReadonlySet<WorkerId>[] {
    const groups: Set<WorkerId>[] = [];
    for (const path of paths) {
      const own = this.of(path);
      const touching = groups.filter((group) => [...own].some((id) => group.has(id)));
      const joined = new Set([...own, ...touching.flatMap((group) => [...group])]);
      groups.splice(0, groups.length, ...groups.filter((one) => !touching.includes(one)), joined);
    }
    return groups;
  }
}

function addTo(map: Map<string, Set<WorkerId>>, key: string, id: WorkerId): void {
  const known = map.get(key);
  if (known) known.add(id);
  else map.set(key, new Set([id]));
}
