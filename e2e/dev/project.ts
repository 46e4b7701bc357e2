/** A project of a user, in a folder of its own below e2e, so that Node finds what is installed. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

export const ROOT = join(import.meta.dirname, "..", "..");

export interface Project {
  readonly folder: string;
  write(path: string, content: string): Promise<void>;
  /** @param from path of a file or folder of this repository. */
  copy(from: string, to: string): Promise<void>;
  /** Every file below the folder, by its path. */
  readAll(): Promise<Map<string, Buffer>>;
  remove(): Promise<void>;
}

export async function createProject(): Promise<Project> {
  const folder = await mkdtemp(join(ROOT, "e2e", ".tmp-"));
  return {
    folder,
    async write(path, content) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    },
    async copy(from, to) {
      await mkdir(dirname(join(folder, to)), { recursive: true });
      await cp(join(ROOT, from), join(folder, to), {
        recursive: true,
        filter: (path) => !/[/\\](node_modules|\.wrangler|\.dev\.vars)$/.test(path),
      });
    },
    readAll: () => readFiles(folder),
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}

async function readFiles(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await readFile(path)] as const)),
  );
}
