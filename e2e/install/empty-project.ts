/** An empty project in a temporary folder, with packages of ours installed from their tarballs. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../checks/run.ts";

const execute = promisify(execFile);

export interface EmptyProject {
  readonly folder: string;
  /** Writes a module and runs it with Node. @returns what it printed. */
  runModule(source: string): Promise<string>;
  remove(): Promise<void>;
}

/** `npm pack` of every public package. @returns the path of each tarball, by the package's name. */
export async function packAll(folder: string): Promise<ReadonlyMap<string, string>> {
  const workspaces = ["contract", "runtime", "store", "admin", "migrate", "cli"].flatMap((name) => [
    "-w",
    join("packages", name),
  ]);
  const pack = ["pack", "--json", "--pack-destination", folder, ...workspaces];
  const { stdout } = await execute("npm", pack, { cwd: ROOT });
  const packed: unknown = JSON.parse(stdout);
  const list = (Array.isArray(packed) ? packed : Object.values(packed as object)) as {
    name: string;
    filename: string;
  }[];
  return new Map(list.map(({ name, filename }) => [name, join(folder, filename)]));
}

export async function installInto(tarballs: readonly string[]): Promise<EmptyProject> {
  const folder = await mkdtemp(join(tmpdir(), "lunakey-install-"));
  const manifest = { name: "empty", private: true, type: "module" };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  await execute("npm", ["install", "--no-audit", "--no-fund", ...tarballs], { cwd: folder });
  return {
    folder,
    async runModule(source) {
      const file = join(folder, "try.ts");
      await writeFile(file, source);
      const { stdout } = await execute(process.execPath, [file], { cwd: folder });
      return stdout.trim();
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
