/**
 * Miniflare's own Secrets Store: the same folder that `wrangler secrets-store secret create` fills
 * without `--remote`. It keeps values in clear on disk: development values only.
 */
import {
  parseInput,
  type SecretName,
  secretBindingName,
  secretName,
  secretValue,
  storeId as storeIdSchema,
} from "@lunakey/contract";
import { loadMiniflare, type RunningMiniflare, type WorkerOptions } from "./miniflare.ts";
import { openStateFolder, type StateFolder } from "./state-folder.ts";

const WORKER = "secrets-store";
/** Miniflare reaches its store through a binding; listing does not look at which. */
const ANY_NAME = "ANY" as SecretName;

export interface LocalSecretsOptions {
  /** As in `startLocalStore`. */
  readonly folder: string;
  readonly storeId: string;
  /** The folder whose wrangler is used; default: the current one. */
  readonly wranglerFrom?: string;
}

/**
 * Puts values into the local Secrets Store, replacing those of the same name; as `wrangler
 * secrets-store secret create` does one by one. A store that runs serves them at once, but binds a
 * new name when it starts.
 *
 * @throws LunakeyError `invalid_input`; CliError `wrangler_missing` or `wrangler_too_old`.
 */
export async function putLocalSecrets(
  options: LocalSecretsOptions,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const entries = Object.entries(values).map(
    ([name, value]) =>
      [parseInput(secretName, name, "name"), parseInput(secretValue, value, "value")] as const,
  );
  const names = entries.map(([name]) => name);
  await withSecretsStore(options, names, async (miniflare) => {
    for (const [name, value] of entries) {
      const openSecret = await miniflare.getSecretsStoreSecretAPI(secretBindingName(name), WORKER);
      await openSecret().create(value);
    }
  });
}

/** The names in the local Secrets Store, sorted; those that Lunakey can not have are left out. */
export async function listLocalSecrets(options: LocalSecretsOptions): Promise<SecretName[]> {
  const keys = await withSecretsStore(options, [ANY_NAME], async (miniflare) =>
    (await miniflare.getSecretsStoreSecretAPI(secretBindingName(ANY_NAME), WORKER))().list(),
  );
  return keys.flatMap(({ name }) => secretName.safeParse(name).data ?? []).sort();
}

/** `[[secrets_store_secrets]]` for each name, in miniflare's form. */
export function describeBindings(
  storeId: string,
  names: readonly SecretName[],
): Record<string, object> {
  return Object.fromEntries(
    names.map((name) => [secretBindingName(name), { store_id: storeId, secret_name: name }]),
  );
}

async function withSecretsStore<T>(
  { folder, storeId, wranglerFrom = process.cwd() }: LocalSecretsOptions,
  names: readonly SecretName[],
  work: (miniflare: RunningMiniflare) => Promise<T>,
): Promise<T> {
  const store = parseInput(storeIdSchema, storeId, "storeId");
  const state: StateFolder = await openStateFolder(folder, "cloudflare");
  const createMiniflare = await loadMiniflare(wranglerFrom);
  const miniflare = createMiniflare({
    cf: false,
    unsafeLocalExplorer: false,
    unsafeObservability: false,
    resourcePersistencePath: state.statePath,
    workers: [describeWorker(store, names)],
  });
  try {
    await miniflare.ready;
    return await work(miniflare);
  } finally {
    await miniflare.dispose();
  }
}

function describeWorker(storeId: string, names: readonly SecretName[]): WorkerOptions {
  return {
    name: WORKER,
    modules: [{ type: "ESModule", path: "empty.js", contents: "export default {};" }],
    secretsStoreSecrets: describeBindings(storeId, names),
  };
}
