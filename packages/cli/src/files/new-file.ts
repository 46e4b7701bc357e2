/** Files that must not exist yet: made whole or not at all, and never over another. */
import { type FileHandle, mkdir, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { failure, systemCode } from "../cli-error.ts";
import { phrase } from "../language/phrase.ts";

export const PRIVATE_MODE = 0o600;
const PRIVATE_FOLDER_MODE = 0o700;
const PUBLIC_MODE = 0o644;

export interface NewFile {
  /** Absolute path. */
  readonly path: string;
  readonly content: string;
  /** Only its owner may read it, and its folder where that is made too. */
  readonly isPrivate: boolean;
}

/**
 * Writes all of the files, or none.
 *
 * @throws CliError `file_exists` or `file_unwritable`, with the path.
 */
export async function writeNewFiles(files: readonly NewFile[]): Promise<void> {
  const made: string[] = [];
  try {
    for (const file of files) {
      await writeNewFile(file);
      made.push(file.path);
    }
  } catch (error) {
    await Promise.all(made.map((path) => rm(path, { force: true })));
    throw error;
  }
}

async function writeNewFile({ path, content, isPrivate }: NewFile): Promise<void> {
  const mode = isPrivate ? { mode: PRIVATE_FOLDER_MODE } : {};
  await mkdir(dirname(path), { recursive: true, ...mode }).catch((error: unknown) => {
    throw explain(error, path);
  });
  const handle = await openNewFile(path, isPrivate ? PRIVATE_MODE : PUBLIC_MODE);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** @throws CliError `file_exists` or `file_unwritable`. */
export async function openNewFile(path: string, mode: number): Promise<FileHandle> {
  try {
    return await open(path, "wx", mode);
  } catch (error) {
    throw explain(error, path);
  }
}

function explain(error: unknown, path: string) {
  const code = systemCode(error);
  return code === "EEXIST"
    ? failure("file_exists", phrase("{path} exists, and is not overwritten.", { path }))
    : failure("file_unwritable", phrase("{path} can not be written ({code}).", { path, code }));
}
