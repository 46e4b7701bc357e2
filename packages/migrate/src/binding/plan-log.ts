/** Collects what a plan has to say about one Worker. */
import type { Place } from "../repository/place.ts";
import type {
  BindNote,
  BindNoteCode,
  BindRefusal,
  BindRefusalCode,
  BindWorker,
} from "./bind-plan.ts";

export interface Remark {
  readonly environment?: string | null;
  readonly place?: Place | null;
  readonly names?: readonly string[];
}

export interface PlanLog {
  readonly notes: BindNote[];
  readonly refusals: BindRefusal[];
  note(code: BindNoteCode, remark?: Remark): void;
  /** As `note`, where there are names to tell. */
  noteNames(code: BindNoteCode, names: readonly string[], remark?: Remark): void;
  refuse(code: BindRefusalCode, remark?: Remark): void;
}

export function createPlanLog({ config }: BindWorker): PlanLog {
  const notes: BindNote[] = [];
  const refusals: BindRefusal[] = [];
  const fill = ({ environment = null, place = null, names = [] }: Remark = {}) => ({
    worker: workerName(config),
    environment,
    place: place ?? { file: config.path, line: 1, column: 1 },
    names,
  });
  return {
    notes,
    refusals,
    note: (code, remark) => notes.push({ code, ...fill(remark) }),
    noteNames: (code, names, remark) => {
      if (names.length > 0) notes.push({ code, ...fill({ ...remark, names }) });
    },
    refuse: (code, remark) => refusals.push({ code, ...fill(remark) }),
  };
}

/** What the Worker is called where the config gives it no name. */
export function workerName({ name, path }: BindWorker["config"]): string {
  return name ?? path;
}
