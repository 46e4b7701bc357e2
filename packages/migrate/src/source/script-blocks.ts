/**
 * The TypeScript within files of another language: Astro's frontmatter, the scripts of Vue and Svelte.
 * Everything else becomes blanks, so that every place in the script is the place in the file.
 */

const COMPONENT = /\.(?:astro|vue|svelte)$/;
/** The code is between the fences, without the line end before the second. */
export const FRONTMATTER = /^\uFEFF?\s*---\r?\n([\s\S]*?)\r?\n---/;
const SCRIPT = /<script\b[^>]*>([\s\S]*?)<\/script>/g;

export function isComponent(path: string): boolean {
  return COMPONENT.test(path);
}

/**
 * The file's text with nothing but its scripts left, as long as before.
 * @param isPage whether code between `---` is left, too.
 */
export function keepScripts(path: string, text: string, isPage = path.endsWith(".astro")): string {
  const ranges: [number, number][] = [];
  if (isPage) addRange(ranges, FRONTMATTER.exec(text));
  for (const match of text.matchAll(SCRIPT)) addRange(ranges, match);
  let kept = "";
  let at = 0;
  for (const [start, end] of ranges) {
    kept += blank(text.slice(at, start)) + text.slice(start, end);
    at = end;
  }
  return kept + blank(text.slice(at));
}

function addRange(ranges: [number, number][], match: RegExpExecArray | null): void {
  const script = match?.[1];
  if (!match || script === undefined) return;
  const start = match.index + match[0].indexOf(script);
  ranges.push([start, start + script.length]);
}

/** As long as before, on the same lines. */
export function blank(text: string): string {
  return text.replace(/[^\r\n]/g, " ");
}
