/** Every wrangler config of a repository, with the ones that a build put in another's place. */
import { posix } from "node:path";
import { type DiskReader, describeDiskError } from "../repository/disk.ts";
import type { Problem } from "../repository/place.ts";
import type { RepositoryListing } from "../repository/walk-repository.ts";
import { findConfigFormat } from "./config-kind.ts";
import { findString } from "./config-tree.ts";
import { parseJsoncConfig } from "./parse-jsonc.ts";
import { readConfig } from "./read-config.ts";
import type { WranglerConfig } from "./wrangler-config.ts";

export interface RepositoryConfigs {
  /** Sorted by path. */
  readonly configs: readonly WranglerConfig[];
  /** Files that could not be read; `no_repository` where there is no config at all. */
  readonly problems: readonly Problem[];
}

/** Reads the configs among the files that were listed, and those that builds redirect to. */
export function readConfigs(disk: DiskReader, { files }: RepositoryListing): RepositoryConfigs {
  const problems: Problem[] = [];
  const configs = new Map<string, WranglerConfig>();
  const read = (path: string, ignored: boolean) => {
    const config = readOne(disk, path, ignored, problems);
    if (config) configs.set(path, config);
  };
  for (const { path, ignored, linkTo } of files) {
    if (linkTo === null && findConfigFormat(path) !== null) read(path, ignored);
  }
  for (const folder of new Set([...configs.keys()].map(posix.dirname))) {
    followRedirect(disk, folder, configs, (path) => read(path, true));
  }
  const sorted = [...configs.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  if (!sorted.some(({ kind }) => kind !== "generated")) problems.push(noRepository());
  return { configs: sorted.map((config) => markCopy(config, sorted)), problems };
}

function readOne(
  disk: DiskReader,
  path: string,
  ignored: boolean,
  problems: Problem[],
): WranglerConfig | null {
  try {
    const hasFile = (file: string) => disk.stat(file)?.kind === "file";
    return readConfig(disk.readText(path), { path, ignored, hasFile });
  } catch (error) {
    const place = { file: path, line: 1, column: 1 };
    problems.push({ code: "unreadable", place, detail: describeDiskError(error) });
    return null;
  }
}

/** A build leaves in `.wrangler/deploy/config.json` which config it wants deployed instead. */
function followRedirect(
  disk: DiskReader,
  folder: string,
  configs: Map<string, WranglerConfig>,
  read: (path: string) => void,
): void {
  const deploy = posix.join(folder, ".wrangler/deploy");
  const target = readRedirect(disk, deploy);
  if (target === null) return;
  if (!configs.has(target)) read(target);
  const built = configs.get(target);
  if (built) configs.set(target, { ...built, kind: "generated" });
  for (const config of [...configs.values()]) {
    const stands = posix.dirname(config.path) === folder && config.path !== target;
    if (stands && /^wrangler\.(toml|jsonc?)$/.test(posix.basename(config.path))) {
      configs.set(config.path, { ...config, redirectedTo: target });
    }
  }
}

function readRedirect(disk: DiskReader, deploy: string): string | null {
  try {
    const { root } = parseJsoncConfig(disk.readText(`${deploy}/config.json`));
    const target = root && findString(root, "configPath");
    const path = target && posix.normalize(posix.join(deploy, target));
    return path && disk.stat(path)?.kind === "file" ? path : null;
  } catch {
    // Nothing is redirected, or what says so leads out of the repository: the config stands for itself.
    return null;
  }
}

/** What git ignores beside a config that it does not is a copy that a script makes. */
function markCopy(config: WranglerConfig, all: readonly WranglerConfig[]): WranglerConfig {
  const folder = posix.dirname(config.path);
  const original = (other: WranglerConfig) =>
    !other.ignored && other.kind === "worker" && posix.dirname(other.path) === folder;
  return config.ignored && config.kind === "worker" && all.some(original)
    ? { ...config, kind: "generated" }
    : config;
}

function noRepository(): Problem {
  return {
    code: "no_repository",
    place: { file: ".", line: 1, column: 1 },
    detail: "no wrangler.toml, wrangler.json or wrangler.jsonc was found",
  };
}
