/**
 * The plan for what several Workers read in code that they share: planned once, in a program of all of
 * them, so that each call is known. Where the code of some can not follow, the others go without them.
 */

import type { GaveUp, MigrationPlan } from "../migration-plan.ts";
import { planMigration } from "../plan-migration.ts";
import { folderOf, type WorkerId } from "./code-owners.ts";
import { joinPlans, partOf, withOriginalPlaces } from "./join-plans.ts";
import { MoreCode } from "./more-code.ts";
import { filesWithReads, findOpenReads, namesToMove } from "./open-reads.ts";
import { proveOthers } from "./prove-others.ts";
import type { Run } from "./run.ts";
import { createSharedHelper } from "./shared-helper.ts";
import { planWithSetting } from "./tsconfig-setting.ts";

/** @returns what it says of each Worker that is asked for. Its changes are there for later plans. */
export function planShared(
  run: Run,
  files: ReadonlySet<string>,
  sharers: ReadonlySet<WorkerId>,
): ReadonlyMap<WorkerId, MigrationPlan> {
  const { owners, chosen } = run;
  const asked = [...sharers].filter((id) => chosen.has(id));
  const isWhole = asked.length === sharers.size;
  const moving = new Set(asked);
  const all = planFor(run, files, sharers, isWhole ? undefined : moving);
  const left = new Set(all.gaveUp.flatMap((each) => [...blamed(run, each, moving)]));
  const movable = new Set(asked.filter((id) => !left.has(id)));
  const rest = left.size > 0 ? planFor(run, files, sharers, movable) : undefined;
  const readers = new Map([...sharers].map((id) => [id, filesWithReads(run.inventory, id)]));
  return new Map(
    asked.map((id) => {
      const isOwn = (path: string) => owners.of(path).has(id);
      // Who takes only types from a file reads nothing there: its reads are the others'.
      const isRead = (path: string) => {
        const who = [...readers].filter(([, paths]) => paths.has(path));
        return isOwn(path) && (who.length === 0 || who.some(([one]) => one === id));
      };
      const stays = left.has(id) || !rest ? all.gaveUp : rest.gaveUp;
      const plans = [all, ...(rest && !left.has(id) ? [rest] : [])];
      const joined = joinPlans(
        plans.map((plan) => ({ ...partOf(plan, isOwn, isRead), gaveUp: [] })),
      );
      return [id, { ...joined, gaveUp: stays.filter(({ place }) => isRead(place.file)) }];
    }),
  );
}

/** Those whose code is in the way, where others could go without them. */
function blamed(
  { owners }: Run,
  { place, blockedAt }: GaveUp,
  moving: ReadonlySet<WorkerId>,
): ReadonlySet<WorkerId> {
  const inTheWay = owners.of(blockedAt.file);
  const others = [...owners.of(place.file)].filter((id) => moving.has(id) && !inTheWay.has(id));
  return inTheWay.size > 0 && others.length > 0 ? inTheWay : new Set();
}

/** @param moving Workers whose calls follow; all code where not given. */
function planFor(
  run: Run,
  shared: ReadonlySet<string>,
  sharers: ReadonlySet<WorkerId>,
  moving: ReadonlySet<WorkerId> | undefined,
): MigrationPlan {
  const { programs } = run;
  const asked = [...sharers].filter((id) => run.chosen.has(id));
  const [first = ""] = moving && moving.size > 0 ? moving : asked;
  return planWithSetting(run, first, () => {
    const more = new MoreCode();
    const plan = more.planWith(() => attempt(run, { shared, asked, sharers, moving, first, more }));
    const told = withOriginalPlaces(plan, programs.planned);
    programs.forget(programs.planned.add(plan.changes));
    return told;
  });
}

interface Attempt {
  readonly shared: ReadonlySet<string>;
  readonly sharers: ReadonlySet<WorkerId>;
  readonly moving: ReadonlySet<WorkerId> | undefined;
  /** Those of the sharers that are asked for. */
  readonly asked: readonly WorkerId[];
  /** Whose tsconfig decides. */
  readonly first: WorkerId;
  readonly more: MoreCode;
}

function attempt(run: Run, given: Attempt): MigrationPlan {
  const { shared, asked, sharers, moving, first, more } = given;
  const { programs, owners, routes, files, helperOf, onFile } = run;
  for (const id of sharers) if (id !== first) more.workers.add(id);
  const loaded = programs.load(first, more);
  const { program, host, root } = loaded;
  const worker = programs.worker(first);
  const helperFor = createSharedHelper({
    ...{ programs, root, host },
    helperOf: (config) => {
      const helper = helperOf(config);
      return helper.kind === "file" ? helper.path : null;
    },
  });
  return planMigration({
    ...{ root, program, host, routes, files, helperFor, onFile },
    components: programs.components,
    knownErrors: programs.knownErrors(program),
    findReads: (of) => findOpenReads(of, root, shared),
    helper: helperOf(worker.config),
    names: namesToMove(run, asked),
    folder: folderOf(worker),
    frameworks: programs.frameworksOf(worker),
    packages: programs.packagesOf(worker),
    resolves: (path, name) => programs.resolves(path, name),
    isOfOthers: (path) => owners.of(path).size === 0 && !programs.isOfApplication(path),
    ...(moving ? { moves: (path) => owners.mayMove(path, moving) } : {}),
    outside: more.outsideOf(loaded, programs.importers),
    proveOthers: (changed) => proveOthers(programs, first, changed),
  });
}
