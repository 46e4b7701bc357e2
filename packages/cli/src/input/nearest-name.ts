/** Which of the names that there are a mistyped one was meant to be. */

/** @returns undefined where there is none at all. */
export function findNearestName(typed: string, known: Iterable<string>): string | undefined {
  const wanted = typed.toUpperCase();
  const ranked = [...known].map((name) => ({
    name,
    steps: countSteps(wanted, name.toUpperCase()),
  }));
  return ranked.sort((a, b) => a.steps - b.steps || (a.name < b.name ? -1 : 1))[0]?.name;
}

/** Letters to put in, take out or change: Levenshtein's distance. */
function countSteps(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let at = 0; at < to.length; at++) {
      const changed = (row[at] ?? 0) + (letter === to[at] ? 0 : 1);
      next.push(Math.min(changed, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
