/** The plan for one Worker: each environment that was asked for, on its own, in one text. */
import type { FileChange } from "../edits/text-edit.ts";
import { ConfigEditError, type ConfigOperation } from "../wrangler-config/config-operation.ts";
import type { ConfigTable } from "../wrangler-config/config-tree.ts";
import { editConfig } from "../wrangler-config/edit-config.ts";
import { parseConfigText } from "../wrangler-config/read-config.ts";
import { isExactEdit } from "../wrangler-config/verify-edit.ts";
import { DEFAULT_ENVIRONMENT, type WorkerEnvironment } from "../wrangler-config/wrangler-config.ts";
import { type BindContext, planOperations, SECRETS_BINDING } from "./bind-operations.ts";
import type { BindOptions, BindTarget, BindWorker } from "./bind-plan.ts";
import { findCommentLanguage } from "./comment-language.ts";
import { planEnvironment } from "./create-environment.ts";
import { noteTraps } from "./note-traps.ts";
import { createPlanLog, type PlanLog, workerName } from "./plan-log.ts";
import { isProductionEnvironment, MODE_VAR } from "./production.ts";
import { findSecretStore, isRefusedByWrangler } from "./unsafe-binding.ts";

export interface WorkerPlan {
  readonly change: FileChange | null;
  readonly targets: readonly BindTarget[];
  readonly log: PlanLog;
}

/** The Worker has passed `checkWorker`. */
export function planWorker(worker: BindWorker, options: BindOptions, log: PlanLog): WorkerPlan {
  const { config, text } = worker;
  const { root } = parseConfigText(text, config.path);
  if (!root) return { change: null, targets: [], log };
  const planned = options.environments.flatMap((name) =>
    planOne({ worker, root, options, log, name }),
  );
  const targets = planned.map(({ target }) => target);
  const rescue = planned.some(({ operations }) => operations.length > 0)
    ? rescueTopLevel({ worker, root, options, log, name: DEFAULT_ENVIRONMENT }, targets)
    : [];
  noteTraps(worker, targets, rescue.length > 0, log);
  const operations = [...rescue, ...planned.flatMap((one) => one.operations)];
  const after = edit(worker, operations, log);
  if (after === null) return { change: null, targets: [], log };
  return {
    change: after === text ? null : { path: config.path, before: text, after },
    targets,
    log,
  };
}

interface Asked {
  readonly worker: BindWorker;
  readonly root: ConfigTable;
  readonly options: BindOptions;
  readonly log: PlanLog;
  readonly name: string;
}

interface Planned {
  readonly target: BindTarget;
  readonly operations: readonly ConfigOperation[];
}

/** One environment; empty where it was refused. */
function planOne(asked: Asked): Planned[] {
  const { worker, options, log, name } = asked;
  if (isReserved(worker, name)) {
    log.refuse("environment_name_reserved", { environment: name });
    return [];
  }
  const existing = worker.config.environments.find((environment) => environment.name === name);
  if (!existing && !options.createEnvironments) {
    log.refuse("environment_unknown", { environment: name });
    return [];
  }
  const context = contextOf(asked, existing ?? emptyEnvironment(worker, name));
  if (options.delivery === "synced") {
    log.note("synced_needs_none", { environment: name });
    return existing ? [{ target: targetOf(context, []), operations: [] }] : [];
  }
  const operations = planOperations(context);
  if (operations === null || !allowProduction(context, operations)) return [];
  if (operations.length === 0) log.note("already_bound", { environment: name });
  const creation = existing ? [] : createOperations(asked);
  const all = [...creation, ...modeOperations(context, operations), ...operations];
  return [{ target: targetOf(context, operations), operations: all }];
}

/** `all` stands for every environment in the store, and `default` for the top level. */
function isReserved({ config }: BindWorker, name: string): boolean {
  const sameName = config.environments.filter((environment) => environment.name === name);
  return name === "all" || sameName.length > 1;
}

function contextOf(
  { worker, root, options, log }: Asked,
  environment: WorkerEnvironment,
): BindContext {
  const language = options.commentLanguage ?? findCommentLanguage(worker.text);
  return { worker, root, environment, options, language, log };
}

function emptyEnvironment({ config }: BindWorker, name: string): WorkerEnvironment {
  const top = config.environments[0];
  return {
    name,
    script: `${workerName(config)}-${name}`,
    place: null,
    entry: config.entry,
    vars: [],
    requiredSecrets: [],
    bindings: [],
    crons: [],
    queues: [],
    compatibilityDate: top?.compatibilityDate ?? null,
    compatibilityFlags: top?.compatibilityFlags ?? [],
  };
}

function createOperations({ worker, root, options, log, name }: Asked): ConfigOperation[] {
  const top = worker.config.environments[0];
  const copyVars = options.copyVars ?? false;
  return top ? planEnvironment({ name, copyVars }, top, root, log) : [];
}

/** Production waits until another environment of the Worker has read from the store. */
function allowProduction(
  { worker, environment, options, log }: BindContext,
  operations: readonly ConfigOperation[],
): boolean {
  const { name } = environment;
  if (operations.length === 0 || !isProductionEnvironment(name)) return true;
  const hasServed = options.served?.some(
    (served) =>
      served.worker === worker.config.name && !isProductionEnvironment(served.environment),
  );
  if (hasServed) return true;
  const remark = { environment: name, place: environment.place };
  if (options.skipStaging) log.note("staging_skipped", remark);
  else log.refuse("production_before_staging", remark);
  return options.skipStaging ?? false;
}

function modeOperations(
  { environment, options, log }: BindContext,
  operations: readonly ConfigOperation[],
): ConfigOperation[] {
  const { name, vars } = environment;
  const mode = options.productionMode === undefined ? "shadow" : options.productionMode;
  const isSet = vars.some((entry) => entry.name === MODE_VAR);
  if (mode === null || isSet || operations.length === 0) return [];
  if (!isProductionEnvironment(name)) return [];
  log.note("production_mode", { environment: name, names: [mode] });
  return [{ type: "set-var", environment: name, name: MODE_VAR, value: mode }];
}

function targetOf(
  { worker, environment }: BindContext,
  operations: readonly ConfigOperation[],
): BindTarget {
  const name = workerName(worker.config);
  const isUpdate = operations.some(
    ({ type, ...rest }) => type === "replace-entry" && "kind" in rest && rest.kind === "services",
  );
  return {
    worker: name,
    environment: environment.name,
    config: worker.config.path,
    script: environment.script ?? name,
    outcome: operations.length === 0 ? "unchanged" : isUpdate ? "updated" : "added",
  };
}

/**
 * The request's form at the top level has wrangler refuse the whole config, staging's deploy too: it
 * is put right although nobody asked for that environment, which could not be deployed before.
 */
function rescueTopLevel(asked: Asked, targets: readonly BindTarget[]): ConfigOperation[] {
  const top = asked.worker.config.environments[0];
  const broken = top && findSecretStore(top);
  const isAsked = targets.some(({ environment }) => environment === DEFAULT_ENVIRONMENT);
  if (!top || !broken || isAsked || !isRefusedByWrangler(broken)) return [];
  const quiet = createPlanLog(asked.worker);
  const context = contextOf({ ...asked, log: quiet }, top);
  const operations = planOperations(context);
  if (operations === null || broken.name !== SECRETS_BINDING) return [];
  const remark = { environment: top.name, place: broken.place };
  asked.log.note("unsafe_replaced_too", remark);
  return [...modeOperations(contextOf(asked, top), operations), ...operations];
}

/** null where the edit can not be made, or its result does not say what was planned. */
function edit(
  { config, text }: BindWorker,
  operations: readonly ConfigOperation[],
  log: PlanLog,
): string | null {
  try {
    const after = editConfig(text, config.path, operations);
    if (isExactEdit(text, after, config.path, operations)) return after;
  } catch (error) {
    if (!(error instanceof ConfigEditError)) throw error;
  }
  log.refuse("edit_not_safe");
  return null;
}
