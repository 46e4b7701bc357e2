/**
 * What `lunakey init` writes into a repository: the two Workers as wrangler deploys them, without
 * any secret. Data in, texts out.
 */
export type BackendChoice = "cloudflare" | "vault";

export interface GatewayOptions {
  readonly backend: BackendChoice;
  readonly store: string;
  /** Backend `cloudflare`: the environment that the bound values are for, or `all`. */
  readonly environment: string | undefined;
  /** Versions of the root keys that the gateway is given. */
  readonly rootKeyVersions: readonly number[];
  /** Shut until a backup was restored. */
  readonly awaitRestore: boolean;
  /** The built Worker; null to import the package. */
  readonly bundle: WorkerBundle | null;
}

export interface WorkerBundle {
  readonly version: string;
  readonly code: string;
}

export interface RenderedFile {
  /** Within the Worker's folder. */
  readonly name: string;
  readonly content: string;
}

const COMPATIBILITY_DATE = "2026-10-01";

/** The folder `store`. */
export function renderGateway(options: GatewayOptions): RenderedFile[] {
  const required = [
    ...options.rootKeyVersions.map((version) => `LUNAKEY_ROOT_KEY_V${version}`),
    "LUNAKEY_FIRST_ADMIN_TOKEN_HASH",
  ];
  const config = `{
  // The gateway to the store. No route and no address of its own: Workers and the admin Worker reach
  // it by service bindings only. Made by lunakey init; docs/production.md of Lunakey explains it.
  "name": "lunakey-store",
${renderMain(options.bundle)}
  "compatibility_date": "${COMPATIBILITY_DATE}",
  "workers_dev": false,
  "preview_urls": false,
  "durable_objects": { "bindings": [{ "name": "LEDGER", "class_name": "Ledger" }] },
  "migrations": [{ "tag": "v1", "new_sqlite_classes": ["Ledger"] }],
  "vars": ${JSON.stringify(describeVars(options))},
  // A deploy without these is refused. They come from the recovery file, never from this one.
  "secrets": { "required": ${JSON.stringify(required)} }${options.backend === "cloudflare" ? renderBindings(options.store) : "\n"}}
`;
  const index = `export { Admin, default, Ledger, Secrets } from "@lunakey/store";\n`;
  return [
    { name: "wrangler.jsonc", content: config },
    renderWorker("store", options.bundle, index),
  ];
}

/** The folder `admin`. */
export function renderAdmin(bundle: WorkerBundle | null): RenderedFile[] {
  const config = `{
  // The admin Worker: REST for people and CI. It has no power of its own, the caller's token goes
  // along with each command; so it needs no secret, and a store works without it.
  "name": "lunakey-admin",
${renderMain(bundle)}
  "compatibility_date": "${COMPATIBILITY_DATE}",
  "workers_dev": false,
  "preview_urls": false,
  // To reach it, give it a host of your own, and say here that it answers under no other:
  // "routes": [{ "pattern": "lunakey.example.com", "custom_domain": true }],
  // "vars": { "LUNAKEY_ALLOWED_HOSTS": "lunakey.example.com" },
  "services": [{ "binding": "STORE", "service": "lunakey-store", "entrypoint": "Admin" }]
}
`;
  const index = `export { default } from "@lunakey/admin";\n`;
  return [{ name: "wrangler.jsonc", content: config }, renderWorker("admin", bundle, index)];
}

/** `lunakey.jsonc` of the repository. */
export function renderConfig(store: string): string {
  return `{
  // The store that the Workers of this repository read from.
  "store": "${store}",
  // Where its admin Worker answers, once it has a host:
  // "admin": "https://lunakey.example.com"
}
`;
}

function renderMain(bundle: WorkerBundle | null): string {
  return bundle === null ? `  "main": "index.js",` : `  "main": "worker.js",\n  "no_bundle": true,`;
}

function describeVars(options: GatewayOptions): Record<string, string> {
  const { store, backend, environment, awaitRestore } = options;
  return {
    LUNAKEY_STORE_ID: store,
    LUNAKEY_BACKEND: backend,
    ...(environment === undefined ? {} : { LUNAKEY_ENVIRONMENT: environment }),
    ...(awaitRestore ? { LUNAKEY_AWAIT_RESTORE: "true" } : {}),
  };
}

function renderBindings(store: string): string {
  return `,
  // One binding per secret of Cloudflare's Secrets Store, under SECRET_ and its name (a name with
  // dashes: DASHED_SECRET_, "_" doubled, "-" as "_dash_"). A new name needs a deploy.
  "secrets_store_secrets": [
    // { "binding": "SECRET_STRIPE_SECRET_KEY", "store_id": "${store}", "secret_name": "STRIPE_SECRET_KEY" }
  ]
`;
}

function renderWorker(name: string, bundle: WorkerBundle | null, index: string): RenderedFile {
  if (bundle === null) return { name: "index.js", content: index };
  const head = `// @lunakey/${name} ${bundle.version}, copied by lunakey init. Not to be edited: copy a newer one instead.\n`;
  return { name: "worker.js", content: head + bundle.code };
}
