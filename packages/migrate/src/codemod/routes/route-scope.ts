/** Which code a route runs: what is migrated where a migration goes route by route. */
import type ts from "typescript";
import type { Framework } from "../../source/reach/file-routes.ts";
import { ReachFinder } from "../../source/reach/find-reach.ts";
import { relativeTo } from "../../source/syntax.ts";
import type { MigrationInput } from "../migration-plan.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";

export interface RouteScope {
  /** Is the node code that moves: does a route or a Worker that is asked for run it? */
  readonly runs: (node: ts.Node) => boolean;
}

interface RouteScopeOptions {
  readonly program: ts.Program;
  readonly index: ReferenceIndex;
  readonly root: string;
  readonly routes: readonly string[];
  readonly folder?: string | undefined;
  readonly frameworks?: ReadonlySet<Framework> | undefined;
}

/** @returns undefined where everything is migrated. */
export function scopeOf(
  { root, routes, folder, frameworks, moves }: MigrationInput,
  program: ts.Program,
  index: ReferenceIndex,
): RouteScope | undefined {
  const ofRoutes = routes && createRouteScope({ program, index, root, routes, folder, frameworks });
  if (!moves) return ofRoutes;
  return {
    runs: (node) =>
      moves(relativeTo(root, node.getSourceFile().fileName)) && (ofRoutes?.runs(node) ?? true),
  };
}

function createRouteScope(options: RouteScopeOptions): RouteScope {
  const { program, index, root, routes, folder, frameworks } = options;
  const finder = new ReachFinder({
    ...{ program, index, root },
    ...(folder === undefined ? {} : { folder }),
    ...(frameworks === undefined ? {} : { frameworks }),
  });
  const known = new Map<ts.Node, boolean>();
  const runs = (node: ts.Node): boolean => {
    const before = known.get(node);
    if (before !== undefined) return before;
    const found = finder.of(node).some(({ name, path }) => {
      return path !== null && routes.some((route) => isSameRoute({ name, path }, route));
    });
    known.set(node, found);
    return found;
  };
  return { runs };
}

/** A route is asked for with its method or without, as it is written or as a path that it takes. */
export function isSameRoute(
  { name, path }: { name: string; path: string },
  asked: string,
): boolean {
  if (asked === name || asked === path) return true;
  const [method, only] = asked.includes(" ") ? asked.split(" ", 2) : [undefined, asked];
  if (method !== undefined && !name.startsWith(`${method} `) && name !== path) return false;
  if (only === path) return true;
  return path.endsWith("/*") && `${only}/`.startsWith(path.slice(0, -1));
}
