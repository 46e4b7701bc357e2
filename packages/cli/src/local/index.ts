/** `lunakey/local`: a local store for programs and tests. */
export type { WorkerOptions } from "./miniflare.ts";
export { type LocalSecretsOptions, putLocalSecrets } from "./secrets-store.ts";
export {
  type LocalLog,
  type LocalStore,
  type LocalStoreOptions,
  startLocalStore,
} from "./start-local-store.ts";
export { ADMIN_WORKER, STORE_WORKER } from "./workers.ts";
