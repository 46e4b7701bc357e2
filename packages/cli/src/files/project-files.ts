/**
 * The two files that tell a command where it is: `lunakey.jsonc` of the repository, and
 * `.lunakey/dev.json` of a running `lunakey dev`. Both are looked for from a folder upwards.
 */
import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type LunakeyConfig, lunakeyConfig, parseInput } from "@lunakey/contract";
import jsonc, { type ParseError } from "jsonc-parser";
import * as z from "zod";
import { failure } from "../cli-error.ts";
import { describeFault } from "../language/french/schema-refusals.ts";
import { joinTexts, phrase } from "../language/phrase.ts";

export const CONFIG_FILE = "lunakey.jsonc";
export const LOCAL_FOLDER = ".lunakey";

export interface Found<T> {
  /** Absolute path of the file. */
  readonly path: string;
  readonly content: T;
}

const devFile = z.object({ url: z.string(), pid: z.int(), store: z.string() });

/** What a running `lunakey dev` says of itself. */
export type DevFile = z.infer<typeof devFile>;

/** @throws CliError `file_invalid` where there is one that can not be understood. */
export async function findConfig(from: string): Promise<Found<LunakeyConfig> | null> {
  const found = await findUpwards(from, CONFIG_FILE);
  if (found === null) return null;
  const content = parseJsonc(found.content);
  if (content === undefined) {
    throw failure(
      "file_invalid",
      phrase("{path} is not JSON with comments.", { path: found.path }),
    );
  }
  try {
    return { path: found.path, content: parseInput(lunakeyConfig, content, CONFIG_FILE) };
  } catch (error) {
    throw failure(
      "file_invalid",
      joinTexts([`${found.path}: `, describeFault(messageOf(error))], ""),
    );
  }
}

/** Undefined for what is none. */
function parseJsonc(text: string): unknown {
  const errors: ParseError[] = [];
  try {
    const content: unknown = jsonc.parse(text, errors, { allowTrailingComma: true });
    return errors.length > 0 ? undefined : content;
  } catch {
    // The parser calls itself for each level, and runs out of stack at some thousands of them.
    return undefined;
  }
}

/** The local store that runs for this folder; null where none does. */
export async function findDevFile(from: string): Promise<Found<DevFile> | null> {
  const found = await findUpwards(from, join(LOCAL_FOLDER, "dev.json"));
  const content = found === null ? null : parseDevFile(found.content);
  if (found === null || content === null) return null;
  // Left behind by a crash, or laid into a shared folder by someone else: what listens there may be
  // anything, and must get neither the token nor a value.
  return isRunning(content.pid) && (await isOwn(found.path)) ? { path: found.path, content } : null;
}

async function isOwn(path: string): Promise<boolean> {
  // Windows has no user ids.
  return process.getuid === undefined || (await stat(path)).uid === process.getuid();
}

/** @returns null for what is no such file. */
export function parseDevFile(text: string): DevFile | null {
  try {
    return devFile.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    // Half written, or of another program: as good as none.
    return null;
  }
}

/** Is there a process of this number? */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists, and is another user's.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

async function findUpwards(from: string, name: string): Promise<Found<string> | null> {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, name);
    const content = await readIfThere(path);
    if (content !== null) return { path, content };
    if (dirname(folder) === folder) return null;
  }
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch {
    // Absent, or not ours to read: the search goes on upwards.
    return null;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "is not valid";
}
