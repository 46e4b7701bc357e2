/**
 * Folders that builds of frameworks and wrangler itself write into, by their names alone. What stands there
 * is no code of anybody's, also where it was committed: the next build writes over it.
 */

const NAMES: readonly string[] = [
  ".astro",
  ".next",
  ".nuxt",
  ".open-next",
  ".output",
  ".svelte-kit",
  ".vercel",
  ".wrangler",
];

export const BUILD_FOLDERS: ReadonlySet<string> = new Set(NAMES);

const CODE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const DECLARATIONS = /\.d\.[cm]?ts$/;

/**
 * Is the file code that a build made? Declarations are not: they say what people's code may use.
 *
 * @param path relative to the repository's root.
 */
export function isBuiltCode(path: string): boolean {
  if (!CODE.test(path) || DECLARATIONS.test(path)) return false;
  return path.split("/").some((part) => BUILD_FOLDERS.has(part));
}
