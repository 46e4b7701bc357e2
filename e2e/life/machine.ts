/** One workerd with Workers whose clocks follow the run's. */
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import type { Clock } from "./clock.ts";
import { CLOCK_ENTRYPOINT } from "./moved-date.ts";

/** A Worker in miniflare's options of version 4, with its modules behind `moveClockOf`. */
export interface MovableWorker {
  readonly name: string;
  readonly [option: string]: unknown;
}

export interface MachineOptions {
  /** The first answers at the machine's port. */
  readonly workers: readonly [MovableWorker, ...MovableWorker[]];
  readonly clock: Clock;
  /** Where machines find each other's Workers. */
  readonly registryPath: string;
  /** Where databases are; none are kept where it is left out. */
  readonly statePath?: string;
  readonly port?: number;
  readonly onLog: (line: string) => void;
}

export interface Machine {
  /** Of the first Worker, without anything in between. */
  readonly port: number;
  /** Puts a value where a binding to Cloudflare's Secrets Store leads, on this machine. */
  putBound(binding: string, worker: string, value: string): Promise<void>;
  stop(): Promise<void>;
}

const CONTROL = "life-control";
const CONTROL_SOURCE = `export default {
  async fetch(request, env) {
    const offset = Number(await request.text());
    await Promise.all(Object.values(env).map((clock) => clock.set(offset)));
    return new Response();
  },
};`;

export async function startMachine(options: MachineOptions): Promise<Machine> {
  const { workers, clock, registryPath, statePath } = options;
  const [first] = workers;
  const control = `${CONTROL}-${first.name}`;
  const direct = (port: number) => ({ unsafeDirectSockets: [{ host: "127.0.0.1", port }] });
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      cf: false,
      unsafeLocalExplorer: false,
      unsafeObservability: false,
      unsafeDevRegistryPath: registryPath,
      ...(statePath === undefined ? {} : { resourcePersistencePath: statePath }),
      handleStructuredLogs: ({ message }: { message: string }) => options.onLog(message),
      workers: [
        { ...first, ...direct(options.port ?? 0) },
        ...workers.slice(1),
        {
          name: control,
          modules: [{ type: "ESModule", path: "control.js", contents: CONTROL_SOURCE }],
          compatibilityDate: "2026-09-15",
          serviceBindings: Object.fromEntries(
            workers.map(({ name }, index) => [
              `CLOCK_${index}`,
              { name, entrypoint: CLOCK_ENTRYPOINT },
            ]),
          ),
          ...direct(0),
        },
      ],
    } as never),
  );
  await miniflare.ready;
  const port = Number((await miniflare.unsafeGetDirectURL(first.name)).port);
  const controlUrl = await miniflare.unsafeGetDirectURL(control);
  let isRunning = true;
  const setClock = async (offsetMs: number) => {
    const response = await fetch(controlUrl, { method: "POST", body: String(offsetMs) });
    if (!response.ok) throw new Error(`The clock of ${first.name} did not move.`);
  };
  let lastMove = Promise.resolve();
  clock.follow(async (offsetMs) => {
    if (!isRunning) return;
    lastMove = setClock(offsetMs);
    await lastMove;
  });
  return {
    port,
    async putBound(binding, worker, value) {
      const open = await miniflare.getSecretsStoreSecretAPI(binding, worker);
      await open().create(value);
    },
    async stop() {
      isRunning = false;
      // The clock may be moving: whoever moves it would see the machine go in the middle of its answer.
      await Promise.allSettled([lastMove]);
      await miniflare.dispose();
    },
  };
}
