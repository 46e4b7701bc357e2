/** The repository's files: who may read those with keys, what git follows, what a deployed Worker logs. */
import { existsSync, lstatSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, posix } from "node:path";
import type { Disk, WranglerConfig } from "@lunakey/migrate";
import { LOCAL_FOLDER } from "../../files/project-files.ts";
import { lunakeyCommand, quote } from "../../output/deployed-commands.ts";
import { type GitState, listTracked, whichIgnored } from "../../repository/git-state.ts";
import type { Session } from "../../session.ts";
import { line, type Probed } from "./probe.ts";

/** Files of the folder that hold a key in clear. What lies in folders is shut with the folder. */
const PRIVATE_FILES: readonly string[] = ["root-key", "admin-token"];
/** Read by others: the bits of group and everyone. */
const OTHERS = 0o077;

export async function probeRepository(
  session: Session,
  disk: Disk,
  configs: readonly WranglerConfig[],
  { git, storeId }: { readonly git: GitState; readonly storeId: string | null },
): Promise<Probed[]> {
  return [
    ...(configs.length === 0 ? [line("repository", "workers", "warn")] : []),
    probeStateFolder(disk),
    ...(await probeGit(session, disk, configs, git)),
    probeLogs(configs),
    probeRecovery(session, storeId),
  ];
}

function probeStateFolder({ root }: Disk): Probed {
  if (process.platform === "win32") return line("repository", "state_folder", "not_checked");
  const folder = join(root, LOCAL_FOLDER);
  const paths = [folder, ...PRIVATE_FILES.map((name) => join(folder, name))];
  const open = paths.filter((path) => existsSync(path) && isOpen(path));
  if (open.length === 0) return line("repository", "state_folder", "ok");
  const names = open.map((path) => `${LOCAL_FOLDER}${path.slice(folder.length)}`);
  const commands = [`chmod -R go= ${quote(LOCAL_FOLDER)}`];
  return line("repository", "state_folder", "fail", names, commands);
}

function isOpen(path: string): boolean {
  return (lstatSync(path).mode & OTHERS) !== 0;
}

async function probeGit(
  { ports }: Session,
  { root }: Disk,
  configs: readonly WranglerConfig[],
  git: GitState,
): Promise<Probed[]> {
  const wanted = [
    ...new Set(configs.map(({ path }) => posix.join(posix.dirname(path), ".dev.vars"))),
    // Whatever makes the folder has git ignore it; that can have been taken out.
    ...(existsSync(join(root, LOCAL_FOLDER)) ? [posix.join(LOCAL_FOLDER, "root-key")] : []),
  ];
  const ignored = git.state === "no_git" ? null : await whichIgnored(root, ports.env, wanted);
  const tracked = git.state === "no_git" ? null : await listTracked(root, ports.env);
  if (ignored === null || tracked === null) {
    return [
      line("repository", "ignored", "not_checked"),
      line("repository", "tracked", "not_checked"),
    ];
  }
  const bare = wanted.filter((path) => !ignored.has(path)).map(toPattern);
  const followed = tracked.filter(isSecretFile);
  return [
    bare.length === 0
      ? line("repository", "ignored", "ok")
      : line("repository", "ignored", "warn", bare, [...new Set(bare.map(toCommand))]),
    followed.length === 0
      ? line("repository", "tracked", "ok")
      : line("repository", "tracked", "fail", followed, [
          `git rm --cached ${followed.map(quote).join(" ")}`,
        ]),
  ];
}

/** As it is to be ignored: the folder, and not one file of it. */
function toPattern(path: string): string {
  return path.startsWith(`${LOCAL_FOLDER}/`) ? `${LOCAL_FOLDER}/` : path;
}

function toCommand(path: string): string {
  const pattern = path.endsWith("/") ? path : ".dev.vars*";
  return `echo ${quote(pattern).replace(/^([^'].*\*)$/, "'$1'")} >> .gitignore`;
}

/** `.dev.vars.example` and the like are for git. */
function isSecretFile(path: string): boolean {
  const name = posix.basename(path);
  const isExample = /\.(?:example|sample|template|dist|tmpl|tpl)$/.test(name);
  const isVars = /^\.dev\.vars(?:\.|$)/.test(name) && !isExample;
  const isKey = /(?:^|\/)\.lunakey\//.test(path) && name !== ".gitignore";
  return isVars || isKey;
}

function probeLogs(configs: readonly WranglerConfig[]): Probed {
  const places = configs.flatMap(({ environments }) =>
    environments.flatMap(({ invocationLogs }) => invocationLogs ?? []),
  );
  const lines = [...new Set(places.map(({ file, line: at }) => `${file}:${at}`))];
  return lines.length === 0
    ? line("repository", "invocation_logs", "ok")
    : line("repository", "invocation_logs", "warn", lines);
}

/** Where `init` puts it, unless it was told otherwise. */
function probeRecovery({ ports }: Session, storeId: string | null): Probed {
  if (storeId === null) return line("repository", "recovery_file", "not_checked");
  const home = ports.env.XDG_CONFIG_HOME || join(ports.env.HOME || homedir(), ".config");
  const path = join(home, "lunakey", storeId, "recovery.json");
  if (!existsSync(path)) {
    const command = `${lunakeyCommand()} recovery secrets FILE > /dev/null`;
    return line("repository", "recovery_file", "warn", [path], [command]);
  }
  const isPrivate = process.platform === "win32" || (!isOpen(path) && !isOpen(dirname(path)));
  if (isPrivate) return line("repository", "recovery_file", "ok", [path]);
  return line(
    "repository",
    "recovery_file",
    "fail",
    [path],
    [`chmod 700 ${quote(dirname(path))}`, `chmod 600 ${quote(path)}`],
  );
}
