/** One wrangler config: text in, what it says and where, and what is wrong with it. Touches no file. */
import { posix } from "node:path";
import { createLocator, type Locator } from "../repository/locator.ts";
import type { Problem } from "../repository/place.ts";
import { checkShape } from "./check-shape.ts";
import { findCommentWords } from "./comment-words.ts";
import { findCommentedVars } from "./commented-vars.ts";
import { findConfigFormat, isBuildOutput, isExampleConfig } from "./config-kind.ts";
import {
  type ConfigNode,
  type ConfigTable,
  findNode,
  findString,
  type ParsedConfig,
} from "./config-tree.ts";
import { parseJsoncConfig } from "./parse-jsonc.ts";
import { parseTomlConfig } from "./parse-toml.ts";
import { type FindEntry, readEnvironments } from "./read-environment.ts";
import { readServed } from "./served-folders.ts";
import type { ConfigKind, WranglerConfig } from "./wrangler-config.ts";

export interface ReadConfigOptions {
  /** Relative to the repository's root, with `/`. */
  readonly path: string;
  /** Whether git ignores the file. Default: false. */
  readonly ignored?: boolean;
  /** Whether a file is there, given its path relative to the root. */
  readonly hasFile: (path: string) => boolean;
}

/**
 * Reads a config. One that does not parse has no environments and says why in `problems`.
 *
 * @param text the whole file, with its byte order mark if it has one.
 */
export function readConfig(text: string, options: ReadConfigOptions): WranglerConfig {
  const { path } = options;
  const locate = createLocator(path, text);
  const shift = text.startsWith("\uFEFF") ? 1 : 0;
  const parsed = parseConfigText(text, path);
  const format = findConfigFormat(path) ?? "jsonc";
  const base = {
    path,
    format,
    commentedVars: findCommentedVars(text, format),
    commentWords: findCommentWords(text, format),
    redirectedTo: null,
    ignored: options.ignored ?? false,
  };
  if (parsed.root === null) {
    const problems = parsed.errors.map(({ at, detail }): Problem => {
      return { code: "config_syntax", place: locate(at + shift), detail };
    });
    const kind = isExampleConfig(path) ? "example" : isBuildOutput(path) ? "generated" : "worker";
    return { ...base, kind, name: null, main: null, entry: null, environments: [], problems };
  }
  return { ...base, ...readRoot(parsed.root, options, (at) => locate(at + shift)) };
}

/** The config's tree; offsets count from behind a byte order mark. */
export function parseConfigText(text: string, path: string): ParsedConfig {
  const bare = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const parse = findConfigFormat(path) === "toml" ? parseTomlConfig : parseJsoncConfig;
  try {
    const parsed = parse(bare);
    return parsed.root !== null && isDeeper(parsed.root, MAX_DEPTH) ? TOO_DEEP : parsed;
  } catch (error) {
    // The parsers call themselves for each level: a text of brackets alone ends their stack.
    if (error instanceof RangeError) return TOO_DEEP;
    throw error;
  }
}

/** wrangler's own configs have less than ten levels. */
const MAX_DEPTH = 100;
const TOO_DEEP: ParsedConfig = { root: null, errors: [{ at: 0, detail: "it nests too deeply" }] };

function isDeeper(node: ConfigNode, levels: number): boolean {
  if (levels === 0) return true;
  if (node.kind === "scalar") return false;
  const inner = node.kind === "list" ? node.items : [...node.members.values()];
  return inner.some((child) => isDeeper(child, levels - 1));
}

type ReadRoot = Pick<
  WranglerConfig,
  "kind" | "name" | "main" | "entry" | "served" | "environments" | "problems"
>;

function readRoot(root: ConfigTable, options: ReadConfigOptions, locate: Locator): ReadRoot {
  const kind = findKind(root, options.path);
  const findEntry = createFindEntry(options);
  const main = findString(root, "main");
  const entry = findEntry(main);
  const served = readServed(root, options.path);
  const problems = checkShape(root, locate);
  if (kind === "worker" && entry === null) problems.push(...describeNoEntry(root, main, locate));
  return {
    kind,
    name: findString(root, "name") ?? null,
    main: main ?? null,
    entry,
    ...(served.length === 0 ? {} : { served }),
    environments: readEnvironments(root, locate, findEntry),
    problems,
  };
}

function findKind(root: ConfigTable, path: string): ConfigKind {
  if (isExampleConfig(path)) return "example";
  // Cloudflare's Vite plugin notes in what it builds which config it was made from.
  const built = findNode(root, "configPath") ?? findNode(root, "userConfigPath");
  if (built || isBuildOutput(path)) return "generated";
  return findNode(root, "pages_build_output_dir") ? "pages" : "worker";
}

function createFindEntry({ path, hasFile }: ReadConfigOptions): FindEntry {
  return (main) => {
    if (main === undefined || isModuleSpecifier(main)) return null;
    const entry = posix.normalize(posix.join(posix.dirname(path), main.replaceAll("\\", "/")));
    if (entry.startsWith("../") || posix.isAbsolute(main)) return null;
    return hasFile(entry) || isBuildOutput(entry) ? entry : null;
  };
}

/** A framework's own entry, such as `@astrojs/cloudflare/entrypoints/server`, is no file of the repository. */
function isModuleSpecifier(main: string): boolean {
  return main.startsWith("@") || main.startsWith("virtual:");
}

function describeNoEntry(root: ConfigTable, main: string | undefined, locate: Locator): Problem[] {
  if (main !== undefined && isModuleSpecifier(main)) return [];
  // A Worker of nothing but files to serve has no code; one whose `main` has another shape is told so.
  const node = findNode(root, "main");
  if (main === undefined && (node || findNode(root, "assets") || findNode(root, "site"))) return [];
  const detail = node ? "the file that main names is not there" : "the config names no main";
  return [{ code: "no_entry", place: locate(node?.at ?? 0), detail }];
}
