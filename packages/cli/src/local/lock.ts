/** One process per folder: two workerds on the same SQLite files would damage them. */
import { rm, writeFile } from "node:fs/promises";
import { failure } from "../cli-error.ts";
import { isRunning, parseDevFile } from "../files/project-files.ts";
import { phrase } from "../language/phrase.ts";
import { readFileIfThere } from "./private-file.ts";
import type { StateFolder } from "./state-folder.ts";

/**
 * @returns a function that gives the folder free again.
 * @throws CliError `already_running`.
 */
export async function lockFolder(folder: StateFolder): Promise<() => Promise<void>> {
  if (!(await tryLock(folder))) {
    const owner = Number((await readFileIfThere(folder.lockFile)) ?? 0);
    if (owner > 0 && isRunning(owner)) throw await explain(folder, owner);
    // Left behind by a crash.
    await rm(folder.lockFile, { force: true });
    if (!(await tryLock(folder))) throw await explain(folder, owner);
  }
  return () => rm(folder.lockFile, { force: true });
}

async function tryLock(folder: StateFolder): Promise<boolean> {
  try {
    await writeFile(folder.lockFile, `${process.pid}\n`, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

async function explain(folder: StateFolder, owner: number): Promise<Error> {
  const dev = parseDevFile((await readFileIfThere(folder.devFile)) ?? "");
  return failure(
    "already_running",
    phrase("A local store runs on {path} already{place} (process {owner}).", {
      path: folder.path,
      place: dev ? phrase(", at {url}", { url: dev.url }) : "",
      owner,
    }),
    phrase(
      "Use that one: lunakey status. Or keep another elsewhere: lunakey dev --port 8791 --persist-to FOLDER. If it is not lunakey, delete {file}.",
      { file: folder.lockFile },
    ),
  );
}
