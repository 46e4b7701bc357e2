/** The edits that bind one environment of a Worker, per delivery; refusals where a name is taken. */
import { isDeepStrictEqual } from "node:util";
import type { ConfigEntry, ConfigOperation } from "../wrangler-config/config-operation.ts";
import type { ConfigTable } from "../wrangler-config/config-tree.ts";
import type { ConfigBinding, WorkerEnvironment } from "../wrangler-config/wrangler-config.ts";
import { renderBindingComment } from "./bind-comments.ts";
import type { BindOptions, BindWorker } from "./bind-plan.ts";
import type { PlanLog } from "./plan-log.ts";
import { findEntryIndex, findSecretStore } from "./unsafe-binding.ts";

export const SECRETS_BINDING = "SECRETS";
const NATIVE_KIND = "secrets_store_secrets";
/** A binding's name must do as a JavaScript variable. */
const BINDABLE = /^[A-Za-z_$][\w$]*$/;

export interface BindContext {
  readonly worker: BindWorker;
  readonly root: ConfigTable;
  readonly environment: WorkerEnvironment;
  readonly options: BindOptions;
  readonly language: "en" | "fr";
  readonly log: PlanLog;
}

/** null where it was refused; empty where everything is there already. */
export function planOperations(context: BindContext): ConfigOperation[] | null {
  return context.options.delivery === "native" ? planNative(context) : planService(context);
}

function planService(context: BindContext): ConfigOperation[] | null {
  const { environment, options, root } = context;
  const entry = serviceEntry(context);
  const bound = findBinding(environment, SECRETS_BINDING);
  const replaced = findSecretStore(environment);
  if (bound && bound !== replaced) {
    const isOurs = bound.kind === "services" && bound.members.service === options.gateway;
    if (!isOurs) return refuseTaken(context, SECRETS_BINDING, bound.place);
    if (isSameService(bound, entry)) return [];
    return [replaceEntry(root, environment.name, bound, "services", entry)];
  }
  if (isTakenOtherwise(context, SECRETS_BINDING)) return refuseTaken(context, SECRETS_BINDING);
  if (!replaced) return [addEntry(context, "services", entry, true)];
  noteReplaced(context, replaced);
  return [replaceEntry(root, environment.name, replaced, "services", entry)];
}

/** The binding to the gateway, with what the store knows the Worker by. */
function serviceEntry({ worker, environment, options }: BindContext): ConfigEntry {
  return {
    binding: SECRETS_BINDING,
    service: options.gateway,
    entrypoint: "Secrets",
    props: {
      v: 1,
      store: options.store,
      worker: worker.config.name ?? "",
      environment: environment.name,
    },
  };
}

function isSameService({ members, props }: ConfigBinding, entry: ConfigEntry): boolean {
  return members.entrypoint === entry.entrypoint && isDeepStrictEqual(props, entry.props);
}

function planNative(context: BindContext): ConfigOperation[] | null {
  const { worker, environment, root } = context;
  const unbindable = worker.secrets.filter((name) => !BINDABLE.test(name));
  if (unbindable.length > 0) {
    context.log.refuse("name_not_bindable", { environment: environment.name, names: unbindable });
    return null;
  }
  const replaced = findSecretStore(environment);
  const missing: string[] = [];
  for (const name of worker.secrets) {
    const state = nativeState(context, name);
    if (state === "taken") return refuseTaken(context, `${name}_STORE`);
    if (state === "missing") missing.push(name);
  }
  if (!replaced) return addNative(context, missing, true);
  noteReplaced(context, replaced);
  const [first, ...others] = missing;
  if (first === undefined) return [removeEntry(root, environment.name, replaced)];
  const entry = nativeEntry(context, first);
  const inPlace = replaceEntry(root, environment.name, replaced, NATIVE_KIND, entry);
  return [inPlace, ...addNative(context, others, false)];
}

function addNative(
  context: BindContext,
  names: readonly string[],
  hasComment: boolean,
): ConfigOperation[] {
  return names.map((name, position) =>
    addEntry(context, NATIVE_KIND, nativeEntry(context, name), hasComment && position === 0),
  );
}

function nativeEntry({ options }: BindContext, name: string): ConfigEntry {
  return { binding: `${name}_STORE`, store_id: options.store, secret_name: name };
}

/** Under a name of its own: the secret's own name would replace the individual secret. */
function nativeState(context: BindContext, name: string): "bound" | "missing" | "taken" {
  const { environment, options } = context;
  const isNative = ({ kind, members }: ConfigBinding) =>
    kind === NATIVE_KIND && members.store_id === options.store && members.secret_name === name;
  // Bound under the very name: that is told apart, and nothing is left to fall back on.
  const sameName = findBinding(environment, name);
  if (sameName && isNative(sameName)) return "bound";
  const bound = findBinding(environment, `${name}_STORE`);
  if (bound) return isNative(bound) ? "bound" : "taken";
  return isTakenOtherwise(context, `${name}_STORE`) ? "taken" : "missing";
}

function findBinding({ bindings }: WorkerEnvironment, name: string): ConfigBinding | undefined {
  return bindings.find((binding) => binding.name === name);
}

/** As a var or an individual secret: a binding of the name would take its place. */
function isTakenOtherwise({ worker, environment }: BindContext, name: string): boolean {
  return [
    ...environment.vars.map((entry) => entry.name),
    ...environment.requiredSecrets.map((entry) => entry.name),
    ...worker.secrets,
    ...(worker.devVars ?? []),
  ].includes(name);
}

function refuseTaken(
  { log, environment }: BindContext,
  name: string,
  place: ConfigBinding["place"] | null = null,
): null {
  log.refuse("binding_name_taken", {
    environment: environment.name,
    place: place ?? environment.place,
    names: [name],
  });
  return null;
}

function noteReplaced({ log, environment, options }: BindContext, replaced: ConfigBinding): void {
  const remark = { environment: environment.name, place: replaced.place };
  log.note("unsafe_replaced", remark);
  if (replaced.members.id !== options.store) log.note("unsafe_other_store", remark);
}

function addEntry(
  { environment, language }: BindContext,
  kind: string,
  entry: ConfigEntry,
  hasComment: boolean,
): ConfigOperation {
  const comment = hasComment ? renderBindingComment(environment.name, language) : null;
  return { type: "add-entry", environment: environment.name, kind, entry, comment };
}

function replaceEntry(
  root: ConfigTable,
  environment: string,
  replaced: ConfigBinding,
  newKind: string,
  entry: ConfigEntry,
): ConfigOperation {
  const index = findEntryIndex(root, environment, replaced);
  const { kind } = replaced;
  return { type: "replace-entry", environment, kind, index, newKind, entry };
}

function removeEntry(
  root: ConfigTable,
  environment: string,
  removed: ConfigBinding,
): ConfigOperation {
  const index = findEntryIndex(root, environment, removed);
  return { type: "remove-entry", environment, kind: removed.kind, index };
}
