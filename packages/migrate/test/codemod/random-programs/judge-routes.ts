/**
 * Is a program that is migrated one route after the other the same after each of them, and is it at the
 * end what one migration of all of it makes?
 */
import { applied, migrate } from "../compare.ts";
import { createProgram, type Files, typeErrors } from "../virtual-repository.ts";
import { compareRuns, type Judgement } from "./judge.ts";
import type { Runner } from "./run-programs.ts";
import { SECRETS } from "./write-program.ts";

interface Progress {
  readonly files: Files;
  readonly faults: readonly string[];
  readonly required: ReadonlySet<string>;
  readonly convertedCount: number;
}

/**
 * @param routes in the order in which they move; what is of none of them moves at the end.
 * @returns null for a program that does not compile before its migration: the generator makes a few.
 */
export async function judgeRoutes(
  runner: Runner,
  before: Files,
  routes: readonly string[],
): Promise<Judgement | null> {
  const { program, plan: whole } = migrate(before, {}, SECRETS);
  if (typeErrors(program).length > 0) return null;
  const start = { files: before, faults: [], required: new Set<string>(), convertedCount: 0 };
  let progress: Progress = start;
  for (const route of [...routes, undefined]) {
    progress = await next(runner, before, progress, { route, all: routes });
    if (progress.faults.length > 0) break;
  }
  const atOnce = applied(before, whole);
  const isDone = progress.faults.length === 0;
  return {
    after: progress.files,
    convertedCount: progress.convertedCount,
    gaveUpCount: whole.gaveUp.length,
    faults: isDone ? unlike(progress.files, atOnce) : progress.faults,
  };
}

/** @param step of all routes one; without it all that is left moves. */
async function next(
  runner: Runner,
  before: Files,
  { files, required: earlier, convertedCount }: Progress,
  { route, all }: { route: string | undefined; all: readonly string[] },
): Promise<Progress> {
  const settings = route === undefined ? {} : { routes: [route] };
  const { program, plan } = migrate(files, settings, SECRETS);
  const after = applied(files, plan);
  const required = new Set([...earlier, ...plan.required.map(({ name }) => name)]);
  const faults = [
    ...typeErrors(createProgram(after, program).program).map(
      (error) => `a new type error: ${error}`,
    ),
    ...migrate(after, settings, SECRETS).plan.changes.map(
      ({ path }) => `a second run changes ${path}`,
    ),
    ...(await compareRuns(runner, {
      ...{ before, after, required: [], earlier: required, left: SECRETS },
      paths: [...all, ...all],
    })),
  ];
  return {
    files: after,
    required,
    convertedCount: convertedCount + plan.converted.length,
    faults: faults.map((fault) => `${route ?? "the rest"}: ${fault}`),
  };
}

/**
 * What still reads as before is what one run leaves. Where it leaves nothing, nothing is left of the
 * forms in between either: a caller that can not wait keeps the first form of what it calls.
 */
function unlike(files: Files, atOnce: Files): string[] {
  const [own, others] = [files, atOnce].map((all) => readsLeft(all));
  if (own !== others) return [`reads are left:\n- ${others}\n+ ${own}`];
  if (own !== "[]") return [];
  const names = new Set([...files.values()].flatMap((text) => text.match(/\w+Async\b/g) ?? []));
  return [...names].map((name) => `${name} is left beside its first form`);
}

function readsLeft(files: Files): string {
  const { gaveUp } = migrate(files, {}, SECRETS).plan;
  return JSON.stringify(gaveUp.map(({ code, names }) => `${code} ${names.join()}`).sort());
}
