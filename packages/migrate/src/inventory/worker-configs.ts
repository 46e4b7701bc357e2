/** Which of a repository's configs are Workers: all that is said and done about Workers starts here. */
import { posix } from "node:path";
import { isBuildOutput } from "../wrangler-config/config-kind.ts";
import type { WranglerConfig } from "../wrangler-config/wrangler-config.ts";
import { contextOfPath } from "./code-context.ts";

/**
 * The configs that are deployed. A template stands for the config that it is copied to, where that is
 * not there; a config of tests only where nothing else deploys the code.
 */
export function findWorkerConfigs(configs: readonly WranglerConfig[]): WranglerConfig[] {
  const written = configs.filter(({ kind }) => kind === "worker" || kind === "pages");
  const deployed = written.filter(({ path }) => !isOfTests(path));
  const templates = firstOfFolder(configs.filter(({ kind }) => kind === "example"));
  const folders = new Set(deployed.map(folderOf));
  const chosen = [...deployed, ...templates.filter((config) => !folders.has(folderOf(config)))];
  const entries = new Set(chosen.map(({ entry }) => entry));
  const alone = written.filter(({ path, entry }) => isOfTests(path) && !entries.has(entry));
  return [...chosen, ...alone].sort((a, b) => (a.path < b.path ? -1 : 1));
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
  const folder = posix.dirname(config.path);
  return (
    !isMade(config) &&
    configs.some(
      (one) =>
        ["worker", "pages"].includes(one.kind) && posix.dirname(one.path) === folder && isMade(one),
    )
  );
}
