/** Small Workers that stand beside the two: each does what its test says and answers with JSON. */
import type { WorkerOptions } from "lunakey/local";
import { findFreePort } from "../stack/free-ports.ts";
import { STORE_ID } from "../stack/start-stack.ts";

export interface Probe {
  readonly worker: WorkerOptions;
  readonly url: string;
}

export interface ProbeOptions {
  readonly name: string;
  /** An ES module whose default export has `fetch(request, env)`. */
  readonly script: string;
  readonly serviceBindings?: Readonly<Record<string, unknown>>;
  readonly durableObjects?: Readonly<Record<string, unknown>>;
}

/** @returns a Worker for `workers` of a stack, and where it answers once that runs. */
export async function createProbe({ name, script, ...bindings }: ProbeOptions): Promise<Probe> {
  const port = await findFreePort();
  const worker = {
    name,
    modules: [{ type: "ESModule", path: "probe.js", contents: script }],
    compatibilityDate: "2026-09-15",
    unsafeDirectSockets: [{ host: "127.0.0.1", port }],
    ...bindings,
  };
  return { worker, url: `http://127.0.0.1:${port}` };
}

/** The store's entrypoint for Workers, bound as a consumer of that environment. */
export function bindSecrets(worker: string, environment: string): object {
  return bindSecretsWith({ v: 1, store: STORE_ID, worker, environment });
}

/** The same with any props, or none. */
export function bindSecretsWith(props?: object): object {
  const target = { name: "lunakey-store", entrypoint: "Secrets" };
  return props === undefined ? target : { ...target, props };
}
