/** What wrangler does not warn of, and what this plan leaves undone. */
import type { ConfigBinding, WorkerEnvironment } from "../wrangler-config/wrangler-config.ts";
import { DEFAULT_ENVIRONMENT } from "../wrangler-config/wrangler-config.ts";
import type { BindTarget, BindWorker } from "./bind-plan.ts";
import type { PlanLog } from "./plan-log.ts";
import { findSecretStore, isSecretStore } from "./unsafe-binding.ts";

/** @param isRescued whether the top level's unsafe binding is replaced although not asked for. */
export function noteTraps(
  worker: BindWorker,
  targets: readonly BindTarget[],
  isRescued: boolean,
  log: PlanLog,
): void {
  const bound = new Set(targets.map(({ environment }) => environment));
  const { environments } = worker.config;
  if (bound.size > 0) {
    const left = environments.filter(({ name }) => !bound.has(name));
    log.noteNames(
      "environments_left",
      left.map(({ name }) => name),
    );
  }
  for (const environment of environments) {
    if (bound.has(environment.name)) noteNames(worker, environment, log);
    else if (!isRescued || environment.name !== DEFAULT_ENVIRONMENT) noteLeft(environment, log);
  }
}

function noteLeft(environment: WorkerEnvironment, log: PlanLog): void {
  const left = findSecretStore(environment);
  if (left) log.note("unsafe_left", { environment: environment.name, place: left.place });
}

function noteNames(worker: BindWorker, environment: WorkerEnvironment, log: PlanLog): void {
  const bindings = environment.bindings.filter((binding) => !isSecretStore(binding));
  const tell = (
    code: Parameters<PlanLog["note"]>[0],
    isMeant: (binding: ConfigBinding) => boolean,
  ) => {
    for (const binding of bindings.filter(isMeant)) {
      const { place, name } = binding;
      log.note(code, { environment: environment.name, place, names: [name] });
    }
  };
  const required = new Set(environment.requiredSecrets.map(({ name }) => name));
  const isNative = ({ kind }: ConfigBinding) => kind === "secrets_store_secrets";
  tell("native_same_name", (binding) => isNative(binding) && worker.secrets.includes(binding.name));
  tell("required_is_bound", ({ name }) => required.has(name));
  tell("dev_vars_hidden", ({ name }) => worker.devVars?.includes(name) ?? false);
}
