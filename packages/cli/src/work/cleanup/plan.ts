/**
 * What may go: individual secrets, lines of `.dev.vars`, `secrets.required` and the fallback, of names
 * against which no side has anything. Changes nothing.
 */
import type { Disk, FileChange, WranglerConfig } from "@lunakey/migrate";
import { isProduction, listTrials } from "../../repository/kinds-of-environment.ts";
import { type Fact, judgeRemoval, kindOf, listBlockers } from "../evidence/fact.ts";
import type { Evidence, NameEvidence, TargetEvidence } from "../evidence/gather.ts";
import { listIndividual } from "./individual.ts";
import { planFiles } from "./plan-files.ts";

export const STORE_ONLY = "store-only";

/** A name that goes. */
export interface Removal {
  readonly evidence: NameEvidence;
  /** What `--force` passes over. */
  readonly forced: readonly Fact[];
}

export interface WorkerCleanup {
  readonly evidence: TargetEvidence;
  /** Names of which nothing has to be kept, whatever there still is of them. */
  readonly free: readonly Removal[];
  /** Those of them that are individual secrets of the script now; where nobody was asked, all. */
  readonly individual: readonly Removal[];
  /** Individual secrets that stay. */
  readonly left: readonly NameEvidence[];
  /** Is `LUNAKEY_MODE` to be set to `store-only`? */
  readonly removesFallback: boolean;
}

export interface CleanupPlan {
  readonly environment: string;
  readonly workers: readonly WorkerCleanup[];
  readonly changes: readonly FileChange[];
  /** Workers that have users there, and no environment that was cleaned up before it. */
  readonly untried: readonly string[];
}

export interface CleanupOptions {
  readonly environment: string;
  readonly force: boolean;
}

/** @throws ConfigEditError where a config can not be edited without touching other lines. */
export function planCleanup(
  disk: Disk,
  evidence: Evidence,
  { environment, force }: CleanupOptions,
): CleanupPlan {
  const { targets } = evidence;
  const chosen = targets.filter(({ target }) => target.environment.name === environment);
  const workers = chosen.map((each) => planWorker(each, force));
  const busy = workers.filter(
    ({ individual, removesFallback }) => individual.length > 0 || removesFallback,
  );
  return {
    environment,
    workers,
    changes: planFiles(disk, evidence, environment, workers),
    untried: force
      ? []
      : busy
          .filter((each) => !isTried(each.evidence, targets))
          .map((each) => each.evidence.target.worker),
  };
}

function planWorker(evidence: TargetEvidence, force: boolean): WorkerCleanup {
  const { target, account, names } = evidence;
  const free = names.flatMap((each): Removal[] => {
    const readiness = judgeRemoval(each.facts);
    if (readiness === "no" || (readiness === "open" && !force)) return [];
    return [{ evidence: each, forced: listBlockers(each.facts) }];
  });
  const isFree = (name: string) => free.some(({ evidence: { name: other } }) => other === name);
  const own = listIndividual(evidence) ?? names.map(({ name }) => name);
  const isDeployed = account.state === "silent" || account.serving.state === "deployed";
  const left = names.filter(({ name }) => own.includes(name) && !isFree(name));
  const read = [...target.throughHelper, ...target.individual];
  const isWhole = read.length > 0 && read.every(isFree) && left.length === 0;
  return {
    evidence,
    free,
    individual: isDeployed ? free.filter((each) => own.includes(each.evidence.name)) : [],
    left,
    removesFallback: isWhole && target.delivery === "service" && target.mode !== STORE_ONLY,
  };
}

/** An environment without users, or with one that was cleaned up before it. */
function isTried({ target }: TargetEvidence, all: readonly TargetEvidence[]): boolean {
  const names = target.config.environments.map(({ name }) => name);
  if (!isProduction(target.environment.name, names)) return true;
  return listTrials(names).some((trial) =>
    all.some((each) => isOf(each, target.config, trial) && isCleaned(each)),
  );
}

function isOf({ target }: TargetEvidence, config: WranglerConfig, environment: string): boolean {
  return target.config.path === config.path && target.environment.name === environment;
}

/** Does nothing but the store serve there? Of the account it has to be known. */
function isCleaned(evidence: TargetEvidence): boolean {
  const { target, account } = evidence;
  const isServing = account.state === "answered" && account.serving.state === "deployed";
  return isServing && target.mode === STORE_ONLY && listIndividual(evidence)?.length === 0;
}

/** What nobody can have seen of a name, whether or not it is in the way. */
export function listUnseen({ facts }: NameEvidence): Fact[] {
  return facts.filter((fact) => UNSEEN.includes(fact.code) && kindOf(fact).weight === "note");
}

const UNSEEN: readonly Fact["code"][] = [
  "cron_maybe",
  "routes_maybe",
  "days_idle",
  "commit_unknown",
];
