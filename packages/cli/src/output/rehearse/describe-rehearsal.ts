/** Evidence as the report of a rehearsal: outcomes with their facts, and what to do next. */
import type { RehearsalReport, ReportStep } from "@lunakey/contract";
import { REHEARSAL_WORDS } from "../../language/catalogues/rehearsal.ts";
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

/** One for each kind of thing that is in the way, in the order in which they are done. */
function listSteps({ target, names }: TargetEvidence, language: Language): ReportStep[] {
  const words = REHEARSAL_WORDS[language];
  const { worker, config } = target;
  const environment = target.environment.name;
  const lunakey = lunakeyCommand();
  const where = `--env ${environment}`;
  const namesWith = (...codes: readonly FactCode[]) =>
    names.filter(({ facts }) => facts.some(({ code }) => codes.includes(code)));
  const steps: ReportStep[] = [];
  const add = (found: readonly NameEvidence[], what: string, command: string) => {
    if (found.length > 0) steps.push({ what, command });
  };
  const outside = namesWith("read_outside");
  const isBound = namesWith("unbound").length === 0;
  add(
    names.filter(() => !isBound),
    words.stepBind(worker, environment),
    `${lunakey} bind ${where} --worker ${worker}`,
  );
  add(outside, words.stepMigrate(worker), `${lunakey} migrate --worker ${worker}`);
  if (!isBound) return steps;
  for (const { name } of namesWith("store_missing", "store_expired")) {
    const command = `${lunakey} set ${name} ${where}`;
    steps.push({ what: words.stepSet(name, environment), command });
  }
  const denied = namesWith("not_granted").map(({ name }) => name);
  add(
    namesWith("not_granted"),
    words.stepGrant(worker, environment),
    `${lunakey} grant ${worker} ${denied.join(" ")} ${where}`,
  );
  const isDue = namesWith("deployed_unbound", "deployed_older");
  add(isDue, words.stepDeploy(worker, environment), deployCommand(config.path, environment));
  add(
    namesWith("never_reported"),
    words.stepReport(worker),
    `${lunakey} helper --add reports --worker ${worker}`,
  );
  add(
    namesWith(...COMPARING),
    words.stepParity(worker, environment),
    `${lunakey} parity --worker ${worker} ${where}`,
  );
  add(
    namesWith("mode_own_first"),
    words.stepStoreFirst(worker, environment),
    `${lunakey} mode store-first --env ${environment} --worker ${worker}`,
  );
  return steps;
}
