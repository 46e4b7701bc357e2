/**
 * The names in `.dev.vars` and `.env` files, and which of these files an environment reads. A value
 * is skipped, never kept: not even its length is known here.
 */
import { posix } from "node:path";
import { type DiskReader, describeDiskError } from "../repository/disk.ts";
import type { Problem } from "../repository/place.ts";
import type { RepositoryFile } from "../repository/walk-repository.ts";
import { DEFAULT_ENVIRONMENT, type NamedPlace } from "../wrangler-config/wrangler-config.ts";

export interface DevVarsFile {
  /** Relative to the root. */
  readonly path: string;
  /** The environment that its name ends in; null for one of no environment. */
  readonly environment: string | null;
  readonly kind: "dev.vars" | "env";
  /** A template to be copied: `.dev.vars.example`. */
  readonly example: boolean;
  readonly ignored: boolean;
  readonly names: readonly NamedPlace[];
}

const FILE_NAME = /^\.(dev\.vars|env)(?:\.([\w-]+))?(?:\.(local))?$/;
const EXAMPLE = /^(?:example|sample|template|dist|tmpl|tpl)$/;
const ASSIGNMENT = /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*[=:][ \t]*/;
const QUOTE = /^["'`]/;

interface Assignment {
  readonly name: string;
  /** Its first and its last line, from 1. */
  readonly line: number;
  readonly lastLine: number;
}

/** The names that a text assigns, each with its line from 1. */
export function parseNames(text: string): { readonly name: string; readonly line: number }[] {
  return parseAssignments(text).map(({ name, line }) => ({ name, line }));
}

function parseAssignments(text: string): Assignment[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const found: Assignment[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const match = ASSIGNMENT.exec(lines[index] ?? "");
    if (!match?.[1]) continue;
    const line = index + 1;
    index = endOfValue(lines, index, (lines[index] ?? "").slice(match[0].length));
    found.push({ name: match[1], line, lastLine: index + 1 });
  }
  return found;
}

/** The text without the lines that assign these names. All others stay, comments too. */
export function removeNames(text: string, names: readonly string[]): string {
  const gone = parseAssignments(text).filter(({ name }) => names.includes(name));
  const lines = text.split(/(?<=\r\n|\n|\r(?!\n))/);
  return lines
    .filter((_, index) => !gone.some((each) => index + 1 >= each.line && index < each.lastLine))
    .join("");
}

/** A quoted value goes on to the line with its closing quote, if there is one. */
function endOfValue(lines: readonly string[], start: number, value: string): number {
  const quote = QUOTE.exec(value)?.[0];
  if (!quote || closes(value.slice(1), quote)) return start;
  for (let index = start + 1; index < lines.length; index += 1) {
    if (closes(lines[index] ?? "", quote)) return index;
  }
  return start;
}

function closes(text: string, quote: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === "\\") index += 1;
    else if (text[index] === quote) return true;
  }
  return false;
}

/** Every such file of the repository. */
export function readDevVars(
  disk: DiskReader,
  files: readonly RepositoryFile[],
): { readonly files: readonly DevVarsFile[]; readonly problems: readonly Problem[] } {
  const found: DevVarsFile[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    const match = FILE_NAME.exec(posix.basename(file.path));
    if (!match) continue;
    try {
      found.push(describe(file, match, disk.readText(file.path)));
    } catch (error) {
      const place = { file: file.path, line: 1, column: 1 };
      problems.push({ code: "unreadable", place, detail: describeDiskError(error) });
    }
  }
  return { files: found, problems };
}

function describe(file: RepositoryFile, match: RegExpExecArray, text: string): DevVarsFile {
  const suffix = match[2] ?? null;
  const example = suffix !== null && EXAMPLE.test(suffix);
  return {
    path: file.path,
    environment: example || suffix === "local" ? null : suffix,
    kind: match[1] === "env" ? "env" : "dev.vars",
    example,
    ignored: file.ignored,
    names: parseNames(text).map(({ name, line }) => ({
      name,
      place: { file: file.path, line, column: 1 },
    })),
  };
}

/**
 * What wrangler reads for an environment: `.dev.vars.<environment>`, else `.dev.vars`; only where
 * there is neither, the `.env` files.
 */
export function devVarsOf(
  files: readonly DevVarsFile[],
  folder: string,
  environment: string,
): readonly DevVarsFile[] {
  const here = files.filter(
    (file) => !file.example && posix.dirname(file.path) === (folder || "."),
  );
  const wanted = environment === DEFAULT_ENVIRONMENT ? null : environment;
  const devVars = here.filter(({ kind }) => kind === "dev.vars");
  const own = devVars.filter((file) => file.environment === wanted);
  if (own.length > 0) return own;
  if (devVars.length > 0) return devVars.filter((file) => file.environment === null);
  return here.filter((file) => file.environment === null || file.environment === wanted);
}
