/** All that came out of a system while canaries were in it, each piece with where it came from. */
import type { Dirent } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Search } from "./canary.ts";

export class Evidence {
  readonly #pieces: { readonly from: string; readonly content: string | Uint8Array }[] = [];

  /** @param from where it came from, without anything of what was sent there. */
  add(from: string, content: string | Uint8Array): void {
    this.#pieces.push({ from, content });
  }

  get count(): number {
    return this.#pieces.length;
  }

  /** `where: what`, for each form of each canary. */
  find(search: Search): string[] {
    return this.#pieces.flatMap(({ from, content }) =>
      search(content).map((found) => `${from}: ${found}`),
    );
  }
}

/** A request whose answer becomes evidence: status line, headers and body. */
export async function askAndKeep(
  evidence: Evidence,
  from: string,
  url: string,
  init: RequestInit = {},
): Promise<{ readonly status: number; readonly text: string }> {
  const signal = AbortSignal.timeout(30_000);
  const response = await fetch(url, { redirect: "manual", signal, ...init });
  const text = await response.text();
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`);
  evidence.add(`${from} (headers)`, [response.statusText, ...headers].join("\n"));
  evidence.add(`${from} (body)`, text);
  return { status: response.status, text };
}

/** Files as evidence, with their paths. */
class FileEvidence extends Evidence {
  readonly paths: string[] = [];
}

export interface FolderOptions {
  /** Files that are not looked into. */
  readonly except?: (path: string) => boolean;
  /** Only what changed since then; milliseconds since 1970. */
  readonly since?: number;
}

/** Every file below a folder, byte for byte, and every path. */
export async function readFolder(
  folder: string,
  options: FolderOptions = {},
): Promise<FileEvidence> {
  const evidence = new FileEvidence();
  const entries = await listAll(folder);
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const shown = relative(folder, path);
    if (options.except?.(shown) || !(await isSince(path, options.since))) continue;
    evidence.add(shown, await readFile(path).catch(() => ""));
    evidence.add("a path", shown);
    evidence.paths.push(shown);
  }
  return evidence;
}

/** Again where a folder of somebody else's went meanwhile, which ends the whole listing. */
async function listAll(folder: string, attempts = 5): Promise<Dirent[]> {
  try {
    return await readdir(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    const isGone = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (!isGone || attempts === 1) throw error;
    return listAll(folder, attempts - 1);
  }
}

async function isSince(path: string, since: number | undefined): Promise<boolean> {
  if (since === undefined) return true;
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
  return mtimeMs >= since;
}
