/** Which of a repository's configs are Workers: all that is said and done about Workers starts here. */
import { posix } from "node:path";
import { isBuildOutput } from "../wrangler-config/config-kind.ts";
import type { WranglerConfig } from "../wrangler-config/wrangler-config.ts";
import { contextOfPath } from "./code-context.ts";

/**
 * The configs that are deployed. Of two with one name in one folder wrangler reads one. A template stands
 * for the config that it is copied to, where that is not there: what is beside it may be another Worker's.
 * A config of tests counts only where nothing else deploys the code.
 */
export function findWorkerConfigs(configs: readonly WranglerConfig[]): WranglerConfig[] {
  const unread = new Set(findUnread(configs).map(({ config }) => config));
  const written = configs.filter(
    (config) => (config.kind === "worker" || config.kind === "pages") && !unread.has(config),
  );
  const deployed = written.filter(({ path }) => !isOfTests(path));
  const templates = firstOfFolder(configs.filter(({ kind }) => kind === "example"));
  const chosen = [...deployed, ...templates.filter((config) => !isCopied(config, deployed))];
  const entries = new Set(chosen.map(({ entry }) => entry));
  const alone = written.filter(({ path, entry }) => isOfTests(path) && !entries.has(entry));
  return [...chosen, ...alone].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** In the order in which wrangler looks for them in a folder (4.113, by `deploy --dry-run`). */
const READ_FIRST = ["wrangler.json", "wrangler.jsonc", "wrangler.toml"];

/** Configs of one Worker in one folder of which wrangler reads another, without `--config`. */
export function findUnread(
  configs: readonly WranglerConfig[],
): { readonly config: WranglerConfig; readonly read: string }[] {
  return configs.flatMap((config) => {
    const rank = READ_FIRST.indexOf(posix.basename(config.path));
    const before = READ_FIRST.slice(0, Math.max(rank, 0));
    const paths = before.map((name) => posix.join(folderOf(config), name));
    const read = configs.find(({ path, name }) => paths.includes(path) && name === config.name);
    return read ? [{ config, read: posix.basename(read.path) }] : [];
  });
}

/** Is there what a template is copied to, or another config of the same Worker? */
function isCopied(template: WranglerConfig, deployed: readonly WranglerConfig[]): boolean {
  const beside = deployed.filter((one) => folderOf(one) === folderOf(template));
  return beside.some(
    ({ path, name, entry }) =>
      READ_FIRST.includes(posix.basename(path)) ||
      name === template.name ||
      entry === template.entry,
  );
}

function isOfTests(path: string): boolean {
  return contextOfPath(path) === "test" || /wrangler[.-](?:test|vitest|e2e)\b/.test(path);
}

/** Two templates of one folder are the same one in two formats. */
function firstOfFolder(configs: readonly WranglerConfig[]): WranglerConfig[] {
  const byFolder = new Map<string, WranglerConfig>();
  for (const config of configs) {
    if (!byFolder.has(folderOf(config))) byFolder.set(folderOf(config), config);
  }
  return [...byFolder.values()];
}

function folderOf({ path }: Pick<WranglerConfig, "path">): string {
  return posix.dirname(path);
}

/** Does a build make another Worker of the same folder, and people write this one's entry? */
export function isBesideApp(config: WranglerConfig, configs: readonly WranglerConfig[]): boolean {
  const isMade = ({ entry }: WranglerConfig) => entry === null || isBuildOutput(entry);
  if (isMade(config)) return false;
  const folder = folderOf(config);
  const deployed = configs.filter(({ kind }) => kind === "worker" || kind === "pages");
  return [...deployed, ...findWorkerConfigs(configs)].some(
    (one) => folderOf(one) === folder && isMade(one),
  );
}

/** Folders below that of a Worker that are another's, with a config and, if people write it, an entry there. */
export function findInnerFolders(
  config: WranglerConfig,
  configs: readonly WranglerConfig[],
): readonly string[] {
  const above = folderOf(config);
  const inner = findWorkerConfigs(configs).filter((one) => {
    const folder = folderOf(one);
    const isBelow = folder !== above && (above === "." || folder.startsWith(`${above}/`));
    return isBelow && (one.entry === null || one.entry.startsWith(`${folder}/`));
  });
  return [...new Set(inner.map(folderOf))];
}

export function isInOne(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path.startsWith(`${folder}/`));
}
