/** What is next for each Worker: staging first, then the code route by route, then production. */
import type { ReportStep } from "@lunakey/contract";
import type { VerdictChoice } from "@lunakey/migrate";
import type { StatusWords } from "../../language/catalogues/status.ts";
import { deployCommand, lunakeyCommand, quote } from "../../output/deployed-commands.ts";
import { isServing, listTrials } from "../../repository/kinds-of-environment.ts";
import type { EnvironmentStatus, WorkerStatus } from "./phases.ts";

/** Workers that read nothing have nothing to do. */
export function listNext(
  workers: readonly WorkerStatus[],
  verdict: VerdictChoice,
  words: StatusWords,
): ReportStep[] {
  const reading = workers.filter(({ reads }) => reads > 0);
  if (reading.length === 0) return [{ what: words.keep, command: null }];
  const steps = reading.flatMap((worker) => [
    ...listDeploys(worker, words),
    ...nextOf(worker, words),
  ]);
  if (steps.length === 0) return [{ what: words.complete, command: null }];
  const isBegun = reading.some(({ phase, movedReads }) => phase !== "none" || movedReads > 0);
  const advice = verdict === "keep" && !isBegun;
  return advice ? [{ what: words.keepVerdict, command: null }, ...steps] : steps;
}

/** What is bound in its config only, where the account has answered. */
function listDeploys({ worker, config, environments }: WorkerStatus, words: StatusWords) {
  const isWaiting = ({ delivery, deployed }: EnvironmentStatus) =>
    delivery !== null && (deployed?.state === "unbound" || deployed?.state === "never_deployed");
  return environments.filter(isWaiting).map(({ name }) => ({
    what: words.stepDeploy(worker, name),
    command: deployCommand(config, name),
  }));
}

/** Empty where nothing has to be done. What no run moves comes last. */
function nextOf(worker: WorkerStatus, words: StatusWords): ReportStep[] {
  const { environments, movedReads, reads, copyReads, nextRoute } = worker;
  const copies = copyReads === 0 ? [] : [takeOut(worker, words)];
  if (copyReads === reads) return copies;
  const names = environments.map(({ name }) => name);
  const unbound = environments
    .filter(({ delivery }) => delivery === null)
    .map(({ name }) => name)
    // The top level last: with environments of their own it is for development.
    .sort((a, b) => Number(a === "default") - Number(b === "default"));
  if (unbound.length === names.length) return [bindFirst(worker, names, words)];
  if (movedReads + copyReads < reads) return [moveOn(worker.worker, nextRoute, words)];
  if (!unbound.some((name) => isServing(name, names))) return copies;
  const [next = "production"] = [...listTrials(unbound), ...unbound];
  return [
    {
      what: words.stepProduction(worker.worker, unbound),
      command: `${lunakeyCommand()} bind --env ${next} --worker ${worker.worker}`,
    },
    ...copies,
  ];
}

function bindFirst(
  { worker }: WorkerStatus,
  names: readonly string[],
  words: StatusWords,
): ReportStep {
  const [staging] = listTrials(names);
  const option = staging === undefined ? " --create-env" : "";
  const environment = staging ?? "staging";
  return {
    what: words.stepBind(worker, environment),
    command: `${lunakeyCommand()} bind --env ${environment}${option} --worker ${worker}`,
  };
}

function takeOut({ worker, copyReads }: WorkerStatus, words: StatusWords): ReportStep {
  return { what: words.stepCopies(worker, copyReads), command: null };
}

function moveOn(worker: string, route: string | null, words: StatusWords): ReportStep {
  const command = `${lunakeyCommand()} migrate --worker ${worker}`;
  return route === null
    ? { what: words.stepMigrateAll(worker), command }
    : { what: words.stepMigrate(worker, route), command: `${command} --route ${quote(route)}` };
}
