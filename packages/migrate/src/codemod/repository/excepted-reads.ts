/** Reads of names that a run was told to leave: each is said, whatever else would be in its way. */
import type { GaveUp } from "../migration-plan.ts";
import type { WorkerId } from "./code-owners.ts";
import { configsOf } from "./open-reads.ts";
import type { Run } from "./run.ts";
import { isAsked } from "./unmovable-reads.ts";

/** Those of one Worker, as far as its run is asked for them. */
export function exceptedReads(run: Run, id: WorkerId): GaveUp[] {
  const { inventory, routes, files, except = [] } = run;
  const configs = configsOf(inventory, id);
  const isOwn = ({ workers }: { readonly workers: readonly string[] }) =>
    workers.some((config) => configs.has(config));
  const reads = inventory.reads.filter(
    (read) => isOwn(read) && !read.throughHelper && except.includes(read.name),
  );
  const single = reads
    .filter((read) => isAsked(run, read))
    .map(({ place, name }) => excepted(place, [name]));
  // What callers ask a function for is a read at each of their calls; its own names are all of a type's.
  const asked = inventory.reads.filter((read) => read.form === "accessor" && isOwn(read));
  const isAskedOf = (names: readonly string[]) => asked.some(({ name }) => names.includes(name));
  const listed = inventory.wholes
    .filter((whole) => isOwn(whole) && !routes && (!files || files.includes(whole.place.file)))
    .filter(({ names }) => !isAskedOf(names))
    .map(({ place, names }) =>
      excepted(
        place,
        names.filter((name) => except.includes(name)),
      ),
    )
    .filter(({ names }) => names.length > 0);
  return [...single, ...listed];
}

function excepted(place: GaveUp["place"], names: readonly string[]): GaveUp {
  return { code: "excepted", place, names, blockedAt: place, subject: null };
}
