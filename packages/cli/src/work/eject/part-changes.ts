/** What `lunakey helper --add` did in a commit: the files that it made, and its lines in the entry. */
import { callParts, type FileChange, PARTS_FOLDER } from "@lunakey/migrate";
import { HELPER_PARTS } from "../../files/helper-parts.ts";

const PART = new RegExp(`^((?:.*/)?${PARTS_FOLDER})/([\\w-]+\\.ts)$`);
const CALLS = Object.values(HELPER_PARTS).flatMap(({ calls }) => calls);

type Texts = ReadonlyMap<string, string | null>;

/**
 * @param before texts of the files that the commit changed, by path; null: not there.
 * @param after the same, as the commit left them.
 * @param moved what migrate did in the same commit: its texts are those that the lines were put into.
 */
export function readPartChanges(
  before: Texts,
  after: Texts,
  moved: readonly FileChange[],
): FileChange[] {
  const made = [...after]
    .filter(([path]) => PART.test(path))
    .map(([path, text]) => ({ path, before: before.get(path) ?? null, after: text }));
  const entries = [...after].flatMap(([path, text]) => {
    const old = before.get(path) ?? null;
    if (old === null || text === null || !text.includes(`/${PARTS_FOLDER}/`)) return [];
    const from = moved.find((change) => change.path === path)?.after ?? old;
    const called = putCalls({ path, text: from }, made, text);
    return called === from ? [] : [{ path, before: old, after: called }];
  });
  return [...made, ...entries];
}

/** With the calls that the commit's own text has: all of a folder's at once, as they were put there. */
function putCalls(
  entry: { readonly path: string; readonly text: string },
  made: readonly FileChange[],
  committed: string,
): string {
  const parts = made.map(({ path }) => PART.exec(path) ?? []);
  // The helper, which they are beside, is beside the entry or above it: others are of another Worker.
  const isNear = ([, folder = ""]: readonly string[]) =>
    entry.path.startsWith(folder.slice(0, -PARTS_FOLDER.length));
  const folders = Map.groupBy(parts.filter(isNear), ([, folder = ""]) => folder);
  return [...folders].reduce((text, [folder, inFolder]) => {
    const files = inFolder.map(([, , file]) => file);
    const calls = CALLS.filter(
      ({ name, file }) => files.includes(file) && committed.includes(name),
    );
    return callParts({ path: entry.path, text }, folder, calls);
  }, entry.text);
}
