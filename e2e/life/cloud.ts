/**
 * What Cloudflare does with what an account has deployed: it runs it. Each script has an address; a
 * deploy, or a secret that is changed, starts it anew with the code and the bindings of that moment,
 * and the requests go over. Nothing but the account's own state says what runs.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Version } from "../cloudflare-account/account-state.ts";
import type { CloudflareAccount } from "../cloudflare-account/start-account.ts";
import type { Clock } from "./clock.ts";
import { describeDeployed } from "./described.ts";
import { type Edge, startEdge } from "./edge.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { describeKeyValues } from "./key-values.ts";
import { startMachine } from "./machine.ts";

export interface CloudOptions {
  readonly account: CloudflareAccount;
  readonly clock: Clock;
  /** Where databases are. */
  readonly folder: string;
  /** Scripts that are to have an address. */
  readonly scripts: readonly string[];
  /** Answers what Workers ask of the outside. */
  readonly outbound: (request: Request) => Promise<Response>;
}

export interface Cloud {
  readonly gateway: Gateway;
  urlOf(script: string): string;
  /** Resolves once everything that runs is what the account has deployed. */
  settle(): Promise<void>;
  /** Deploys of the scripts, and how many of them met requests under way. */
  countSwitches(): { readonly all: number; readonly busy: number };
  /** What Workers wrote to their console. */
  readonly logs: readonly string[];
  stop(): Promise<void>;
}

const LOOK_MS = 100;

export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const { account, clock, folder, scripts } = options;
  const registryPath = join(folder, "registry");
  await mkdir(registryPath, { recursive: true });
  const logs: string[] = [];
  const onLog = (line: string) => void logs.push(line);
  const place = { clock, registryPath, onLog };
  const keyValues = await startMachine({ ...place, workers: [describeKeyValues(clock.offsetMs)] });
  const gateway = startGateway({ ...place, account, statePath: join(folder, "state") });
  const edges = new Map<string, Edge>();
  for (const script of scripts) edges.set(script, await startEdge());
  const running = new Map<string, Version>();
  let switches = 0;

  const findUrl = (service: string) => edges.get(service)?.url ?? null;
  const replace = async (script: string, version: Version) => {
    const { outbound } = options;
    const name = `${script}--${version.number}`;
    const of = { name, offsetMs: clock.offsetMs, findUrl, outbound };
    // Not while the clock is moved: it would begin at the time from before.
    const machine = await clock.during(() =>
      startMachine({ ...place, workers: [describeDeployed(version, of)] }),
    );
    await edges.get(script)?.switchTo(machine);
    running.set(script, version);
    switches += 1;
  };
  const look = async () => {
    await gateway.follow();
    await Promise.all(
      scripts.map(async (script) => {
        const version = account.findDeployed(script);
        if (version !== null && running.get(script) !== version) await replace(script, version);
      }),
    );
  };
  const watch = watching(look);
  return {
    gateway,
    logs,
    urlOf: (script) => edges.get(script)?.url ?? "",
    settle: watch.now,
    countSwitches: () => ({
      all: switches,
      busy: [...edges.values()].reduce((sum, edge) => sum + edge.busySwitches, 0),
    }),
    async stop() {
      await watch.stop();
      await Promise.all([...edges.values()].map((edge) => edge.stop()));
      await gateway.stop();
      await keyValues.stop();
    },
  };
}

/** Looks again and again, one look at a time. What goes wrong is told to whoever asks next. */
function watching(look: () => Promise<void>) {
  let last: Promise<void> = Promise.resolve();
  let failure: unknown;
  let isLooking = false;
  const next = () => {
    isLooking = true;
    last = last
      .then(look)
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => {
        isLooking = false;
      });
    return last;
  };
  const timer = setInterval(() => {
    if (!isLooking) void next();
  }, LOOK_MS);
  return {
    async now() {
      await next();
      if (failure !== undefined) throw failure;
    },
    async stop() {
      clearInterval(timer);
      await last;
    },
  };
}
