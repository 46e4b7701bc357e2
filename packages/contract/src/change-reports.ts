/**
 * What `lunakey bind`, `migrate` and `status` print under `--json`. As a scan's report: names,
 * places and codes, with the sentences beside them; fields are added, never changed.
 */
import * as z from "zod";
import { place } from "./place.ts";

/** One file that was, or would be, changed. */
const changedFile = z.object({
  path: z.string(),
  change: z.enum(["made", "changed", "removed"]),
  /** Lines added and removed. */
  added: z.int().min(0),
  removed: z.int().min(0),
});

/** A remark of a planner: what is so, and a sentence for it. */
const note = z.object({
  code: z.string(),
  names: z.array(z.string()),
  place: place.nullable(),
  message: z.string(),
});

/** A note of a migration. */
const migrateNote = z.object({
  ...note.shape,
  /** Of `widely-called`: a function that becomes async, and its calls, which are awaited from now on. */
  spread: z.object({ name: z.string(), calls: z.int().min(0), files: z.int().min(0) }).optional(),
});

/** What to do next, in order; null where it is no command line. */
const step = z.object({ what: z.string(), command: z.string().nullable() });
export type ReportStep = z.infer<typeof step>;

const common = {
  v: z.literal(1),
  root: z.string(),
  dryRun: z.boolean(),
  /** False where nothing had to be written too. */
  written: z.boolean(),
  files: z.array(changedFile),
  warnings: z.array(z.string()).optional(),
};

const boundWorker = z.object({
  worker: z.string(),
  config: z.string(),
  environment: z.string(),
  delivery: z.enum(["service", "native", "synced"]),
  /** The secrets that its code reads. */
  names: z.array(z.string()),
});

/** `lunakey bind --json` */
export const bindReport = z.object({
  ...common,
  workers: z.array(boundWorker),
  notes: z.array(note),
  /** Names that were granted now; empty without a store. */
  granted: z.array(
    z.object({ worker: z.string(), environment: z.string(), names: z.array(z.string()) }),
  ),
  next: z.array(step),
});
export type BindReport = z.infer<typeof bindReport>;

const converted = z.object({ ...place.shape, name: z.string(), helper: z.string() });

const leftAlone = z.object({
  ...place.shape,
  code: z.string(),
  names: z.array(z.string()),
  /** Where the way to code that can wait ends. */
  blockedAt: place,
  subject: z.string().nullable(),
  /** The first type error that the change would have made, at `blockedAt`, without texts of the code. */
  error: z
    .object({ code: z.string(), message: z.string() })
    .optional()
    .describe("the compiler's code and first line"),
  message: z.string(),
  edit: z.string(),
  /** False where no secret is read by its name: a place to know of, such as `Object.keys(env)`. */
  isRead: z.boolean(),
});

const migratedWorker = z.object({
  worker: z.string(),
  config: z.string(),
  converted: z.array(converted),
  /** Those that throw from now on where the secret is missing. */
  required: z.array(converted),
  /** Converted names that look like settings, and nothing says which. Left out where there is none. */
  settings: z.array(z.string()).optional(),
  leftAlone: z.array(leftAlone),
  /** Reads among `leftAlone`; of a place that reads one of several secrets each counts. */
  readsLeft: z.int().min(0),
  /** Faults of lunakey itself: nothing is written of what it was at. Left out where there is none. */
  crashes: z
    .array(
      z.object({ kind: z.string(), at: z.string().nullable().describe("in lunakey's own code") }),
    )
    .optional(),
  notes: z.array(migrateNote),
  proof: z.object({
    errorsBefore: z.int(),
    errorsAfter: z.int(),
    references: z.int(),
    rounds: z.int(),
  }),
  /** A route whose reads are still to be moved; null where none is known. */
  nextRoute: z.string().nullable(),
});

/** `lunakey migrate --json` */
export const migrateReport = z.object({ ...common, workers: z.array(migratedWorker) });
export type MigrateReport = z.infer<typeof migrateReport>;

/** Code that still calls the helper after an eject, or a file that could not be taken back. */
const ejectLeft = z.object({
  ...place.shape,
  code: z.enum(["uses_helper", "type_error", "not_awaited", "same_lines", "config_entry"]),
  /** The helper's function; null where it is about a whole file. */
  helper: z.string().nullable(),
  name: z.string().nullable(),
  message: z.string(),
  /** What could stand there; null where that is not one expression. */
  edit: z.string().nullable(),
});
export type EjectLeft = z.infer<typeof ejectLeft>;

/** `lunakey eject --json` */
export const ejectReport = z.object({
  ...common,
  /** The commit before Lunakey's first change; null where nothing of Lunakey is left. */
  since: z.object({ commit: z.string(), title: z.string() }).nullable(),
  workers: z.array(
    z.object({ worker: z.string(), config: z.string(), environments: z.array(z.string()) }),
  ),
  /** Individual secrets that were written, or would be. */
  values: z.array(
    z.object({
      worker: z.string(),
      environment: z.string(),
      name: z.string(),
      state: z.enum(["planned", "queued", "sent", "failed", "verified"]),
    }),
  ),
  left: z.array(ejectLeft),
  next: z.array(step),
});
export type EjectReport = z.infer<typeof ejectReport>;

/** `complete` is a good end: nothing has to be cleaned up. */
export const workerPhase = z.enum(["none", "bound", "helper", "partly", "migrated", "complete"]);
export type WorkerPhase = z.infer<typeof workerPhase>;

/** What a Worker is bound to on the account; `unknown` where it could not be asked. */
const deployed = z.object({
  state: z.enum(["bound", "unbound", "never_deployed", "unknown"]),
  /** Names of secrets that are bound to the script one by one. */
  individual: z.array(z.string()),
});

const environmentStatus = z.object({
  name: z.string(),
  script: z.string().nullable(),
  phase: workerPhase,
  /** Whether and how the config binds it to a store. */
  delivery: z.enum(["service", "native"]).nullable(),
  deployed: deployed.nullable(),
});

/** The part of `lunakey status --json` that is about the repository. */
export const repositoryStatus = z.object({
  v: z.literal(1),
  root: z.string(),
  workers: z.array(
    z.object({
      worker: z.string(),
      config: z.string(),
      phase: workerPhase,
      /** Reads of secrets that go through the helper, and all of them. */
      movedReads: z.int().min(0),
      reads: z.int().min(0),
      /** Of these, those of what a schema made of the environment: no run moves them. */
      copyReads: z.int().min(0),
      nextRoute: z.string().nullable(),
      environments: z.array(environmentStatus),
    }),
  ),
  next: z.array(step),
});
export type RepositoryStatus = z.infer<typeof repositoryStatus>;
