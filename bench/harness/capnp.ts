/**
 * Renders the config that `workerd serve` reads, in Cap'n Proto's text form: Workers, their
 * bindings and sockets, nothing more. Texts are quoted by JSON, whose escapes Cap'n Proto knows.
 */

/** A service that a binding or a socket leads to. */
export interface Target {
  readonly service: string;
  readonly entrypoint?: string;
  /** What the callee sees as `ctx.props`. */
  readonly props?: object;
}

export interface WorkerConfig {
  readonly name: string;
  /** A module's source. */
  readonly code: string;
  readonly vars?: Readonly<Record<string, string>>;
  readonly services?: Readonly<Record<string, Target>>;
  /** Durable Objects with SQLite: the binding's name to the class. */
  readonly objects?: Readonly<Record<string, string>>;
}

export interface ServeConfig {
  readonly workers: readonly WorkerConfig[];
  /** Port of 127.0.0.1 to the Worker that answers there. */
  readonly sockets: Readonly<Record<number, string>>;
  /** Where the Durable Objects' databases lie. */
  readonly diskPath: string;
  /** For V8; workerd takes them with `--experimental` only. */
  readonly v8Flags?: readonly string[];
}

/** Older than the workerd that the lockfile pins; a newer date would stop it. */
const COMPATIBILITY_DATE = "2026-10-01";

/** @returns the text of a `.capnp` file. */
export function renderConfig({ workers, sockets, diskPath, v8Flags = [] }: ServeConfig): string {
  const services = [
    ...workers.map((worker) => `(name = ${quote(worker.name)}, worker = ${renderWorker(worker)})`),
    `(name = "disk", disk = (path = ${quote(diskPath)}, writable = true))`,
  ];
  const listening = Object.entries(sockets).map(
    ([port, service]) =>
      `(name = "s${port}", address = "127.0.0.1:${port}", http = (), service = ${quote(service)})`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = ${list(services)},
  sockets = ${list(listening)},
  v8Flags = ${list(v8Flags.map(quote))},
);
`;
}

function renderWorker({ code, vars = {}, services = {}, objects = {} }: WorkerConfig): string {
  const bindings = [
    ...Object.entries(vars).map(([name, text]) => `(name = "${name}", text = ${quote(text)})`),
    ...Object.entries(services).map(
      ([name, target]) => `(name = "${name}", service = ${renderTarget(target)})`,
    ),
    ...Object.entries(objects).map(
      ([name, className]) => `(name = "${name}", durableObjectNamespace = "${className}")`,
    ),
  ];
  const namespaces = Object.values(objects).map(
    (className) => `(className = "${className}", uniqueKey = "${className}", enableSql = true)`,
  );
  return `(
    modules = [(name = "worker.js", esModule = ${quote(code)})],
    compatibilityDate = "${COMPATIBILITY_DATE}",
    bindings = ${list(bindings)},
    durableObjectNamespaces = ${list(namespaces)},${
      namespaces.length > 0 ? ' durableObjectStorage = (localDisk = "disk"),' : ""
    }
  )`;
}

function renderTarget({ service, entrypoint, props }: Target): string {
  const parts = [`name = ${quote(service)}`];
  if (entrypoint !== undefined) parts.push(`entrypoint = ${quote(entrypoint)}`);
  if (props !== undefined) parts.push(`props = (json = ${quote(JSON.stringify(props))})`);
  return `(${parts.join(", ")})`;
}

function list(items: readonly string[]): string {
  return `[${items.join(",\n    ")}]`;
}

/** Cap'n Proto reads escapes byte by byte, so that other characters than ASCII stay as they are. */
function quote(text: string): string {
  return JSON.stringify(text);
}
