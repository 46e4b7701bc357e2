/** The plan for what only one Worker reads. */

import { isAstro } from "../../source/frontmatter.ts";
import { isComponent } from "../../source/script-blocks.ts";
import type { MigrationPlan } from "../migration-plan.ts";
import { planMigration } from "../plan-migration.ts";
import { buildTimeReads } from "./build-time-reads.ts";
import { folderOf, type WorkerId } from "./code-owners.ts";
import { exceptedReads } from "./excepted-reads.ts";
import { NOTHING, withOriginalPlaces } from "./join-plans.ts";
import { MoreCode } from "./more-code.ts";
import { filesWithReads, findOpenReads, namesToMove } from "./open-reads.ts";
import { proveOthers } from "./prove-others.ts";
import type { Run } from "./run.ts";
import { planWithSetting } from "./tsconfig-setting.ts";
import { unmovableReads } from "./unmovable-reads.ts";

/** Its changes are laid over the texts that later plans see. */
export function planOwn(run: Run, id: WorkerId): MigrationPlan {
  const { programs, owners, inventory } = run;
  const files = [...filesWithReads(inventory, id)].filter((path) => !owners.isShared(path));
  const left = [...unmovableReads(run, id), ...exceptedReads(run, id)];
  const remarks = buildTimeReads(run, id);
  if (files.every((path) => isComponent(path) && !isAstro(path)))
    return { ...NOTHING, gaveUp: left, remarks };
  const told = planWithSetting(run, id, () => {
    const own = new Set(files);
    const more = new MoreCode();
    const plan = more.planWith(() => planFor(run, id, own, more));
    const placed = withOriginalPlaces(plan, programs.planned);
    programs.forget(programs.planned.add(plan.changes));
    return placed;
  });
  return { ...told, gaveUp: [...told.gaveUp, ...left], remarks: [...told.remarks, ...remarks] };
}

/** @param own files whose reads are planned. */
function planFor(run: Run, id: WorkerId, own: ReadonlySet<string>, more: MoreCode): MigrationPlan {
  const { programs, owners, chosen, helperOf, routes, files, onFile } = run;
  const loaded = programs.load(id, more);
  const { program, host, root } = loaded;
  const worker = programs.worker(id);
  const isWhole = [...more.workers].every((one) => chosen.has(one));
  // With those of one change all are there: more would be the whole repository.
  const isAlone = more.workers.size === 0;
  return planMigration({
    ...{ root, program, host, routes, files, onFile },
    components: programs.components,
    knownErrors: programs.knownErrors(program),
    findReads: (of) => findOpenReads(of, root, own),
    helper: helperOf(worker.config),
    names: namesToMove(run, [id]),
    folder: folderOf(worker),
    frameworks: programs.frameworksOf(worker),
    packages: programs.packagesOf(worker),
    resolves: (path, name) => programs.resolves(path, name),
    isOfOthers: (path) => owners.of(path).size === 0 && !programs.isOfApplication(path),
    ...(isWhole ? {} : { moves: (path) => owners.mayMove(path, chosen) }),
    outside: more.outsideOf(loaded, programs.importers),
    proveOthers: (changed) => {
      const paths = changed.changes.map(({ path }) => path);
      const running = new Set(paths.flatMap((path) => [...owners.of(path)]));
      running.delete(id);
      if (isAlone && more.needsWorkers(running)) return [];
      return proveOthers(programs, id, changed);
    },
  });
}
