/**
 * The gateway and the admin Worker of the run, as the account has deployed them: one workerd with the
 * ledger's SQLite on disk. On backend `cloudflare` the values of the account's store come to the
 * gateway's bindings as they change.
 */
import type { Version } from "../cloudflare-account/account-state.ts";
import type { CloudflareAccount } from "../cloudflare-account/start-account.ts";
import { findFreePort } from "../stack/free-ports.ts";
import { describeDeployed } from "./described.ts";
import { type Machine, type MachineOptions, startMachine } from "./machine.ts";

const STORE_SCRIPT = "lunakey-store";
const ADMIN_SCRIPT = "lunakey-admin";

export interface GatewayOptions extends Pick<MachineOptions, "clock" | "registryPath" | "onLog"> {
  readonly account: CloudflareAccount;
  readonly statePath: string;
}

export interface Gateway {
  /** Of the admin Worker, once it runs. */
  readonly url: string;
  /** Makes what runs what the account has deployed. */
  follow(): Promise<void>;
  stop(): Promise<void>;
}

interface Running {
  readonly machine: Machine;
  readonly versions: readonly [Version, Version];
}

export function startGateway({ account, statePath, ...place }: GatewayOptions): Gateway {
  let running: Running | null = null;
  let port: number | null = null;
  /** What each binding was given last. */
  const spread = new Map<string, string>();

  const start = async (versions: Running["versions"]): Promise<Running> => {
    await running?.machine.stop();
    spread.clear();
    port ??= await findFreePort();
    const outbound = (request: Request) => askAccount(account, request);
    const of = { offsetMs: place.clock.offsetMs, findUrl: () => null, outbound };
    const [store, admin] = versions;
    const workers = [
      describeDeployed(admin, { ...of, name: ADMIN_SCRIPT }),
      describeDeployed(store, { ...of, name: STORE_SCRIPT }),
    ] as const;
    const machine = await startMachine({ ...place, workers: [...workers], statePath, port });
    return { machine, versions };
  };
  const spreadValues = async ({ machine, versions: [store] }: Running) => {
    const [values] = account.snapshot().stores;
    for (const { name, type, secret_name: secret } of store.bindings) {
      if (type !== "secrets_store_secret") continue;
      const value = values?.secrets[String(secret)]?.value;
      if (value === undefined || spread.get(name) === value) continue;
      await machine.putBound(name, STORE_SCRIPT, value);
      spread.set(name, value);
    }
  };
  return {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    async follow() {
      const store = account.findDeployed(STORE_SCRIPT);
      const admin = account.findDeployed(ADMIN_SCRIPT);
      if (store === null || admin === null) return;
      if (running?.versions[0] !== store || running.versions[1] !== admin) {
        running = await place.clock.during(() => start([store, admin]));
      }
      await spreadValues(running);
    },
    async stop() {
      await running?.machine.stop();
    },
  };
}

/** Cloudflare's API, and nothing else of the outside. */
async function askAccount({ url }: CloudflareAccount, request: Request): Promise<Response> {
  const { host, pathname, search } = new URL(request.url);
  if (host !== "api.cloudflare.com") return new Response(null, { status: 502 });
  const { method, headers } = request;
  const body = method === "GET" ? {} : { body: await request.arrayBuffer() };
  return fetch(new URL(url).origin + pathname + search, { method, headers, ...body });
}
