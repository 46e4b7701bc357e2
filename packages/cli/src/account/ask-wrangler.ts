/**
 * One question to the account: `wrangler … --json`, its answer checked or its refusal named. For
 * commands use `account.ts`, which asks a few at a time.
 */
import type * as z from "zod";
import { type AccountTrouble, explainFailure, isNeverDeployed } from "./account-trouble.ts";
import type { RunWrangler, WranglerRun } from "./run-wrangler.ts";

/** Where a Worker is asked for. */
export interface DeployedWorker {
  /** The script's name on Cloudflare, of the environment that is meant. */
  readonly script: string;
  /** Absolute path of the folder of its config; wrangler runs there. */
  readonly folder: string;
  /** File name of the config in that folder, for its `account_id`; null: the one wrangler finds. */
  readonly config: string | null;
  /** A named environment of that config, which may have an `account_id` of its own; null: none. */
  readonly environment: string | null;
}

/** `never_deployed`: the account has no such script, or deploys none of its versions. */
export type Asked<Answer> =
  | { readonly state: "answered"; readonly answer: Answer }
  | { readonly state: "never_deployed" }
  | ({ readonly state: "unknown" } & AccountTrouble);

/** @param schema of what is read of the answer; further members are left aside. */
export async function askWrangler<Answer>(
  command: readonly string[],
  worker: DeployedWorker,
  run: RunWrangler,
  schema: z.ZodType<Answer>,
): Promise<Asked<Answer>> {
  const finished = await run([...command, ...optionsFor(worker)], worker.folder);
  if (finished.status === 0) return parseAnswer(finished, schema);
  if (isNeverDeployed(finished)) return { state: "never_deployed" };
  return { state: "unknown", ...explainFailure(finished) };
}

function optionsFor({ script, config, environment }: DeployedWorker): readonly string[] {
  const place = config === null ? [] : ["--config", config];
  const named = environment === null ? [] : ["--env", environment];
  return ["--json", "--name", script, ...place, ...named];
}

function parseAnswer<Answer>({ stdout }: WranglerRun, schema: z.ZodType<Answer>): Asked<Answer> {
  // Warnings may stand before the JSON, whatever wrangler was told.
  const start = stdout.search(/^[[{]/m);
  try {
    return { state: "answered", answer: schema.parse(JSON.parse(stdout.slice(start))) };
  } catch {
    // What is not understood is not shown: it is somebody else's output.
    return { state: "unknown", trouble: "failed", apiCode: null };
  }
}
