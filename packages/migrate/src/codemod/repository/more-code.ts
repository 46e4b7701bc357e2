/**
 * A plan is made over the Worker's own program first. Whoever else can see what it changes is found by
 * that, and only they are loaded: a frontend that shares some types brings all of its packages along.
 */
import type { FileChange } from "../../edits/text-edit.ts";
import type { LoadedProgram } from "../../source/load-program.ts";
import type { OutsideImporters } from "../../source/outside-importers.ts";
import type { MigrationPlan, OutsideCode } from "../migration-plan.ts";
import { isOwnName } from "../references/reference-index.ts";
import { isTestPath } from "../references/test-files.ts";
import type { WorkerId } from "./code-owners.ts";

/** What a program is to hold beside the Worker's own code. */
export class MoreCode {
  /** Other Workers that run what is changed. */
  readonly workers = new Set<WorkerId>();
  /** Files of nobody's Worker that import what is changed, relative to the root. */
  readonly outside = new Set<string>();
  #isComplete = true;
  /** What the attempt before would have changed. */
  #asked: readonly FileChange[] | undefined;

  /** Each attempt has more than the one before it, until nothing is missing. */
  planWith(attempt: () => MigrationPlan): MigrationPlan {
    for (;;) {
      this.#isComplete = true;
      const plan = attempt();
      if (this.#isComplete) return plan;
    }
  }

  /** @returns whether the attempt was made without one of them. */
  needsWorkers(ids: Iterable<WorkerId>): boolean {
    return this.#need(this.workers, ids);
  }

  /** @param importers who imports what, in the whole repository. */
  outsideOf({ program, root }: LoadedProgram, importers: OutsideImporters): OutsideCode {
    const isThere = (path: string) =>
      this.outside.has(path) || program.getSourceFile(`${root}/${path}`) !== undefined;
    const relative = (path: string) => path.slice(root.length + 1);
    const own = program.getSourceFiles().filter(({ fileName }) => isOwnName(fileName));
    const missing = own.map(({ fileName }) => ({
      fileName,
      by: importers.importing([relative(fileName)]).filter((path) => !isThere(path)),
    }));
    const imported = missing.filter(({ by }) => by.length > 0);
    const elsewhere = imported.filter(({ fileName, by }) =>
      by.some((path) => !isTestPath(path) && importers.runs(path, relative(fileName))),
    );
    return {
      imported: new Set(imported.map(({ fileName }) => fileName)),
      runElsewhere: new Set(elsewhere.map(({ fileName }) => fileName)),
      lacks: (changes, findShown) => {
        // Nothing in the program imports what was added: the same changes are seen as they were.
        if (this.#asked !== undefined && isSame(this.#asked, changes)) return false;
        this.#asked = changes;
        const names = new Map([...findShown()].map(([path, of]) => [relative(path), of]));
        return this.#need(
          this.outside,
          importers.of(names).filter((path) => !isThere(path)),
        );
      },
    };
  }

  #need<T>(known: Set<T>, needed: Iterable<T>): boolean {
    const count = known.size;
    for (const one of needed) known.add(one);
    if (known.size > count) this.#isComplete = false;
    return known.size > count;
  }
}

function isSame(a: readonly FileChange[], b: readonly FileChange[]): boolean {
  const isThere = ({ path, after }: FileChange) =>
    a.some((one) => one.path === path && one.after === after);
  return a.length === b.length && b.every(isThere);
}
