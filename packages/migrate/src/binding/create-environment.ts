/**
 * An environment that is made beside a Worker's top level. wrangler lets it inherit routes and crons,
 * so that it would take over production's traffic and run its jobs twice: it is given none. It
 * inherits no binding and no var: what holds data is never shared with production, and vars, which
 * may name production's addresses, are repeated only when asked for.
 */
import type {
  ConfigEntry,
  ConfigOperation,
  ConfigValue,
} from "../wrangler-config/config-operation.ts";
import { type ConfigTable, findNode, listTables, toData } from "../wrangler-config/config-tree.ts";
import type { WorkerEnvironment } from "../wrangler-config/wrangler-config.ts";
import { renderEnvironmentComment } from "./bind-comments.ts";
import type { PlanLog } from "./plan-log.ts";
import { MODE_VAR } from "./production.ts";
import { isSecretStore } from "./unsafe-binding.ts";

/** Bindings to nothing that keeps data, or to data of the script itself. */
const REPEATED_KINDS = ["ai", "browser", "images", "media", "version_metadata", "worker_loaders"];
const OBJECTS = "durable_objects.bindings";
const INHERITED_KIND = "assets";
/** What an environment goes without and no binding's name tells of. */
const NAMELESS = ["containers", "queues.consumers", "tail_consumers"];

export interface NewEnvironment {
  readonly name: string;
  readonly copyVars: boolean;
}

/** @param top the Worker's `default` environment, and `root` its config. */
export function planEnvironment(
  { name, copyVars }: NewEnvironment,
  top: WorkerEnvironment,
  root: ConfigTable,
  log: PlanLog,
): ConfigOperation[] {
  const remark = { environment: name };
  log.note("environment_created", remark);
  const comment = renderEnvironmentComment(name);
  const members = { ...withoutRoutes(root, name, log), ...repeatBindings(root, top, name, log) };
  log.noteNames("required_not_inherited", namesOf(top.requiredSecrets), remark);
  const vars = namesOf(top.vars).filter((name) => name !== MODE_VAR);
  log.noteNames(copyVars ? "vars_repeated" : "vars_not_repeated", vars, remark);
  return [
    { type: "add-environment", environment: name, members, comment },
    ...(copyVars ? repeatVars(root, name) : []),
  ];
}

function withoutRoutes(root: ConfigTable, environment: string, log: PlanLog): ConfigEntry {
  const hasRoutes = findNode(root, "routes") ?? findNode(root, "route");
  const crons = findNode(root, "triggers", "crons");
  const hasCrons = crons?.kind === "list" && crons.items.length > 0;
  if (hasRoutes) log.note("routes_not_inherited", { environment });
  if (hasCrons) log.note("crons_not_inherited", { environment });
  return {
    ...(hasRoutes ? { routes: [] } : {}),
    ...(hasCrons ? { triggers: { crons: [] } } : {}),
  };
}

function repeatBindings(
  root: ConfigTable,
  top: WorkerEnvironment,
  environment: string,
  log: PlanLog,
): ConfigEntry {
  const ownObjects = listTables(root, ...OBJECTS.split(".")).filter(
    (entry) => !findNode(entry, "script_name"),
  );
  const isRepeated = ({ kind, members }: WorkerEnvironment["bindings"][number]) =>
    REPEATED_KINDS.includes(kind) || (kind === OBJECTS && members.script_name === undefined);
  const repeated = top.bindings.filter(isRepeated);
  const left = top.bindings.filter(
    (binding) => !isRepeated(binding) && !isSecretStore(binding) && binding.kind !== INHERITED_KIND,
  );
  const nameless = NAMELESS.filter((path) => findNode(root, ...path.split(".")));
  log.noteNames("bindings_repeated", namesOf(repeated), { environment });
  log.noteNames("bindings_not_repeated", [...namesOf(left), ...nameless], { environment });
  return {
    ...Object.fromEntries(
      REPEATED_KINDS.flatMap((kind) => {
        const node = findNode(root, kind);
        return node ? [[kind, toData(node) as ConfigValue]] : [];
      }),
    ),
    ...(ownObjects.length > 0
      ? { durable_objects: { bindings: ownObjects.map((entry) => toData(entry) as ConfigEntry) } }
      : {}),
  };
}

function repeatVars(root: ConfigTable, environment: string): ConfigOperation[] {
  const vars = findNode(root, "vars");
  if (vars?.kind !== "table") return [];
  // A mode is a step of the move, which the new environment has not taken.
  const repeated = [...vars.members].filter(([name]) => name !== MODE_VAR);
  return repeated.map(([name, node]) => ({
    type: "set-var",
    environment,
    name,
    value: toData(node) as ConfigValue,
  }));
}

function namesOf(named: readonly { readonly name: string }[]): string[] {
  return named.map(({ name }) => name);
}
