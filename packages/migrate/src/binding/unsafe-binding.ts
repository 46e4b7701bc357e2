/**
 * The request's `[[unsafe.bindings]] type = "secret_store"`. With `binding` in place of `name`, as the
 * request writes it, wrangler refuses the config for every command; with `name` it is uploaded, and
 * undefined when run locally.
 */

import { environmentPath } from "../wrangler-config/config-operation.ts";
import { type ConfigTable, findString, listTables } from "../wrangler-config/config-tree.ts";
import type { ConfigBinding, WorkerEnvironment } from "../wrangler-config/wrangler-config.ts";

const UNSAFE_KIND = "unsafe.bindings";

export function isSecretStore({ kind, members }: ConfigBinding): boolean {
  return kind === UNSAFE_KIND && members.type === "secret_store";
}

export function findSecretStore(environment: WorkerEnvironment): ConfigBinding | undefined {
  return environment.bindings.find(isSecretStore);
}

/** Whether wrangler refuses it, and with it every command that reads the config's top level. */
export function isRefusedByWrangler({ members }: ConfigBinding): boolean {
  return members.name === undefined;
}

/** Where in the list of its kind the binding of this name stands; -1 where it does not. */
export function findEntryIndex(
  root: ConfigTable,
  environment: string,
  { kind, name }: Pick<ConfigBinding, "kind" | "name">,
): number {
  return listTables(root, ...environmentPath(environment), ...kind.split(".")).findIndex(
    (entry) => (findString(entry, "name") ?? findString(entry, "binding")) === name,
  );
}
