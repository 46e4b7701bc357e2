/** Evidence as the report of a rehearsal: outcomes with their facts, and what to do next. */
import type { RehearsalReport, ReportStep } from "@lunakey/contract";
import { REHEARSAL_WORDS, type RehearsalWords } from "../../language/catalogues/rehearsal.ts";
import type { Language } from "../../language/language.ts";
import type { FactCode } from "../../work/evidence/fact.ts";
import type { Evidence, NameEvidence, TargetEvidence } from "../../work/evidence/gather.ts";
import { deployCommand, lunakeyCommand } from "../deployed-commands.ts";
import { describeFact } from "./describe-fact.ts";

export function describeRehearsal(
  evidence: Evidence,
  root: string,
  language: Language,
): RehearsalReport {
  const all = evidence.targets.flatMap(({ names }) => names);
  const has = (outcome: NameEvidence["outcome"]) => all.some((each) => each.outcome === outcome);
  return {
    v: 1,
    root,
    commit: { head: evidence.head },
    store: evidence.store,
    result: has("would_fail") ? "failed" : has("unknown") ? "unknown" : "served",
    targets: evidence.targets.map(({ target, names }) => ({
      worker: target.worker,
      config: target.config.path,
      environment: target.environment.name,
      script: target.environment.script,
      names: names.map(({ name, outcome, facts }) => ({
        name,
        outcome,
        facts: facts.map((fact) => describeFact(fact, language)),
      })),
    })),
    next: evidence.targets.flatMap((each) => listSteps(each, language)),
  };
}

const COMPARING: readonly FactCode[] = ["never_compared", "compared_before", "copy_differs"];

interface Way {
  readonly target: TargetEvidence["target"];
  readonly environment: string;
  /** `--env` with its value. */
  readonly where: string;
  readonly words: RehearsalWords;
  readonly namesWith: (...codes: readonly FactCode[]) => readonly NameEvidence[];
}

/** One for each kind of thing that is in the way, in the order in which they are done. */
function listSteps({ target, names }: TargetEvidence, language: Language): ReportStep[] {
  const environment = target.environment.name;
  const way: Way = {
    target,
    environment,
    where: `--env ${environment}`,
    words: REHEARSAL_WORDS[language],
    namesWith: (...codes) =>
      names.filter(({ facts }) => facts.some(({ code }) => codes.includes(code))),
  };
  const code = [...stepsOfBinding(way), ...stepsOfCode(way)];
  // What is not bound reaches no store: nothing of the rest can be in its way yet.
  return way.namesWith("unbound").length > 0
    ? code
    : [...code, ...stepsOfStore(way), ...stepsOfDeploy(way), ...stepsOfTrust(way)];
}

function stepWhere(found: readonly NameEvidence[], what: string, rest: string): ReportStep[] {
  return found.length > 0 ? [{ what, command: `${lunakeyCommand()} ${rest}` }] : [];
}

function stepsOfBinding({ target: { worker }, environment, where, words, namesWith }: Way) {
  const what = words.stepBind(worker, environment);
  return stepWhere(namesWith("unbound"), what, `bind ${where} --worker ${worker}`);
}

function stepsOfCode({ target: { worker }, words, namesWith }: Way): ReportStep[] {
  const outside = namesWith("read_outside");
  return stepWhere(outside, words.stepMigrate(worker), `migrate --worker ${worker}`);
}

function stepsOfStore({ target: { worker }, environment, where, words, namesWith }: Way) {
  const missing = namesWith("store_missing", "store_expired").map(
    ({ name }): ReportStep => ({
      what: words.stepSet(name, environment),
      command: `${lunakeyCommand()} set ${name} ${where}`,
    }),
  );
  const denied = namesWith("not_granted");
  const names = denied.map(({ name }) => name).join(" ");
  const what = words.stepGrant(worker, environment);
  return [...missing, ...stepWhere(denied, what, `grant ${worker} ${names} ${where}`)];
}

function stepsOfDeploy({ target, environment, words, namesWith }: Way): ReportStep[] {
  const isDue = namesWith("deployed_unbound", "deployed_older").length > 0;
  const what = words.stepDeploy(target.worker, environment);
  return isDue ? [{ what, command: deployCommand(target.config.path, environment) }] : [];
}

/** What nobody has seen yet, and what serves its own copies until it was seen. */
function stepsOfTrust({ target: { worker }, environment, where, words, namesWith }: Way) {
  const report = words.stepReport(worker);
  const parity = words.stepParity(worker, environment);
  const storeFirst = words.stepStoreFirst(worker, environment);
  return [
    ...stepWhere(namesWith("never_reported"), report, `helper --add reports --worker ${worker}`),
    ...stepWhere(namesWith(...COMPARING), parity, `parity --worker ${worker} ${where}`),
    ...stepWhere(
      namesWith("mode_own_first"),
      storeFirst,
      `mode store-first ${where} --worker ${worker}`,
    ),
  ];
}
