/**
 * Plans the bindings of a repository's Workers, and writes nothing. Staging first: production is
 * refused until another environment of the Worker has been served. A plan of what is bound is empty.
 */
import type { BindOptions, BindPlan, BindWorker, GrantNeeded } from "./bind-plan.ts";
import { checkWorker } from "./check-worker.ts";
import { createPlanLog } from "./plan-log.ts";
import { planWorker, type WorkerPlan } from "./plan-worker.ts";

/** What is refused for one Worker or environment keeps nothing from the others. */
export function planBinding(workers: readonly BindWorker[], options: BindOptions): BindPlan {
  const plans = workers
    .filter(({ config }) => config.name !== options.gateway)
    .map((worker) => planOne(worker, workers, options));
  const grants = plans.flatMap(({ plan, worker }) => grantsOf(plan, worker, options));
  return {
    changes: plans.flatMap(({ plan }) => plan.change ?? []),
    targets: plans.flatMap(({ plan }) => plan.targets),
    grants,
    gatewaySecrets: [...new Set(grants.flatMap(({ secrets }) => secrets))].sort(),
    notes: plans.flatMap(({ plan }) => plan.log.notes),
    refusals: plans.flatMap(({ plan }) => plan.log.refusals),
  };
}

function planOne(
  worker: BindWorker,
  workers: readonly BindWorker[],
  options: BindOptions,
): { plan: WorkerPlan; worker: BindWorker } {
  const log = createPlanLog(worker);
  const nothing: WorkerPlan = { change: null, targets: [], log };
  if (worker.config.kind === "worker" && worker.secrets.length === 0) {
    log.note("reads_nothing");
    return { plan: nothing, worker };
  }
  const isPossible = checkWorker(worker, workers, options, log);
  return { plan: isPossible ? planWorker(worker, options, log) : nothing, worker };
}

function grantsOf(
  { targets }: WorkerPlan,
  worker: BindWorker,
  options: BindOptions,
): GrantNeeded[] {
  // Cloudflare itself decides who reads by a binding of its own.
  if (options.delivery === "native") return [];
  return targets.map((target) => ({
    worker: target.worker,
    environment: target.environment,
    secrets: [...worker.secrets].sort(),
  }));
}
