/**
 * The comment over a statement with a read that was left as it is: `// TODO(lunakey): API_KEY: why`.
 * Editors list it, a search finds it, and nothing else about it matters: it can be deleted at any time.
 */

const TAG = "TODO(lunakey):";
const LINE = /^[ \t]*\/\/ TODO\(lunakey\): (\S+(?:, \S+)*): .*(?:\r?\n|$)/;

/** What stands in for names that are only known when the code runs. */
export const ANY_NAME = "env[…]";

/** On one line, whatever the reason has: a second one would be code. */
export function markOf(subject: string, reason: string): string {
  return `// ${TAG} ${subject}: ${reason.replace(/\s+/g, " ")}`;
}

/** The names that a mark is about, as they were given to `markOf`; null where a line is no mark. */
export function subjectOf(line: string): string | null {
  return LINE.exec(line)?.[1] ?? null;
}

/** Whoever leaves Lunakey has nothing left to do. */
export function withoutMarks(text: string): string {
  if (!text.includes(TAG)) return text;
  return text
    .split(/(?<=\n)/)
    .filter((line) => subjectOf(line) === null)
    .join("");
}
