/** The machine: Node, git, wrangler, and what wrangler writes down while it runs locally. */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Disk, WranglerConfig } from "@lunakey/migrate";
import { checkWranglerVersion, findWrangler } from "../../account/wrangler-version.ts";
import { quote } from "../../output/deployed-commands.ts";
import type { GitState } from "../../repository/git-state.ts";
import type { Session } from "../../session.ts";
import { line, type Probed } from "./probe.ts";

const UPDATE = "npm install --save-dev wrangler@4";

export function probeMachine(
  session: Session,
  disk: Disk,
  configs: readonly WranglerConfig[],
  git: GitState,
): Probed[] {
  const own = findWrangler(import.meta.dirname);
  return [
    line("machine", "node", "ok", [process.versions.node]),
    git.state === "no_git" ? line("machine", "git", "warn") : line("machine", "git", "ok"),
    ...probeWrangler(disk, configs),
    own === null
      ? line("machine", "own_wrangler", "warn", [], [UPDATE])
      : line("machine", "own_wrangler", "ok", [own.version]),
    probeSanitize(session),
    probeTraces(disk, configs),
  ];
}

/** One line for all of the Workers that have the same. */
function probeWrangler(disk: Disk, configs: readonly WranglerConfig[]): Probed[] {
  const checks = configs.map(({ path }) => {
    const check = checkWranglerVersion(join(disk.root, dirname(path)));
    return { path, state: check.state, version: "version" in check ? check.version : "" };
  });
  const groups = Map.groupBy(checks, ({ state, version }) => `${state} ${version}`);
  return [...groups.values()].map((group) => {
    const [{ state, version } = { state: "missing" as const, version: "" }] = group;
    const paths = group.map(({ path }) => path);
    return judgeWrangler(state, version, paths);
  });
}

function judgeWrangler(
  state: ReturnType<typeof checkWranglerVersion>["state"],
  version: string,
  paths: readonly string[],
): Probed {
  switch (state) {
    case "ok":
      return line("machine", "wrangler", "ok", [version]);
    case "too_old":
      return line("machine", "wrangler", "fail", [version, ...paths], paths.map(updateCommand));
    case "unknown":
      return line("machine", "wrangler", "not_checked", paths, ["npm install"]);
    case "missing":
      return line("machine", "wrangler", "warn", paths, [UPDATE]);
  }
}

/** Each Worker can have a package of its own. */
function updateCommand(path: string): string {
  const folder = dirname(path);
  return folder === "." ? UPDATE : `npm install --prefix ${quote(folder)} --save-dev wrangler@4`;
}

/** Turned off, wrangler's own log files hold the bodies of its requests: secrets that are set (seen 2026-11). */
function probeSanitize({ ports }: Session): Probed {
  return ports.env.WRANGLER_LOG_SANITIZE === "false"
    ? line("machine", "log_sanitize", "fail", [], ["unset WRANGLER_LOG_SANITIZE"])
    : line("machine", "log_sanitize", "ok");
}

/** `wrangler dev` keeps URLs and SQL of every request in clear, unless told not to (seen with 4.164). */
function probeTraces(disk: Disk, configs: readonly WranglerConfig[]): Probed {
  const folders = [...new Set(["", ...configs.map(({ path }) => dirname(path))])];
  const traces = folders
    .flatMap((folder) => [
      join(disk.root, folder, ".wrangler", "state", "v3", "observability"),
      join(disk.root, folder, ".lunakey", "v3", "observability"),
    ])
    .filter((path) => existsSync(path) && readdirSync(path).length > 0)
    .map((path) => relative(disk.root, path));
  if (traces.length === 0) return line("machine", "tracing", "ok");
  const commands = [
    "export X_LOCAL_OBSERVABILITY=false",
    `rm -r ${[...new Set(traces)].map(quote).join(" ")}`,
  ];
  return line("machine", "tracing", "warn", traces, commands);
}
