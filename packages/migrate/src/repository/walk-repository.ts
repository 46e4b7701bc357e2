/**
 * Lists the files of a repository as git would: `.gitignore` files at every level, negations, what
 * stands above the root. It reads no other file, and goes on past what it can not read.
 */
import createIgnore, { type Ignore } from "ignore";
import { BUILD_FOLDERS } from "./build-folders.ts";
import { type DiskReader, describeDiskError } from "./disk.ts";
import type { Problem } from "./place.ts";

export interface RepositoryFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** Whether git ignores it, as it does `.dev.vars`. Folders that git ignores are not entered. */
  readonly ignored: boolean;
  /** Where the file really is, if this is a symbolic link: that one is listed too, or ignored. */
  readonly linkTo: string | null;
}

export interface RepositoryListing {
  /** Sorted by folder, then by name. */
  readonly files: readonly RepositoryFile[];
  readonly problems: readonly Problem[];
}

/** Never entered: dependencies, and what tools keep for themselves whether git ignores it or not. */
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set([
  ".git",
  ".hg",
  ".svn",
  "node_modules",
  ...BUILD_FOLDERS,
  ".lunakey",
  ".turbo",
  ".yarn",
  ".pnpm-store",
  ".venv",
]);

interface Rules {
  /** The path of what is asked about, as the rules see it: without this many first characters … */
  readonly cut: number;
  /** … and behind this. */
  readonly prefix: string;
  readonly matcher: Ignore;
}

/** Every file below the root that is not in a skipped or ignored folder. */
export function walkRepository(disk: DiskReader): RepositoryListing {
  const files: RepositoryFile[] = [];
  const problems: Problem[] = [];
  const pending: { folder: string; rules: readonly Rules[] }[] = [
    { folder: "", rules: readOuterRules(disk) },
  ];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const listed = listFolder(disk, next.folder, next.rules);
    files.push(...listed.files);
    problems.push(...listed.problems);
    for (const folder of listed.folders.reverse()) pending.push({ folder, rules: listed.rules });
  }
  return { files, problems };
}

interface FolderListing {
  files: RepositoryFile[];
  folders: string[];
  problems: Problem[];
  rules: readonly Rules[];
}

function listFolder(disk: DiskReader, folder: string, outer: readonly Rules[]): FolderListing {
  const listing: FolderListing = { files: [], folders: [], problems: [], rules: outer };
  const unreadable = (file: string, error: unknown) =>
    listing.problems.push({
      code: "unreadable",
      place: { file: file || ".", line: 1, column: 1 },
      detail: describeDiskError(error),
    });
  try {
    const entries = disk.list(folder);
    const path = (name: string) => (folder === "" ? name : `${folder}/${name}`);
    if (entries.some((entry) => entry.name === ".gitignore" && entry.kind !== "folder")) {
      try {
        listing.rules = [...outer, readRules(disk, folder)];
      } catch (error) {
        unreadable(path(".gitignore"), error);
      }
    }
    for (const entry of entries) addEntry(disk, listing, path(entry.name), entry);
  } catch (error) {
    unreadable(folder, error);
  }
  return listing;
}

function addEntry(
  disk: DiskReader,
  listing: FolderListing,
  path: string,
  { name, kind }: { name: string; kind: string },
): void {
  if (kind === "folder") {
    if (!SKIPPED_FOLDERS.has(name) && !isIgnored(listing.rules, `${path}/`)) {
      listing.folders.push(path);
    }
    return;
  }
  const linkTo = kind === "link" ? findLinkedFile(disk, path) : null;
  if (kind === "file" || linkTo !== null) {
    listing.files.push({ path, ignored: isIgnored(listing.rules, path), linkTo });
  }
}

/** A linked folder is walked where it really is, so that a circle of links has no end to reach. */
function findLinkedFile(disk: DiskReader, path: string): string | null {
  const real = disk.realPath(path);
  return real !== null && disk.stat(real)?.kind === "file" ? real : null;
}

function readRules(disk: DiskReader, folder: string): Rules {
  const cut = folder === "" ? 0 : folder.length + 1;
  return {
    cut,
    prefix: "",
    matcher: parse(disk.readText(`${folder}/.gitignore`.replace(/^\//, ""))),
  };
}

function readOuterRules(disk: DiskReader): Rules[] {
  const rules = disk.readOuterIgnores().map(({ rootFrom, text }) => ({
    cut: 0,
    prefix: rootFrom === "" ? "" : `${rootFrom}/`,
    matcher: parse(text),
  }));
  // Whoever asks about a folder that git ignores as a whole wants to see what is in it.
  return rules.some(({ prefix, matcher }) => prefix !== "" && matcher.ignores(prefix)) ? [] : rules;
}

function parse(text: string): Ignore {
  return createIgnore({ ignorecase: false }).add(text.replace(/^\uFEFF/, ""));
}

/** The file nearest to the path has the last word, as for git. */
function isIgnored(rules: readonly Rules[], path: string): boolean {
  for (let index = rules.length - 1; index >= 0; index -= 1) {
    const rule = rules[index];
    const verdict = rule?.matcher.test(rule.prefix + path.slice(rule.cut));
    if (verdict?.ignored) return true;
    if (verdict?.unignored) return false;
  }
  return false;
}
