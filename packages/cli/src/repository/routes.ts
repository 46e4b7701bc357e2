/** Routes of a Worker, and which one is next to be moved. */
import type { Inventory, InventoryRead } from "@lunakey/migrate";

/** Reads of one Worker that are not moved yet, by what `isMoved` says of each. */
export function listOpenReads(
  { reads }: Inventory,
  config: string,
  isMoved: (read: InventoryRead) => boolean,
): InventoryRead[] {
  return reads.filter((read) => read.workers.includes(config) && !isMoved(read));
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
