/**
 * Lunakey's traces in a repository's history: the commits that may hold a change of it, and what the
 * files were before and after each. Reads git, changes nothing.
 */
import type { TreeDifference } from "@lunakey/migrate";
import { type GitPlace, listGit, readBlobs } from "./git-blobs.ts";
import { runGit } from "./git-state.ts";

export interface TracedCommit {
  readonly id: string;
  /** null: the first of all, or of those that this clone has. */
  readonly parent: string | null;
  /** First line of its message. */
  readonly title: string;
}

/** Files that a binding or a read of a secret can stand in. */
const FILES = ["js", "jsx", "ts", "tsx", "mjs", "cjs", "mts", "cts", "toml", "json", "jsonc"];
/** What a scan or a compiler may look at; of other files the ones of now are as good. */
const READABLE =
  /\.(?:[cm]?[jt]sx?|jsonc?|toml|ya?ml|vue|svelte|astro|html|example)$|(?:^|\/)\.[^/]+$/;
/** Words that every change of Lunakey adds or takes away; `Async(`: a function's second form goes. */
const TRACES =
  "getSecret|findSecret|requireSecret|Async\\(|get\\(key|lunakey-runtime|ithSecret|LUNAKEY_MODE|required|secret_name|entrypoint.*Secrets";
/** Words that are in a repository for as long as something of Lunakey is. */
const PRESENCE = [
  "A Worker's secrets: from the store bound as",
  "from [\"']@lunakey/runtime",
  'entrypoint"?[ \t]*[=:][ \t]*["\']Secrets["\']',
  "secret_name",
];

/**
 * Without merges, a commit before the ones that it came from.
 *
 * @param range as `git log` takes it.
 */
export async function listTracedCommits(
  place: GitPlace,
  range: string,
): Promise<readonly TracedCommit[]> {
  const lines = await listGit(place, [
    "log",
    ...["-z", "--no-merges", "--topo-order", "--format=%H%x09%P%x09%s", "-E", `-G${TRACES}`, range],
    ...["--", ...FILES.map((ext) => `:(glob)**/*.${ext}`)],
  ]);
  return (lines ?? []).map((line) => {
    const [id = "", parents = "", ...title] = line.split("\t");
    const [parent = ""] = parents.split(" ");
    return { id, parent: parent === "" ? null : parent, title: title.join("\t") };
  });
}

/** Files of a commit that have something of Lunakey in them, or look so. */
export async function listTracedFiles(place: GitPlace, commit: string): Promise<readonly string[]> {
  const patterns = PRESENCE.flatMap((pattern) => ["-e", pattern]);
  const options = ["grep", "-l", "-z", "-I", "-E", ...patterns, commit];
  const files = await listGit(place, [...options, "--", ...FILES.map((ext) => `*.${ext}`)]);
  return (files ?? []).map((file) => file.slice(commit.length + 1));
}

/** Files that a commit changed; those that it took away too. */
export async function listChangedFiles(
  place: GitPlace,
  { id, parent }: { readonly id: string; readonly parent: string },
): Promise<readonly string[]> {
  const options = ["diff-tree", "-r", "-z", "--no-renames", "--name-only", "--relative"];
  return (await listGit(place, [...options, parent, id])) ?? [];
}

/** Where files that a commit had are now, for those that were moved. */
export async function listMoved(
  place: GitPlace,
  commit: string,
): Promise<ReadonlyMap<string, string>> {
  const options = ["diff", "-M", "-z", "--diff-filter=R", "--name-status", "--relative"];
  const items = (await listGit(place, [...options, commit, "--", "."])) ?? [];
  const moved = new Map<string, string>();
  for (let at = 0; at + 2 < items.length; at += 3)
    moved.set(items[at + 1] ?? "", items[at + 2] ?? "");
  return moved;
}

/** How a commit differs from the folder as it is now. */
export async function readTree(place: GitPlace, commit: string): Promise<TreeDifference> {
  const options = ["diff", "-z", "--no-renames", "--name-status", "--relative", commit, "--", "."];
  const items = (await listGit(place, options)) ?? [];
  const gone = new Set<string>();
  const other: string[] = [];
  for (let at = 0; at + 1 < items.length; at += 2) {
    const path = items[at + 1] ?? "";
    if (items[at] === "A") gone.add(path);
    else if (READABLE.test(path)) other.push(path);
  }
  const untracked = ["ls-files", "-z", "--others", "--exclude-standard", "--", "."];
  for (const path of (await listGit(place, untracked)) ?? []) gone.add(path);
  const blobs = await readBlobs(place, commit, other);
  const files = new Map<string, Uint8Array>();
  for (const [path, bytes] of blobs) if (bytes !== null) files.set(path, bytes);
  return { files, gone };
}

/** The first line of a commit's message. */
export async function findTitle({ folder, env }: GitPlace, commit: string): Promise<string> {
  return (await runGit(folder, env, ["log", "-1", "--format=%s", commit]))?.trim() ?? "";
}

/** The full id of what names a commit; null where nothing does. */
export async function findCommit({ folder, env }: GitPlace, name: string): Promise<string | null> {
  if (name.startsWith("-")) return null;
  const found = await runGit(folder, env, ["rev-parse", "--verify", "-q", `${name}^{commit}`]);
  return found?.trim() || null;
}

/** Does `later` come from `earlier`, or are they the same? */
export async function isAncestor(
  { folder, env }: GitPlace,
  earlier: string,
  later: string,
): Promise<boolean> {
  return (await runGit(folder, env, ["merge-base", "--is-ancestor", earlier, later])) !== null;
}

/** Does this clone have only a part of the history? */
export async function isShallow({ folder, env }: GitPlace): Promise<boolean> {
  return (await runGit(folder, env, ["rev-parse", "--is-shallow-repository"]))?.trim() === "true";
}
