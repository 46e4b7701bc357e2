/** One environment of a config: what it declares itself, and the little that wrangler inherits. */
import type { Locator } from "../repository/locator.ts";
import {
  type ConfigNode,
  type ConfigTable,
  findNode,
  findString,
  listStrings,
  listTables,
} from "./config-tree.ts";
import { readBindings } from "./read-bindings.ts";
import {
  type ConfigBinding,
  type ConfigVar,
  DEFAULT_ENVIRONMENT,
  type WorkerEnvironment,
} from "./wrangler-config.ts";

/** Finds a `main`, as it is written, in the repository; null where it is not there. */
export type FindEntry = (main: string | undefined) => string | null;

/** `default` first, then the named ones in the order of the config. */
export function readEnvironments(
  root: ConfigTable,
  locate: Locator,
  findEntry: FindEntry,
): WorkerEnvironment[] {
  const read = (name: string, table: ConfigTable) =>
    readEnvironment({ name, table, root, locate, findEntry });
  const named = findNode(root, "env");
  const members = named?.kind === "table" ? [...named.members] : [];
  return [
    read(DEFAULT_ENVIRONMENT, root),
    ...members.flatMap(([name, table]) => (table.kind === "table" ? [read(name, table)] : [])),
  ];
}

interface Source {
  readonly name: string;
  readonly table: ConfigTable;
  readonly root: ConfigTable;
  readonly locate: Locator;
  readonly findEntry: FindEntry;
}

function readEnvironment({ name, table, root, locate, findEntry }: Source): WorkerEnvironment {
  const inherited = (key: string) => findString(table, key) ?? findString(root, key);
  const inheritedList = (...path: string[]) =>
    listStrings(findNode(table, ...path) ? table : root, ...path).map(({ value }) => value);
  const accountId = inherited("account_id");
  return {
    name,
    script: findScript(name, table, root),
    place: table === root ? null : locate(table.at),
    entry: findEntry(inherited("main")),
    vars: readVars(table, locate),
    requiredSecrets: listStrings(table, "secrets", "required").map(({ at, value }) => ({
      name: value,
      place: locate(at),
    })),
    bindings: readOwnBindings(table, root, locate),
    crons: inheritedList("triggers", "crons"),
    queues: listTables(table, "queues", "consumers").flatMap(
      (consumer) => findString(consumer, "queue") ?? [],
    ),
    ...(accountId === undefined ? {} : { accountId }),
    compatibilityDate: inherited("compatibility_date") ?? null,
    compatibilityFlags: inheritedList("compatibility_flags"),
    ...findInvocationLogs(
      findNode(table, "observability") ?? findNode(root, "observability"),
      locate,
    ),
  };
}

/** On by default wherever logs are: https://developers.cloudflare.com/workers/observability/logs/ */
function findInvocationLogs(
  section: ConfigNode | undefined,
  locate: Locator,
): Pick<WorkerEnvironment, "invocationLogs"> {
  if (section?.kind !== "table") return {};
  const says = (...path: string[]) => {
    const node = findNode(section, ...path);
    return node?.kind === "scalar" ? node.value : undefined;
  };
  const isOn = (says("logs", "enabled") ?? says("enabled")) === true;
  const isSilent = says("logs", "invocation_logs") === false;
  return isOn && !isSilent ? { invocationLogs: locate(section.at) } : {};
}

/** With the one to static files, which wrangler lets an environment inherit. */
function readOwnBindings(table: ConfigTable, root: ConfigTable, locate: Locator): ConfigBinding[] {
  const own = readBindings(table, locate);
  if (table === root || findNode(table, "assets")) return own;
  return [...own, ...readBindings(root, locate).filter(({ kind }) => kind === "assets")];
}

/** What the Worker of this environment is called on Cloudflare. */
function findScript(name: string, table: ConfigTable, root: ConfigTable): string | null {
  const own = findString(table, "name");
  if (own !== undefined) return own;
  const worker = findString(root, "name");
  return worker === undefined ? null : `${worker}-${name}`;
}

function readVars(table: ConfigTable, locate: Locator): ConfigVar[] {
  const vars = findNode(table, "vars");
  if (vars?.kind !== "table") return [];
  return [...vars.members].map(([name, node]) => ({
    name,
    place: locate(node.at),
    value: node.kind === "scalar" && typeof node.value === "string" ? node.value : null,
  }));
}
