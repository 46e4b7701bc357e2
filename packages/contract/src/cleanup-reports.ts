/**
 * What `lunakey rehearse` and `lunakey cleanup` print under `--json`. Names, places and codes, with the
 * sentences beside them; never a value. Fields and codes are added, never changed.
 */
import * as z from "zod";
import { place } from "./place.ts";

/**
 * Who says so: the code and config here, the store's own log, what the Worker reported to the store,
 * the Cloudflare account.
 */
export const factSide = z.enum(["scan", "store", "worker", "account"]);
export type FactSide = z.infer<typeof factSide>;

/**
 * `fails`: without the individual secret the read would give nothing, or another value. `unknown`:
 * nobody can tell. `wait`: it would be served; not seen for long enough. `holds` and `note` are not in
 * the way.
 */
export const factWeight = z.enum(["fails", "unknown", "wait", "holds", "note"]);
export type FactWeight = z.infer<typeof factWeight>;

const fact = z.object({
  side: factSide,
  code: z.string(),
  weight: factWeight,
  message: z.string(),
  places: z.array(place),
});
export type ReportedFact = z.infer<typeof fact>;

const step = z.object({ what: z.string(), command: z.string().nullable() });

const rehearsedName = z.object({
  name: z.string(),
  outcome: z.enum(["would_fail", "unknown", "would_be_served"]),
  facts: z.array(fact),
});

const commit = z.object({
  /** Of the code that was scanned; null without git. */
  head: z.string().nullable(),
});

/** `lunakey rehearse --json` */
export const rehearsalReport = z.object({
  v: z.literal(1),
  root: z.string(),
  commit,
  /** Address of the store that was asked; null: none answered. */
  store: z.string().nullable(),
  result: z.enum(["served", "unknown", "failed"]),
  targets: z.array(
    z.object({
      worker: z.string(),
      config: z.string(),
      environment: z.string(),
      script: z.string().nullable(),
      names: z.array(rehearsedName),
    }),
  ),
  next: z.array(step),
  warnings: z.array(z.string()).optional(),
});
export type RehearsalReport = z.infer<typeof rehearsalReport>;

const cleanedWorker = z.object({
  worker: z.string(),
  config: z.string(),
  environment: z.string(),
  script: z.string().nullable(),
  /** Individual secrets that are, or were, taken from the script. */
  removed: z.array(
    z.object({
      name: z.string(),
      /** The store's version that serves in its place; null where versions are not known. */
      version: z.int().nullable(),
      /** What was passed over by `--force`. */
      forced: z.array(fact),
    }),
  ),
  /** What stays, and why. */
  left: z.array(z.object({ name: z.string(), facts: z.array(fact) })),
  /** What nobody can have seen, of those that go. */
  unseen: z.array(z.object({ name: z.string(), facts: z.array(fact) })),
  /** Is, or was, `LUNAKEY_MODE` set to `store-only`? */
  fallbackRemoved: z.boolean(),
});

/** `lunakey cleanup --json` */
export const cleanupReport = z.object({
  v: z.literal(1),
  root: z.string(),
  commit,
  environment: z.string(),
  dryRun: z.boolean(),
  /** False where there was nothing to do too. */
  done: z.boolean(),
  forced: z.boolean(),
  files: z.array(
    z.object({
      path: z.string(),
      change: z.enum(["made", "changed", "removed"]),
      added: z.int().min(0),
      removed: z.int().min(0),
    }),
  ),
  workers: z.array(cleanedWorker),
  next: z.array(step),
  warnings: z.array(z.string()).optional(),
});
export type CleanupReport = z.infer<typeof cleanupReport>;
