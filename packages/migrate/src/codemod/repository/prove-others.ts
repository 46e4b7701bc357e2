/**
 * The proof in the programs of other Workers: whoever runs a changed file goes on without a new type
 * error, and waits for what has become a promise, whether it is migrated in this run or not.
 */
import { affectedFiles } from "../proof/changed-program.ts";
import type { Changed, Fault } from "../proof/fault.ts";
import { checkReferences } from "../proof/references.ts";
import { addedFiles, errorFaults, type FoundError, lacksTypes } from "../proof/type-errors.ts";
import { ownFiles, ReferenceIndex } from "../references/reference-index.ts";
import { folderOf, type WorkerId } from "./code-owners.ts";
import type { WorkerPrograms } from "./worker-programs.ts";

/** @param but the Worker whose program the plan itself is proved in. */
export function proveOthers(programs: WorkerPrograms, but: WorkerId, changed: Changed): Fault[] {
  const ids = [...programs.workers.keys()].filter((id) => id !== but);
  return ids
    .filter((id) => mayHold(programs, id, changed))
    .flatMap((id) => proveIn(programs, id, changed));
}

/** Declarations of types are in programs without any import. */
function mayHold(programs: WorkerPrograms, id: WorkerId, { changes }: Changed): boolean {
  const worker = programs.worker(id);
  const sources = new Set(worker.sources);
  const folder = folderOf(worker);
  return changes.some(
    ({ path }) =>
      sources.has(path) ||
      (folder !== "" && path.startsWith(`${folder}/`)) ||
      /\.d\.[cm]?ts$/.test(path),
  );
}

function proveIn(programs: WorkerPrograms, id: WorkerId, changed: Changed): Fault[] {
  const { changes, converted, originalPosition } = changed;
  const faults: Fault[] = [];
  let after: readonly FoundError[] = [];
  programs.planned.during(changes, (paths) => {
    programs.forget(paths);
    const { program } = programs.load(id);
    const index = new ReferenceIndex(program);
    const own = index.files;
    after = programs.knownErrors(program).of(program, own, affectedFiles(program, paths, own));
    for (const node of checkReferences(index, converted).unawaited) {
      faults.push({ code: "not-awaited", file: node.getSourceFile(), position: node.getStart() });
    }
  });
  const names = new Set(changes.map(({ path }) => `${programs.planned.root}/${path}`));
  programs.forget(names);
  if (after.length === 0) return faults;
  const { program, root } = programs.load(id);
  const before = programs.knownErrors(program).before(program, ownFiles(program), after, names);
  const added = addedFiles(root, changes);
  const comparison = { before, after, added, lacksTypes: lacksTypes(program) };
  return [...faults, ...errorFaults({ ...comparison, originalPosition })];
}
