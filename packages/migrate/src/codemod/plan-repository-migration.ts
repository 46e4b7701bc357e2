/**
 * A migration of several Workers of one repository, each planned over what the plans before it leave.
 * Code that Workers share goes first, once, in a program of all who run it; then each Worker's own.
 * Where only some of the callers can follow, or are asked for, shared code stands in two forms.
 */
import type { FileChange } from "../edits/text-edit.ts";
import type { Inventory } from "../inventory/inventory.ts";
import type { MigrationPlan } from "./migration-plan.ts";
import { CodeOwners, idOf, type WorkerId } from "./repository/code-owners.ts";
import { type Crash, describeCrash } from "./repository/crash.ts";
import { joinPlans, NOTHING } from "./repository/join-plans.ts";
import { filesWithReads } from "./repository/open-reads.ts";
import { planOwn } from "./repository/plan-own.ts";
import { planShared } from "./repository/plan-shared.ts";
import type { RepositoryMigration, Run } from "./repository/run.ts";
import { WorkerPrograms } from "./repository/worker-programs.ts";

export type { RepositoryMigration } from "./repository/run.ts";

export interface PlannedWorker {
  readonly config: string;
  /** Places are those of the files as they are on the disk. */
  readonly plan: MigrationPlan;
  /** Faults of the planner itself: nothing of what it was at is in the plan. */
  readonly crashes: readonly Crash[];
}

export interface RepositoryPlan {
  readonly workers: readonly PlannedWorker[];
  /** Of all Workers together, each file once. */
  readonly changes: readonly FileChange[];
}

/** One step of a run, with the Workers that it is for. */
interface Step {
  readonly ids: readonly WorkerId[];
  readonly plan: (run: Run) => ReadonlyMap<WorkerId, MigrationPlan>;
}

/** @throws RangeError where the inventory has no such Worker. */
export function planRepositoryMigration(request: RepositoryMigration): RepositoryPlan {
  const { disk, inventory, configs, onProgress } = request;
  const chosen = new Map<WorkerId, string>();
  for (const config of configs) {
    const id = idOfConfig(inventory, config);
    if (!chosen.has(id)) chosen.set(id, config);
  }
  const programs = new WorkerPrograms(disk, inventory, request.parsed);
  const run: Run = { ...request, programs, owners: new CodeOwners(inventory), chosen };
  const plans = new Map<WorkerId, MigrationPlan[]>();
  const crashes = new Map<WorkerId, Crash[]>();
  const steps = [...sharedSteps(run), ...ownSteps(run)];
  for (const [done, { ids, plan }] of steps.entries()) {
    const step = { config: chosen.get(ids[0] ?? "") ?? "", done, total: steps.length };
    onProgress?.({ ...step, files: null });
    const onFile = (fileDone: number, total: number) =>
      onProgress?.({ ...step, files: { done: fileDone, total } });
    try {
      for (const [id, one] of plan({ ...run, onFile }))
        plans.set(id, [...(plans.get(id) ?? []), one]);
    } catch (error) {
      // The planner's own fault, whatever it is: the others do not have to wait until it is mended.
      const crash = describeCrash(error);
      for (const id of ids) crashes.set(id, [...(crashes.get(id) ?? []), crash]);
    }
  }
  const workers = [...chosen].map(([id, config]): PlannedWorker => {
    const plan = joinPlans(plans.get(id) ?? [NOTHING]);
    return { config, plan, crashes: crashes.get(id) ?? [] };
  });
  return { workers, changes: programs.planned.changes };
}

function idOfConfig({ workers }: Inventory, config: string): WorkerId {
  const worker = workers.find((each) => each.config === config);
  if (worker === undefined) throw new RangeError(`${config} is not in the inventory`);
  return idOf(worker);
}

/** Files with reads that several Workers run, by who runs them. */
function sharedSteps(run: Run): Step[] {
  const { inventory, owners, chosen } = run;
  const all = new Set([...chosen.keys()].flatMap((id) => [...filesWithReads(inventory, id)]));
  const shared = [...all].filter((path) => owners.isShared(path));
  return owners.sharersOf(shared).map((sharers) => {
    const own = shared.filter((path) => [...owners.of(path)].some((id) => sharers.has(id)));
    const ids = [...chosen.keys()].filter((id) => sharers.has(id));
    return { ids, plan: (by) => planShared(by, new Set(own), sharers) };
  });
}

function ownSteps(run: Run): Step[] {
  return [...run.chosen.keys()].map((id) => {
    return { ids: [id], plan: (by) => new Map([[id, planOwn(by, id)]]) };
  });
}
