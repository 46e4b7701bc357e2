/**
 * Which runs of `lunakey migrate` a commit may hold: all of a Worker, of several, routes, files. Told
 * from the reads that it moved, the likeliest first.
 */
import type { Inventory, InventoryRead } from "../inventory/inventory.ts";

export interface RunScope {
  /** Was it one run for all Workers? What they share moved whole then. */
  readonly isOfAll?: true;
  readonly routes?: readonly string[];
  readonly files?: readonly string[];
  /** Names that were left, as `--except` does. */
  readonly except?: readonly string[];
}

/** A plan of more scopes than this says little more. */
const SCOPES_MAX = 8;

/** What a commit did to the reads of a Worker. */
export interface MovedReads {
  readonly inventoryBefore: Inventory;
  readonly inventoryAfter: Inventory;
  /** Path of the Worker's config. */
  readonly config: string;
}

/** The likeliest first: of those that move exactly the reads that moved, the widest. */
export function listRunScopes(moved: MovedReads): RunScope[] {
  const gained = countGained(moved);
  const open = listOpen(moved.inventoryBefore, moved.config);
  const missOf = (scope: RunScope) => {
    const counts = new Map(gained);
    for (const read of open) if (read.key !== "" && isIn(scope, read)) count(counts, read.key, -1);
    return [...counts.values()].reduce((sum, left) => sum + Math.abs(left), 0);
  };
  return listPossible(moved)
    .map((scope) => ({ scope, miss: missOf(scope) }))
    .sort((a, b) => a.miss - b.miss)
    .slice(0, SCOPES_MAX)
    .map(({ scope }) => scope);
}

/** How many more reads go through the helper now, by file and name. */
function countGained({ inventoryBefore, inventoryAfter, config }: MovedReads) {
  const counts = new Map<string, number>();
  const add = ({ reads }: Inventory, by: number) => {
    for (const { workers, throughHelper, place, name } of reads) {
      if (throughHelper === true && workers.includes(config)) {
        count(counts, `${place.file} ${name}`, by);
      }
    }
  };
  add(inventoryBefore, -1);
  add(inventoryAfter, 1);
  return counts;
}

function isIn({ routes, files, except }: RunScope, read: Open): boolean {
  if (except?.includes(read.name)) return false;
  const isOnRoute = routes === undefined || routesOf(read).some((route) => routes.includes(route));
  return isOnRoute && (files === undefined || files.includes(read.place.file));
}

function listPossible({ inventoryBefore, inventoryAfter, config }: MovedReads): RunScope[] {
  const before = listOpen(inventoryBefore, config);
  const after = listOpen(inventoryAfter, config);
  const fallen = (keys: (read: Open) => readonly string[]) => {
    const counts = new Map<string, number>();
    for (const read of before) for (const key of keys(read)) count(counts, key, 1);
    for (const read of after) for (const key of keys(read)) count(counts, key, -1);
    return [...counts].filter(([, left]) => left > 0).map(([key]) => key);
  };
  const files = fallen(({ place }) => [place.file]);
  const routes = fallen(routesOf);
  if (files.length === 0 && routes.length === 0) return [];
  const isAll = after.length === 0 || routes.length === new Set(before.flatMap(routesOf)).size;
  const some: RunScope[] = routes.length === 0 ? [] : [{ routes }];
  const single = routes.length > 1 ? routes.map((route): RunScope => ({ routes: [route] })) : [];
  const isShared = inventoryBefore.reads.some(
    ({ workers }) => workers.includes(config) && workers.length > 1,
  );
  const together: RunScope[] = isShared ? [{ isOfAll: true }] : [];
  const all = isAll ? [...together, {}] : [{}, ...together];
  const except = listLeftNames(before, after);
  const whole = except.length === 0 ? all : [...all, ...all.map((scope) => ({ ...scope, except }))];
  return isAll
    ? [...whole, ...some, { files }, ...single]
    : [...some, ...single, { files }, ...whole];
}

/** Names of which each read that there was is there as it was. */
function listLeftNames(before: readonly Open[], after: readonly Open[]): string[] {
  const countOf = (open: readonly Open[], name: string) =>
    open.filter((read) => read.name === name).length;
  const names = [...new Set(after.map(({ name }) => name))].filter((name) => name !== "");
  return names.filter((name) => countOf(after, name) === countOf(before, name)).sort();
}

interface Open extends Pick<InventoryRead, "place" | "reaches"> {
  /** "" where the code computes it. */
  readonly name: string;
  /** File and name; "" where the code computes the name. */
  readonly key: string;
}

/** Reads that are not moved, with those of which the code computes the name. */
function listOpen({ reads, wholes }: Inventory, config: string): Open[] {
  const open = reads.filter(
    ({ workers, throughHelper }) => workers.includes(config) && throughHelper !== true,
  );
  const computed = wholes.filter(
    ({ kind, workers }) => kind === "dynamic-key" && workers.includes(config),
  );
  return [
    ...open.map(({ place, reaches, name }) => {
      return { place, reaches, name, key: `${place.file} ${name}` };
    }),
    ...computed.map(({ place }) => ({ place, reaches: [], name: "", key: "" })),
  ];
}

const routesOf = ({ reaches }: Open) => [...new Set(reaches.flatMap(({ path }) => path ?? []))];

function count(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
