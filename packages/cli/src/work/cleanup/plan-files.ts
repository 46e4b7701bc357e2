/**
 * The files of a clean-up: the Workers' configs, the `.dev.vars` that only these environments read, and
 * the types of their environments where no environment needs a name any more.
 */
import { posix } from "node:path";
import {
  type ConfigOperation,
  type Disk,
  devVarsOf,
  editConfig,
  type FileChange,
  planEnvMembers,
  readDevVars,
  removeNames,
  type WranglerConfig,
  walkRepository,
} from "@lunakey/migrate";
import { isProduction } from "../../repository/kinds-of-environment.ts";
import { MODE_VAR } from "../check/targets.ts";
import type { Evidence, TargetEvidence } from "../evidence/gather.ts";
import { listIndividual } from "./individual.ts";
import type { WorkerCleanup } from "./plan.ts";

/** @throws ConfigEditError */
export function planFiles(
  disk: Disk,
  { targets, inventory }: Pick<Evidence, "targets" | "inventory">,
  environment: string,
  workers: readonly WorkerCleanup[],
): FileChange[] {
  const configs = workers.flatMap((each) => planConfig(disk, environment, each));
  const types = workers.flatMap((each) => {
    const names = each.free
      .map(({ evidence }) => evidence.name)
      .filter((name) => isNowhereElse(name, each.evidence, targets));
    return planEnvMembers(disk, inventory, [each.evidence.target.config.path], names);
  });
  return [...configs, ...planDevVars(disk, environment, workers), ...types];
}

/** Do the Worker's other environments do without the individual secret already? */
function isNowhereElse(
  name: string,
  { target }: TargetEvidence,
  all: readonly TargetEvidence[],
): boolean {
  const others = all.filter(
    (each) =>
      each.target.config.path === target.config.path &&
      each.target.environment.name !== target.environment.name,
  );
  return others.every(
    (each) =>
      isDone(target.config, each.target.environment.name) &&
      !(listIndividual(each) ?? []).includes(name),
  );
}

function planConfig(
  disk: Disk,
  environment: string,
  { evidence: { target }, free, removesFallback }: WorkerCleanup,
): FileChange[] {
  const { path } = target.config;
  const required = target.environment.requiredSecrets.map(({ name }) => name);
  const names = free.map(({ evidence }) => evidence.name);
  const operations: ConfigOperation[] = required
    // Else the next deploy is refused for want of a secret that is not there on purpose.
    .filter((name) => names.includes(name))
    .map((value) => ({ type: "remove-string", environment, path: "secrets.required", value }));
  if (removesFallback) {
    operations.push({ type: "set-var", environment, name: MODE_VAR, value: "store-only" });
  }
  const before = disk.readText(path);
  const after = editConfig(before, path, operations);
  return after === before ? [] : [{ path, before, after }];
}

function planDevVars(
  disk: Disk,
  environment: string,
  workers: readonly WorkerCleanup[],
): FileChange[] {
  const files = readDevVars(disk, walkRepository(disk).files).files;
  return workers.flatMap((worker) => {
    const { config } = worker.evidence.target;
    const folder = posix.dirname(config.path);
    const own = devVarsOf(files, folder === "." ? "" : folder, environment);
    return own
      .filter(({ kind }) => kind === "dev.vars")
      .filter(({ path }) =>
        listReaders(config, (name) =>
          devVarsOf(files, folder === "." ? "" : folder, name).some((each) => each.path === path),
        ).every((name) => (name === environment ? isWhole(worker) : isDone(config, name))),
      )
      .flatMap(({ path }): FileChange[] => {
        const before = disk.readText(path);
        const after = removeNames(
          before,
          worker.free.map(({ evidence }) => evidence.name),
        );
        return after === before ? [] : [{ path, before, after }];
      });
  });
}

function listReaders({ environments }: WranglerConfig, reads: (name: string) => boolean): string[] {
  return environments.map(({ name }) => name).filter(reads);
}

/** Does nothing of it fall back to a copy from now on? */
function isWhole({ removesFallback, evidence: { target } }: WorkerCleanup): boolean {
  return removesFallback || target.mode === "store-only";
}

/** Reads from the store alone already, or serves nobody: the top level where there is a production. */
function isDone({ environments }: WranglerConfig, name: string): boolean {
  const found = environments.find((each) => each.name === name);
  const mode = found?.vars.find((each) => each.name === MODE_VAR)?.value;
  const names = environments.map((each) => each.name);
  return mode === "store-only" || (name === "default" && !isProduction(name, names));
}
