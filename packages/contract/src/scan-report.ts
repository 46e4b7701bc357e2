/**
 * What `lunakey scan --json` prints. Names, places and rules; never a value: a line of code is
 * given with every literal masked that looks like a secret. Fields are added, never changed.
 */
import * as z from "zod";
import { place } from "./place.ts";

const environment = z.object({
  name: z.string(),
  /** The script on Cloudflare; null where the config gives no name. */
  script: z.string().nullable(),
  /** Names in `secrets.required`. */
  required: z.array(z.string()),
  /** Names in the environment's `.dev.vars`. */
  devVars: z.array(z.string()),
  /** Names in `[vars]`. */
  vars: z.array(z.string()),
  /** Everything else that the environment is bound to, by name. */
  bindings: z.array(z.object({ name: z.string(), kind: z.string() })),
});

const worker = z.object({
  /** The config's `name`; its folder's where it gives none. */
  name: z.string(),
  config: z.string(),
  kind: z.string(),
  entry: z.string().nullable(),
  /** How many files of code the Worker is made of, as far as its entry reaches. */
  files: z.int().min(0),
  environments: z.array(environment),
});

const secret = z.object({
  name: z.string(),
  /** `configuration` only looks like one, and is left out of what is counted. */
  classification: z.enum(["secret", "configuration"]),
  /** Codes, the strongest first. */
  reasons: z.array(z.string()),
  workers: z.array(
    z.object({
      /** `config` of the Worker: two may have the same name. */
      config: z.string(),
      worker: z.string(),
      reads: z.int().min(0),
      /** Environments that say that they have it. */
      declaredIn: z.array(z.string()),
    }),
  ),
});

const read = z.object({
  ...place.shape,
  name: z.string(),
  /** Configs of the Workers whose entry reaches it. */
  workers: z.array(z.string()),
  form: z.string(),
  taking: z.string(),
  /** Is the nearest function around it async? null: there is none, it is module level. */
  async: z.boolean().nullable(),
  /** What runs it, as far as it was followed. */
  reaches: z.array(
    z.object({
      kind: z.string(),
      /** `POST /billing/checkout`, a handler's or class' name, a file for `module`. */
      name: z.string(),
      /** Of a route; null for all other kinds. */
      path: z.string().nullable(),
    }),
  ),
  /** Whether types say so, or only the shape of the code. */
  evidence: z.enum(["types", "shape"]),
  /** Whether it goes through Lunakey's helper already. */
  throughHelper: z.boolean(),
  /** The line, masked. */
  code: z.string(),
});

const whole = z.object({
  ...place.shape,
  kind: z.string(),
  workers: z.array(z.string()),
  code: z.string(),
});

export const scanFinding = z.object({
  code: z.string(),
  severity: z.enum(["high", "medium", "low"]),
  names: z.array(z.string()),
  workers: z.array(z.string()),
  environments: z.array(z.string()),
  places: z.array(place),
  /** What is so, in one sentence. */
  message: z.string(),
  /** What to do about it. */
  fix: z.string(),
});
export type ScanFinding = z.infer<typeof scanFinding>;

const problem = z.object({
  code: z.string(),
  ...place.shape,
  message: z.string(),
});

const verdict = z.object({
  choice: z.enum(["keep", "fix", "move"]),
  message: z.string(),
  reasons: z.array(z.object({ code: z.string(), count: z.number(), message: z.string() })),
});

/** The whole document. */
export const scanReport = z.object({
  v: z.literal(1),
  /** The folder that was scanned, as an absolute path. */
  root: z.string(),
  workers: z.array(worker),
  secrets: z.array(secret),
  reads: z.array(read),
  wholeEnv: z.array(whole),
  findings: z.array(scanFinding),
  problems: z.array(problem),
  verdict,
  /** Where the page was written, as an absolute path. */
  html: z.string().optional(),
  /** Notes for people, as other commands have them. */
  warnings: z.array(z.string()).optional(),
});
export type ScanReport = z.infer<typeof scanReport>;
