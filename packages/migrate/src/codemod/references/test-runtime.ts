/**
 * Whether Node or a Worker's runtime runs a test: the pool that brings tests into workerd tells. Where a
 * folder has one config with it and one without, the files that each includes tell; of a test that both
 * take, what it imports.
 */
import type ts from "typescript";

/** Both names of the pool that runs vitest's tests in workerd. */
const WORKERS_POOL = /@cloudflare\/vitest-(?:pool-workers|plugin)|cloudflare:test/;
/** `vitest.config.ts`, `vitest.unit.config.ts`. */
const CONFIG = /^(.*\/)vitest(?:\.[\w-]+)*\.config\.[cm]?[jt]s$/;
const INCLUDE = /\btest\s*:[\s\S]*?\binclude\s*:\s*\[([^\]]*)\]/;
/** What only a Worker's runtime resolves. */
const OF_WORKERS = /\bfrom\s*["']cloudflare:(?:test|workers)["']/;

interface TestConfig {
  /** Absolute, with `/` at its end. */
  readonly folder: string;
  readonly hasPool: boolean;
  /** Where what it includes begins, as far as that is no pattern; absolute. */
  readonly starts: readonly string[];
}

/** @param files all of the program's. */
export function findTestsOfNode(files: readonly ts.SourceFile[]): (test: ts.SourceFile) => boolean {
  if (!files.some(({ text }) => WORKERS_POOL.test(text))) return () => true;
  const configs = files.flatMap(readConfig);
  return ({ fileName, text }) => {
    const above = configs.filter(({ folder }) => fileName.startsWith(folder));
    const depth = Math.max(...above.map(({ folder }) => folder.length));
    const nearest = above.filter(({ folder }) => folder.length === depth);
    if (new Set(nearest.map(({ hasPool }) => hasPool)).size < 2) return false;
    const taking = nearest.filter(({ starts }) => starts.some((one) => fileName.startsWith(one)));
    if (taking.every(({ hasPool }) => hasPool)) return false;
    return taking.every(({ hasPool }) => !hasPool) || !OF_WORKERS.test(text);
  };
}

function readConfig({ fileName, text }: ts.SourceFile): TestConfig[] {
  const folder = CONFIG.exec(fileName)?.[1];
  if (folder === undefined) return [];
  const [, list = '"**"'] = INCLUDE.exec(text) ?? [];
  const starts = [...list.matchAll(/["'`]([^"'`]*)["'`]/g)].map(
    ([, pattern = ""]) => folder + pattern.replace(/^\.\//, "").replace(/[*?{[(].*$/, ""),
  );
  return [{ folder, hasPool: WORKERS_POOL.test(text), starts }];
}
