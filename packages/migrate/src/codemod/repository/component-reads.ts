/**
 * Reads in the scripts of Astro, Svelte and Vue files. No program holds these files, so nothing that
 * would be written there could be proved: each read is left, and said.
 */
import type { Inventory } from "../../inventory/inventory.ts";
import { isComponent } from "../../source/script-blocks.ts";
import type { GaveUp } from "../migration-plan.ts";
import { isSameRoute } from "../routes/route-scope.ts";
import type { WorkerId } from "./code-owners.ts";
import { configsOf, secretsOf } from "./open-reads.ts";
import type { Run } from "./run.ts";

type Read = Inventory["reads"][number];

/** Those of one Worker, as far as its run is asked for them. */
export function leftInComponents(run: Run, id: WorkerId): GaveUp[] {
  const { inventory, routes, files } = run;
  const configs = configsOf(inventory, id);
  const secrets = secretsOf(inventory, [id]);
  const isAsked = (read: Read) =>
    (!routes || routes.some((route) => isOnRoute(read, route))) &&
    (!files || files.includes(read.place.file));
  return inventory.reads
    .filter((read) => isComponent(read.place.file) && !read.throughHelper)
    .filter((read) => read.workers.some((config) => configs.has(config)))
    .filter((read) => secrets.has(read.name) && isAsked(read))
    .map(({ place, name }): GaveUp => {
      return { code: "component", place, names: [name], blockedAt: place, subject: null };
    });
}

function isOnRoute({ reaches }: Read, asked: string): boolean {
  return reaches.some(({ name, path }) => path !== null && isSameRoute({ name, path }, asked));
}
