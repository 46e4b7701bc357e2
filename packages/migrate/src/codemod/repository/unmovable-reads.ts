/**
 * Reads that no plan looks at, each to be said. Scripts of Astro, Svelte and Vue files are in no program,
 * so nothing that would be written there could be proved; and a secret that is a name by itself, without
 * an environment, has nothing that the helper could be given.
 */
import type { Inventory } from "../../inventory/inventory.ts";
import { isComponent } from "../../source/script-blocks.ts";
import type { GaveUp, GiveUpCode } from "../migration-plan.ts";
import { isSameRoute } from "../routes/route-scope.ts";
import type { WorkerId } from "./code-owners.ts";
import { configsOf, namesToMove } from "./open-reads.ts";
import type { Run } from "./run.ts";

type Read = Inventory["reads"][number];

/** Those of one Worker, as far as its run is asked for them. */
export function unmovableReads(run: Run, id: WorkerId): GaveUp[] {
  const { inventory } = run;
  const configs = configsOf(inventory, id);
  const secrets = namesToMove(run, [id]);
  const planned = new Set(inventory.workers.flatMap(({ sources }) => sources));
  return inventory.reads
    .filter((read) => read.workers.some((config) => configs.has(config)))
    .filter((read) => secrets.has(read.name) && isAsked(run, read))
    .flatMap((read): GaveUp[] => {
      const { place, name } = read;
      const code = codeOf(read, planned);
      return code ? [{ code, place, names: [name], blockedAt: place, subject: null }] : [];
    });
}

/** @param planned files that are in a program. */
function codeOf(
  { place, form, throughHelper }: Read,
  planned: ReadonlySet<string>,
): GiveUpCode | undefined {
  if (throughHelper) return undefined;
  if (form === "global") return "service-worker";
  if (form === "astro-env") return "astro-env";
  return isComponent(place.file) && !planned.has(place.file) ? "component" : undefined;
}

/** Is it on a route, and in a file, that the run is for? */
export function isAsked({ routes, files }: Run, read: Read): boolean {
  const isOnAny = !routes || routes.some((route) => isOnRoute(read, route));
  return isOnAny && (!files || files.includes(read.place.file));
}

function isOnRoute({ reaches }: Read, asked: string): boolean {
  return reaches.some(({ name, path }) => path !== null && isSameRoute({ name, path }, asked));
}
