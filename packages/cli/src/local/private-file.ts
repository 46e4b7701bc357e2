/** Files that only their owner may read, written whole or not at all. */
import { chmod, open, readFile, rename, rm } from "node:fs/promises";

const PRIVATE_FILE_MODE = 0o600;

/** Replaces the file: a reader, and a crash, sees the old content or the new, never a part. */
export async function writePrivateFile(path: string, content: string): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  await rm(part, { force: true });
  const handle = await open(part, "wx", PRIVATE_FILE_MODE);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  // The umask may have taken bits away; it never adds any.
  await chmod(part, PRIVATE_FILE_MODE);
  await rename(part, path);
}

/** @returns null where there is no such file. Other errors are thrown. */
export async function readFileIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
