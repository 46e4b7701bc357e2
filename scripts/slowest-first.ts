/**
 * The order of test files: whole-system tests, which take seconds and partly wait, before those that take
 * milliseconds. At the end of a run no core then waits long for the other one. An order, nothing else:
 * every file runs, and a file that does not bear its place only makes the run longer.
 */
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Projects whose files take seconds, longest first. The others follow, project by project. */
const FIRST = ["e2e", "runtime-workerd"];

export class SlowestFirst extends BaseSequencer {
  /** @param files of all projects. @returns the same, sorted; within a project as Vitest does it. */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}

function rankOf({ project }: TestSpecification): number {
  const index = FIRST.indexOf(project.name);
  return index === -1 ? FIRST.length : index;
}
