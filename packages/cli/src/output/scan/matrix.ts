/** Worker x secret x environment, as the terminal and the page both draw it. */
import type { ScanReport } from "@lunakey/contract";
import type { CellState } from "../../language/catalogues/scan.ts";

export type ScanWorker = ScanReport["workers"][number];
export type ScanEnvironment = ScanWorker["environments"][number];
export type ScanRead = ScanReport["reads"][number];

export interface MatrixRow {
  readonly name: string;
  readonly reads: readonly ScanRead[];
  /** How many of the reads are in code that is not async. */
  readonly sync: number;
  /** One for each environment of the Worker, in its order. */
  readonly cells: readonly CellState[];
}

/** The secrets of one Worker; what only looks like configuration is left out. */
export function listRows(report: ScanReport, worker: ScanWorker): MatrixRow[] {
  return report.secrets
    .filter((secret) => secret.classification === "secret")
    .filter((secret) => secret.workers.some(({ config }) => config === worker.config))
    .map(({ name }) => describeRow(report, worker, name));
}

/** Names of one Worker that are read or declared like secrets, and look like configuration. */
export function listConfiguration(report: ScanReport, worker: ScanWorker): string[] {
  return report.secrets
    .filter((secret) => secret.classification === "configuration")
    .filter((secret) => secret.workers.some(({ config }) => config === worker.config))
    .map(({ name }) => name);
}

function describeRow(report: ScanReport, worker: ScanWorker, name: string): MatrixRow {
  const reads = report.reads.filter(
    (read) => read.name === name && read.workers.includes(worker.config),
  );
  return {
    name,
    reads,
    sync: reads.filter((read) => read.async !== true).length,
    cells: worker.environments.map((each) => findState(each, name, reads.length > 0)),
  };
}

function findState(environment: ScanEnvironment, name: string, isRead: boolean): CellState {
  if (environment.vars.includes(name)) return "vars";
  if (environment.bindings.some((binding) => isStoreBinding(binding, name))) return "store";
  if (environment.required.includes(name)) return "required";
  if (environment.devVars.includes(name)) return "dev";
  return isRead ? "unsaid" : "unread";
}

function isStoreBinding(binding: { name: string; kind: string }, name: string): boolean {
  const isNamed = binding.name === name || binding.name === `${name}_STORE`;
  return binding.kind === "secrets_store_secrets" && isNamed;
}
