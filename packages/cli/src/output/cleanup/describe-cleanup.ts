/** A clean-up as its report: what goes, what stays and why, what nobody has seen, what is next. */
import type { CleanupReport, ReportStep } from "@lunakey/contract";
import { CLEANUP_WORDS } from "../../language/catalogues/cleanup.ts";
import type { Language } from "../../language/language.ts";
import {
  type CleanupPlan,
  listUnseen,
  type Removal,
  type WorkerCleanup,
} from "../../work/cleanup/plan.ts";
import { type Fact, listBlockers } from "../../work/evidence/fact.ts";
import type { Evidence } from "../../work/evidence/gather.ts";
import { describeChange } from "../changed-files.ts";
import { deployCommand, lunakeyCommand } from "../deployed-commands.ts";
import { describeFact } from "../rehearse/describe-fact.ts";

export interface CleanupSubject {
  /** Absolute. */
  readonly root: string;
  readonly evidence: Evidence;
  readonly plan: CleanupPlan;
  readonly isForced: boolean;
  readonly isDryRun: boolean;
  readonly isDone: boolean;
}

export function describeCleanup(subject: CleanupSubject, language: Language): CleanupReport {
  const { root, evidence, plan, isForced, isDryRun, isDone } = subject;
  return {
    v: 1,
    root,
    commit: { head: evidence.head },
    environment: plan.environment,
    dryRun: isDryRun,
    done: isDone,
    forced: isForced,
    files: plan.changes.map(describeChange),
    workers: plan.workers.map((each) => describeWorker(each, language)),
    next: isDone ? listNext(plan, language) : [],
  };
}

function describeWorker(
  { evidence: { target }, individual, left, removesFallback }: WorkerCleanup,
  language: Language,
): CleanupReport["workers"][number] {
  const say = (facts: readonly Fact[]) => facts.map((fact) => describeFact(fact, language));
  return {
    worker: target.worker,
    config: target.config.path,
    environment: target.environment.name,
    script: target.environment.script,
    removed: individual.map(({ evidence, forced }) => ({
      name: evidence.name,
      version: evidence.known?.version ?? null,
      forced: say(forced),
    })),
    left: left.map(({ name, facts }) => ({ name, facts: say(listBlockers(facts)) })),
    unseen: individual.flatMap(({ evidence }: Removal) => {
      const facts = say(listUnseen(evidence));
      return facts.length === 0 ? [] : [{ name: evidence.name, facts }];
    }),
    fallbackRemoved: removesFallback,
  };
}

function listNext(
  { workers, changes, environment }: CleanupPlan,
  language: Language,
): ReportStep[] {
  const words = CLEANUP_WORDS[language];
  const changed = new Set(changes.map(({ path }) => path));
  const deploys = workers
    .map(({ evidence }) => evidence.target)
    .filter(({ config }) => changed.has(config.path))
    .map(({ worker, config }) => ({
      what: words.stepDeploy(worker),
      command: deployCommand(config.path, environment),
    }));
  const removed = workers.filter(({ individual }) => individual.length > 0);
  const back = removed.map(({ evidence: { target } }) => ({
    what: words.stepBack,
    command: `${lunakeyCommand()} sync --worker ${target.worker} --env ${environment}`,
  }));
  return [...deploys, ...back];
}
