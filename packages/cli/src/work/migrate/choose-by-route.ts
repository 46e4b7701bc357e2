/** The Workers that have the route of `--route`; else which routes there are. */
import { type Inventory, isSameRoute, type WranglerConfig } from "@lunakey/migrate";
import { failure } from "../../cli-error.ts";
import { MIGRATE_WORDS } from "../../language/catalogues/migrate.ts";
import { listReads, listRoutes } from "../../repository/routes.ts";
import type { Session } from "../../session.ts";

/** @throws CliError `route_unknown` */
export function chooseByRoute(
  session: Session,
  inventory: Inventory,
  workers: readonly WranglerConfig[],
  route: string | undefined,
): readonly WranglerConfig[] {
  if (route === undefined) return workers;
  const words = MIGRATE_WORDS[session.language];
  const readsOf = ({ path }: WranglerConfig) => listReads(inventory, path);
  const having = workers.flatMap((config) => {
    const matches = readsOf(config)
      .flatMap(({ reaches }) => reaches)
      .filter(({ name, path }) => path !== null && isSameRoute({ name, path }, route));
    return matches.length === 0
      ? []
      : [{ config, paths: matches.flatMap(({ path }) => path ?? []) }];
  });
  const known = [...new Set(workers.flatMap((config) => listRoutes(readsOf(config))))];
  if (having.length === 0) throw failure("route_unknown", words.routeUnknown(known));
  const below = listBelow(route, known);
  // Of a route that is the beginning of others only what runs before all of them would move.
  if (below.length > 0 && having.every(({ paths }) => paths.every(goesOn))) {
    throw failure("route_unknown", words.routesBelow(below), words.routesBelowHint);
  }
  return having.map(({ config }) => config);
}

function listBelow(route: string, known: readonly string[]): string[] {
  const path = route.slice(route.lastIndexOf(" ") + 1).replace(/\/+$/, "");
  return known.filter((each) => each.startsWith(`${path}/`) && !goesOn(each)).sort();
}

function goesOn(path: string): boolean {
  return path.endsWith("/*");
}
