/** Before files are changed: would the change be lost among others that are not committed? */
import type { FileChange } from "@lunakey/migrate";
import { failure } from "../cli-error.ts";
import { REPOSITORY_WORDS } from "../language/catalogues/repository.ts";
import type { Session } from "../session.ts";
import { readGitState } from "./git-state.ts";

/**
 * @param root absolute path of the repository's folder.
 * @throws CliError `not_a_repository` without git; `tree_dirty` where something that git follows is
 *   changed, or a file would be that git does not follow yet.
 */
export async function refuseDirty(
  session: Session,
  root: string,
  changes: readonly FileChange[],
): Promise<void> {
  const words = REPOSITORY_WORDS[session.language];
  const git = await readGitState(root, session.ports.env);
  if (git.state === "no_git") throw failure("not_a_repository", words.noGit, words.noGitHint);
  const planned = changes.filter(({ before }) => before !== null).map(({ path }) => path);
  // A folder that git does not follow is said as one entry, with a slash at its end.
  const isUntracked = (path: string) =>
    git.untracked.some((each) => each === path || (each.endsWith("/") && path.startsWith(each)));
  const dirty = [...git.changed, ...planned.filter(isUntracked)];
  if (dirty.length > 0) throw failure("tree_dirty", words.dirty(dirty), words.dirtyHint);
}
