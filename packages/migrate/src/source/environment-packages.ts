/**
 * Packages whose types can lead to a Worker's environment. For a quick scan only these are read: the
 * types of a payment library are most of what a compiler parses, and say nothing of an environment.
 * What a package left out would have said is then found by shape, as in a repository without packages.
 */
import type { ProgramFiles } from "./program-files.ts";

const ENVIRONMENT_PACKAGES =
  /^(?:typescript|@cloudflare\/.+|hono|@hono\/.+|agents|partyserver|@opennextjs\/cloudflare|@astrojs\/cloudflare|@sveltejs\/kit|@remix-run\/cloudflare|@lunakey\/runtime)$/;
/** The last one: pnpm has a package's real folder below another `node_modules`. */
const PACKAGE = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))(?:\/|$)/;

/** @returns whether a path, absolute and with `/`, is one that a quick scan looks at. */
export function createPackageFilter(files: ProgramFiles): (path: string) => boolean {
  const wanted = new Map<string, boolean>();
  return (path) => {
    const [, folder, name] = PACKAGE.exec(path) ?? [];
    if (folder === undefined || name === undefined || name.endsWith("package.json")) return true;
    const known = wanted.get(folder) ?? isWanted(files, folder, name);
    wanted.set(folder, known);
    return known;
  };
}

/** A link into the repository is its own code. */
function isWanted(files: ProgramFiles, folder: string, name: string): boolean {
  if (ENVIRONMENT_PACKAGES.test(name) || /^@[^/]+$/.test(name)) return true;
  return files.directoryExists(folder) && !files.realpath(folder).includes("/node_modules/");
}
