/** The store's REST API as a script would call it: with fetch, and the admin's token from its file. */
import { readFile } from "node:fs/promises";
import type { LocalStore } from "lunakey/local";

export interface StoreClient {
  /** @throws Refusal where the store does. */
  call(method: string, path: string, body?: object): Promise<unknown>;
}

interface RefusalBody {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** What `call` throws where the store refuses. */
export type Refusal = Error & Pick<RefusalBody, "code" | "hint">;

export async function connectStore(
  store: Pick<LocalStore, "url" | "tokenFile">,
): Promise<StoreClient> {
  const token = (await readFile(store.tokenFile, "utf8")).trim();
  return {
    async call(method, path, body) {
      const response = await fetch(`${store.url}/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(30_000),
      });
      const answer = (await response.json()) as { error?: RefusalBody };
      if (response.ok) return answer;
      const { code, message, hint } = answer.error ?? { code: "none", message: "no error" };
      throw Object.assign(new Error(`${code}: ${message}`), { code, hint });
    },
  };
}

/** Puts values in, all or none, and lets the Workers read what is theirs. */
export async function fillStore(
  client: StoreClient,
  environment: string,
  workers: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Promise<void> {
  const values = new Map(Object.values(workers).flatMap((secrets) => Object.entries(secrets)));
  const entries = [...values].map(([name, value]) => ({ name, value }));
  await client.call("POST", `/environments/${environment}/import`, { entries, mode: "apply" });
  await grantSecrets(client, environment, workers);
}

/** Lets the Workers read what is theirs. */
export async function grantSecrets(
  client: StoreClient,
  environment: string,
  workers: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Promise<void> {
  for (const [worker, secrets] of Object.entries(workers)) {
    await client.call("POST", "/grants", { worker, environment, names: Object.keys(secrets) });
  }
}
