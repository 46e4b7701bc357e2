/** Routes of a Worker, and which one is next to be moved. */
import type { Inventory, InventoryRead } from "@lunakey/migrate";

/** All reads of one Worker, moved or not, of names that are secrets of any. */
export function listReads({ reads }: Inventory, config: string): InventoryRead[] {
  return reads.filter(({ workers }) => workers.includes(config));
}

/** Those of its own secrets, or of a binding that holds one: another Worker's can be a var here. */
export function listOwnReads(inventory: Inventory, config: string): InventoryRead[] {
  const names = secretsOf(inventory, config);
  return listReads(inventory, config).filter(
    ({ name }) => names.has(name) || names.has(name.replace(/_STORE$/, "")),
  );
}

/** Those that a run could move: not moved yet, and of no copy of the environment. */
export function listOpenReads(inventory: Inventory, config: string): InventoryRead[] {
  const names = secretsOf(inventory, config);
  return listReads(inventory, config).filter(
    (read) => names.has(read.name) && !isMoved(read) && !read.isCopy,
  );
}

function secretsOf({ secrets }: Inventory, config: string): Set<string> {
  const own = secrets.filter(({ workers }) => workers.some((each) => each.config === config));
  return new Set(own.map(({ name }) => name));
}

/** Does it go through the helper already? */
export function isMoved({ throughHelper }: InventoryRead): boolean {
  return throughHelper === true;
}

/** Paths of routes that these reads are reached by, each once, the one with the fewest reads first. */
export function listRoutes(reads: readonly InventoryRead[]): string[] {
  const counts = new Map<string, number>();
  for (const { reaches } of reads) {
    const paths = new Set(reaches.flatMap(({ path }) => path ?? []));
    for (const path of paths) counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  return [...counts].sort(([a, m], [b, n]) => m - n || (a < b ? -1 : 1)).map(([path]) => path);
}
