/** How far a repository's Workers are, and what is next. */
import type { RepositoryStatus } from "@lunakey/contract";
import type { View } from "../../command-spec.ts";
import { STATUS_WORDS, type StatusWords } from "../../language/catalogues/status.ts";
import { colon, type Language } from "../../language/language.ts";
import { renderSteps } from "../steps.ts";
import type { StyleName } from "../style.ts";
import { renderTable } from "../table.ts";

type Worker = RepositoryStatus["workers"][number];
type Environment = Worker["environments"][number];

const PHASE_COLUMN = 2;

export function renderRepository(
  { workers, next }: RepositoryStatus,
  view: View,
  language: Language,
): string {
  const words = STATUS_WORDS[language];
  const rows = workers.flatMap((worker) =>
    worker.environments.map((environment) => ({ worker, environment })),
  );
  const hasDeployed = rows.some(({ environment }) => environment.deployed !== null);
  const table = renderTable(
    [
      words.worker,
      words.environment,
      words.phase,
      words.config,
      ...(hasDeployed ? [words.deployed] : []),
    ],
    rows.map(({ worker, environment }) => [
      worker.worker,
      environment.name,
      renderPhase(worker, environment, words),
      environment.delivery ?? words.notBound,
      ...(hasDeployed ? [renderDeployed(environment, words)] : []),
    ]),
    view,
    (row, column) => (column === PHASE_COLUMN ? styleOf(rows[row]?.environment) : null),
  );
  const reads = workers
    .filter((worker) => worker.reads > 0)
    .map(
      (worker) =>
        `${worker.worker}${colon(view.language)} ${words.reads(worker.movedReads, worker.reads)}\n`,
    );
  return `${table}\n${reads.join("")}\n${words.next}\n${renderSteps(next, view)}`;
}

function renderPhase(worker: Worker, { phase }: Environment, words: StatusWords): string {
  return phase === "partly" ? words.partly(worker.movedReads, worker.reads) : words.phases[phase];
}

function renderDeployed({ deployed }: Environment, words: StatusWords): string {
  if (deployed === null) return "";
  const state = words.deployedStates[deployed.state];
  const { length } = deployed.individual;
  return length === 0 ? state : `${state}, ${words.individual(length)}`;
}

function styleOf(environment: Environment | undefined): StyleName | null {
  if (environment?.phase === "complete") return "green";
  return environment?.phase === "none" ? "dim" : null;
}
