/** Reads of some files that are not moved yet: without calls of the helper, which reads become. */
import type ts from "typescript";
import type { Inventory } from "../../inventory/inventory.ts";
import type { EnvReads } from "../../source/env-read.ts";
import { findEnvReads } from "../../source/find-env-reads.ts";
import { findHelperCalls } from "../../source/helper-calls.ts";
import { relativeTo } from "../../source/syntax.ts";
import { idOf, type WorkerId } from "./code-owners.ts";
import type { RepositoryMigration } from "./run.ts";

/** @param files relative to the root: a program may hold others' too. */
export function findOpenReads(
  program: ts.Program,
  root: string,
  files: ReadonlySet<string>,
): EnvReads {
  const isAsked = ({ fileName }: ts.SourceFile) => files.has(relativeTo(root, fileName));
  const { reads, wholes, writes, overlays } = findEnvReads({ program, root, isAsked });
  const moved = new Set<ts.Node>(findHelperCalls(program, root).reads.map(({ node }) => node));
  return {
    reads: reads.filter(({ node, place }) => files.has(place.file) && !moved.has(node)),
    wholes: wholes.filter(({ place }) => files.has(place.file)),
    // Whoever writes it, all see it.
    writes,
    overlays,
  };
}

/** Files in which a Worker reads what is not moved yet. */
export function filesWithReads(inventory: Inventory, id: WorkerId): Set<string> {
  const configs = configsOf(inventory, id);
  const open = [...inventory.reads.filter((read) => !read.throughHelper), ...inventory.wholes];
  const own = open.filter(({ workers }) => workers.some((config) => configs.has(config)));
  return new Set(own.map(({ place }) => place.file));
}

/** Names of the secrets of a Worker, by all of its configs. */
export function secretsOf(inventory: Inventory, ids: Iterable<WorkerId>): Set<string> {
  const configs = new Set([...ids].flatMap((id) => [...configsOf(inventory, id)]));
  const own = inventory.secrets.filter(({ workers }) =>
    workers.some(({ config }) => configs.has(config)),
  );
  return new Set(own.map(({ name }) => name));
}

/** Names of their secrets that a run moves. */
export function namesToMove(
  { inventory, except = [] }: Pick<RepositoryMigration, "except" | "inventory">,
  ids: Iterable<WorkerId>,
): Set<string> {
  const names = secretsOf(inventory, ids);
  for (const name of except) names.delete(name);
  return names;
}

/** The paths of its configs: several can have one entry. */
export function configsOf({ workers }: Inventory, id: WorkerId): Set<string> {
  return new Set(workers.filter((one) => idOf(one) === id).map(({ config }) => config));
}
