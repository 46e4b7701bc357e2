/** Do two Workers that share code do the same after the one has moved, and after both have? */
import { join } from "node:path";
import { build } from "esbuild";
import { Monorepo, type Texts } from "../monorepo/monorepo.ts";
import type { Files } from "../virtual-repository.ts";
import { differences, RUNS, truth } from "./judge.ts";
import type { Run, Runner, Seen } from "./run-programs.ts";
import { APPS, LINKS } from "./write-monorepo.ts";

/** Of runs in which no secret is missing. */
const WHOLE = RUNS.filter((run) => Object.keys(truth(run)).length === 4 && !run.together);

export interface MonorepoJudgement {
  /** Empty where the migration is right; each with what was written. */
  readonly faults: readonly string[];
  readonly convertedCount: number;
  readonly gaveUpCount: number;
}

/**
 * @param steps configs of the Workers that move, one step after the other.
 * @returns null for a repository that does not compile before its migration.
 */
export async function judgeMonorepo(
  runner: Runner,
  texts: Texts,
  steps: readonly (readonly string[])[],
): Promise<MonorepoJudgement | null> {
  const repository = new Monorepo(texts, LINKS);
  const errors = () => APPS.flatMap((name) => repository.errors(`apps/${name}`));
  if (errors().length > 0) return null;
  const want = await answers(runner, repository, false);
  let [convertedCount, gaveUpCount] = [0, 0];
  for (const configs of steps) {
    const plan = await repository.migrate(...configs);
    convertedCount += plan.workers.flatMap((one) => one.plan.converted).length;
    gaveUpCount += plan.workers.flatMap((one) => one.plan.gaveUp).length;
    const faults = [
      ...plan.workers.flatMap(({ crashes }) => crashes.map((crash) => JSON.stringify(crash))),
      ...errors().map((error) => `a new type error: ${error}`),
      ...(await repository.migrate(...configs)).changes.map(
        ({ path }) => `a second run changes ${path}`,
      ),
      ...different(want, await answers(runner, repository, true)),
    ];
    const written = plan.changes.map(({ path, after }) => `// ${path}\n${after}`).join("\n");
    if (faults.length > 0) {
      const told = faults.map((fault) => `after ${configs.join()}: ${fault}\n${written}`);
      return { faults: told, convertedCount, gaveUpCount };
    }
  }
  return { faults: [], convertedCount, gaveUpCount };
}

/** Only the first Worker has the store; what it holds is in the Workers' own secrets, too. */
async function answers(runner: Runner, repository: Monorepo, isMoved: boolean): Promise<Seen[][]> {
  const [a, b] = await Promise.all(APPS.map((name) => bundled(repository, name)));
  if (!a || !b) throw new Error("there are two Workers");
  const own = WHOLE.map((run): Run => ({ values: truth(run), text: run.text }));
  const withStore = own.map((run): Run => ({ ...run, stored: run.values }));
  return [
    (await runner.run([a], isMoved ? withStore : own)).flat(),
    (await runner.run([b], own)).flat(),
  ];
}

async function bundled(repository: Monorepo, name: string): Promise<Files> {
  const { outputFiles } = await build({
    entryPoints: [join(repository.root, `apps/${name}/src/index.ts`)],
    ...{ bundle: true, write: false, format: "cjs", platform: "neutral", logLevel: "silent" },
    external: ["cloudflare:workers"],
  });
  return new Map([
    ["src/index.ts", outputFiles[0]?.text ?? ""],
    ["src/trace.ts", "export const trace = [];\n"],
  ]);
}

function different(want: readonly Seen[][], got: readonly Seen[][]): string[] {
  return WHOLE.flatMap((run, index) =>
    APPS.flatMap((name, at) => {
      const [before, after] = [want[at]?.[index], got[at]?.[index]];
      if (!before || !after) return [`${name} has no result`];
      return differences(before, after, run).map((text) => `${name}: ${text}`);
    }),
  );
}
