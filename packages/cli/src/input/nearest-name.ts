/** Which of the names that there are a mistyped one was meant to be. */
import { distance } from "fastest-levenshtein";

/** @returns undefined where there is none at all. */
export function findNearestName(typed: string, known: Iterable<string>): string | undefined {
  const wanted = typed.toUpperCase();
  const ranked = [...known].map((name) => ({ name, steps: distance(wanted, name.toUpperCase()) }));
  return ranked.sort((a, b) => a.steps - b.steps || (a.name < b.name ? -1 : 1))[0]?.name;
}
