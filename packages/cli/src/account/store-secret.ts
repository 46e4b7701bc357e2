/**
 * One secret of Cloudflare's Secrets Store, by Cloudflare's own client and the admin's own sign-in: found
 * by its name, and given another value. Values can not be read back, here or anywhere.
 */
import { BaseSecrets } from "cloudflare/resources/secrets-store/stores/secrets";
import { createClient } from "cloudflare/tree-shakable";
import { type CliError, failure } from "../cli-error.ts";
import { phrase } from "../language/phrase.ts";
import type { Ports } from "../ports.ts";
import type { OpenAccess } from "./account-access.ts";

export interface StoreSecret {
  readonly id: string;
  /** When its value, or anything else of it, was last changed; milliseconds since 1970. */
  readonly modifiedAt: number;
}

export interface StoreSecrets {
  /** @throws CliError `account_refused`; `not_found` in the store. */
  find(name: string): Promise<StoreSecret>;
  /** @throws CliError `account_refused` */
  change(secret: StoreSecret, value: string): Promise<void>;
}

const TIMEOUT_MS = 20_000;
const MAX_RETRY_COUNT = 2;

/** @param storeId of the Secrets Store. */
export function openStoreSecrets(
  { env, fetch }: Pick<Ports, "env" | "fetch">,
  { key, accountId: account_id }: OpenAccess,
  storeId: string,
): StoreSecrets {
  const baseURL = env.CLOUDFLARE_API_BASE_URL;
  const client = createClient({
    ...{ ...key, fetch, timeout: TIMEOUT_MS, maxRetries: MAX_RETRY_COUNT, logLevel: "off" },
    ...(baseURL === undefined ? {} : { baseURL }),
    resources: [BaseSecrets],
  });
  const { secrets } = client.secretsStore.stores;
  const place = { account_id, store_id: storeId };
  return {
    find: (name) => explained(() => find(secrets, storeId, account_id, name)),
    change: ({ id }, value) =>
      explained(async () => {
        await secrets.edit(id, { ...place, value });
      }),
  };
}

async function find(
  secrets: BaseSecrets,
  storeId: string,
  account_id: string,
  name: string,
): Promise<StoreSecret> {
  // The search is a filter over names and comments: only the one spelling counts.
  for await (const { id, name: found, modified } of secrets.list(storeId, {
    account_id,
    search: name,
    per_page: 100,
  })) {
    if (found === name) return { id, modifiedAt: Date.parse(modified) };
  }
  throw failure(
    "account_refused",
    phrase("Cloudflare's Secrets Store {storeId} has no secret {name}.", { storeId, name }),
    "Check the account (account_id of the gateway's config, else CLOUDFLARE_ACCOUNT_ID), and `store` in lunakey.jsonc.",
  );
}

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && error.name === "CliError") throw error;
    throw explain(error);
  }
}

/** Cloudflare's own words are not repeated: they may quote what was sent. */
function explain(error: unknown): CliError {
  const { status, errors } = Object(error) as { status?: unknown; errors?: unknown };
  const [first] = Array.isArray(errors) ? errors : [];
  const code: unknown = Object(first).code;
  const what =
    typeof status === "number"
      ? phrase("answered with status {status}", { status })
      : phrase("did not answer");
  return failure(
    "account_refused",
    phrase("Cloudflare's API {what}{detail}.", {
      what,
      detail: typeof code === "number" ? ` (code ${code})` : "",
    }),
    "The token of CLOUDFLARE_API_TOKEN, else the sign-in of wrangler, needs Account, Secrets Store, Edit, for the account of account_id or CLOUDFLARE_ACCOUNT_ID; then run the same command again.",
  );
}
