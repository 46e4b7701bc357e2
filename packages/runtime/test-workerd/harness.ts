/**
 * Workers as they are deployed: bundled, in workerd, bound to each other. Not the Vitest plugin of
 * Cloudflare, which runs the tests in the Worker itself: a module's scope, a cancelled request, a
 * handler that has returned and an isolate without nodejs_compat can only be seen from outside.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";

const compatibilityDate = "2026-10-01";

function pathOf(file: string): string {
  return fileURLToPath(new URL(`workers/${file}`, import.meta.url));
}

async function bundle(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [pathOf(file)],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*"],
  });
  return outputFiles[0]?.text ?? "";
}

/** How the store behaves from now on. Only what is given is changed. */
export interface Behaviour {
  readonly behaviour?: "answers" | "fails" | "hangs" | "talks nonsense";
  readonly delayMs?: number;
  readonly version?: number;
}

export interface Seen {
  readonly reads: number;
  readonly reports: readonly { readonly counts: readonly object[] }[];
}

export interface Workers {
  /** The body of a GET, parsed; from `reader` unless told. */
  get(path: string, worker?: string, signal?: AbortSignal): Promise<unknown>;
  /** Puts a Worker's clock forward; that of `reader` unless told. */
  ahead(ms: number, worker?: string): Promise<void>;
  /** Tells the store how to behave, and what it has seen since the start. */
  store(behaviour?: Behaviour): Promise<Seen>;
  dispose(): Promise<void>;
}

function secrets(worker: string, entrypoint = "Secrets") {
  return { name: "store", entrypoint, props: { v: 1, store: "local", worker } };
}

function worker(name: string, contents: string, compatibilityFlags: string[]) {
  const modules = [{ type: "ESModule" as const, path: "index.js", contents }];
  return { name, modules, compatibilityDate, compatibilityFlags, unsafeDirectSockets: [{}] };
}

export async function startWorkers(flags: string[]): Promise<Workers> {
  const [reader, moduleScope] = await Promise.all([bundle("reader.ts"), bundle("module-scope.ts")]);
  const reading = (name: string, SECRETS: object, bindings: Record<string, string> = {}) => ({
    ...worker(name, reader, flags),
    bindings,
    durableObjects: { OBJECT: "ReaderObject" },
    serviceBindings: { SECRETS, READER: { name, entrypoint: "Reader" } },
  });
  const options = convertV4MiniflareOptions({
    host: "127.0.0.1",
    port: 0,
    cf: false,
    log: new Log(LogLevel.NONE),
    unsafeLocalExplorer: false,
    unsafeObservability: false,
    workers: [
      reading("reader", secrets("reader")),
      reading("with-copy", secrets("with-copy"), { KEY: "individual" }),
      reading("without-read", secrets("without-read", "Other"), { KEY: "individual" }),
      {
        ...worker("module-scope", moduleScope, flags),
        serviceBindings: { SECRETS: secrets("module-scope") },
      },
      worker("store", readFileSync(pathOf("store.js"), "utf8"), []),
    ],
  } as never);
  const miniflare = new Miniflare(options);
  await miniflare.ready;
  return controls(miniflare);
}

function controls(miniflare: Miniflare): Workers {
  const urls = new Map<string, Promise<URL>>();
  const ask = async (name: string, path: string, init: RequestInit = {}) => {
    const url = urls.get(name) ?? miniflare.unsafeGetDirectURL(name);
    urls.set(name, url);
    const response = await fetch(new URL(path, await url), init);
    return response.json();
  };
  return {
    get: (path, name = "reader", signal) => ask(name, path, signal ? { signal } : {}),
    ahead: async (ms, name = "reader") => {
      await ask(name, `/ahead?ms=${ms}`, { method: "POST" });
    },
    store: async (behaviour = {}) =>
      (await ask("store", "/", { method: "POST", body: JSON.stringify(behaviour) })) as Seen,
    dispose: () => miniflare.dispose(),
  };
}
