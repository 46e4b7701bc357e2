/** The plan for what only one Worker reads. */

import { isAstro } from "../../source/frontmatter.ts";
import { isComponent } from "../../source/script-blocks.ts";
import type { MigrationPlan } from "../migration-plan.ts";
import { planMigration } from "../plan-migration.ts";
import { folderOf, type WorkerId } from "./code-owners.ts";
import { NOTHING, withOriginalPlaces } from "./join-plans.ts";
import { planWithModule } from "./module-setting.ts";
import { filesWithReads, findOpenReads, secretsOf } from "./open-reads.ts";
import { proveOthers } from "./prove-others.ts";
import type { Run } from "./run.ts";
import { unmovableReads } from "./unmovable-reads.ts";

/** Its changes are laid over the texts that later plans see. */
export function planOwn(run: Run, id: WorkerId): MigrationPlan {
  const { programs, owners, inventory } = run;
  const files = [...filesWithReads(inventory, id)].filter((path) => !owners.isShared(path));
  const left = unmovableReads(run, id);
  if (files.every((path) => isComponent(path) && !isAstro(path)))
    return { ...NOTHING, gaveUp: left };
  const told = planWithModule(run, id, () => {
    const own = new Set(files);
    const first = planFor(run, id, own, new Set());
    // What it reads leads into code of others, too: they have to be in the program.
    const { plan } = first.touched.size === 0 ? first : planFor(run, id, own, first.touched);
    const placed = withOriginalPlaces(plan, programs.planned);
    programs.forget(programs.planned.add(plan.changes));
    return placed;
  });
  return { ...told, gaveUp: [...told.gaveUp, ...left] };
}

interface Attempt {
  readonly plan: MigrationPlan;
  /** Other Workers that run what it changes, where they were not in the program. */
  readonly touched: ReadonlySet<WorkerId>;
}

function planFor(
  run: Run,
  id: WorkerId,
  own: ReadonlySet<string>,
  others: ReadonlySet<WorkerId>,
): Attempt {
  const { programs, owners, inventory, chosen, helperOf, routes, files, onFile } = run;
  const { program, host, root } = programs.load(id, others);
  const worker = programs.worker(id);
  const touched = new Set<WorkerId>();
  const isWhole = [...others].every((one) => chosen.has(one));
  const plan = planMigration({
    ...{ root, program, host, routes, files, onFile },
    components: programs.components,
    findReads: (of) => findOpenReads(of, root, own),
    helper: helperOf(worker.config),
    names: secretsOf(inventory, [id]),
    folder: folderOf(worker),
    frameworks: programs.frameworksOf(worker),
    packages: programs.packagesOf(worker),
    ...(isWhole ? {} : { moves: (path) => [...owners.of(path)].some((one) => chosen.has(one)) }),
    proveOthers: (changed) => {
      const paths = changed.changes.map(({ path }) => path);
      const running = new Set(paths.flatMap((path) => [...owners.of(path)]));
      for (const one of running) if (one !== id && !others.has(one)) touched.add(one);
      return touched.size > 0 && others.size === 0 ? [] : proveOthers(programs, id, changed);
    },
  });
  return { plan, touched };
}
