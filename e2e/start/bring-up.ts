/** Brings the stack up with its development values in place; the same for `npm start` and its check. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { acceptSeed, createDoubles } from "../doubles/create-doubles.ts";
import {
  type Backend,
  putStackSecrets,
  type Stack,
  type StackPorts,
  startStack,
  startStore,
} from "../stack/start-stack.ts";
import { connectStore, grantSecrets } from "../stack/store-client.ts";
import { type DevState, openDevState } from "./dev-state.ts";
import { JOURNEY_ENVIRONMENT, makeJourney } from "./journey.ts";

/** The OAuth client ids in luna-proxy-web's [vars]. */
export const DEV_CLIENT_IDS = {
  github: "Ov23liDevLunaProxy00",
  google: "602391857264-dev.apps.googleusercontent.com",
};

/** Those in [env.staging.vars]. */
const STAGING_CLIENT_IDS = {
  github: "Ov23liStagingLuna000",
  google: "602391857264-staging.apps.googleusercontent.com",
};

export interface Running {
  readonly backend: Backend;
  readonly stack: Stack;
  readonly state: DevState;
  readonly doubles: ReturnType<typeof createDoubles>;
  /** True where this start put the values in. */
  readonly firstStart: boolean;
}

interface BringUpOptions {
  readonly folder: string;
  readonly ports: StackPorts;
  readonly backend: Backend;
  readonly print: (text: string) => void;
}

/**
 * Backend `vault`: the two Workers as the journey left them, in staging. Backend `cloudflare`: as
 * they were migrated by hand, since a new name of that store waits for the gateway's next deploy.
 */
export async function bringUp(options: BringUpOptions): Promise<Running> {
  const state = await openDevState(join(options.folder, "start"));
  const start = options.backend === "vault" ? startMoved : startBound;
  const { stack, doubles, firstStart } = await start(options, state);
  if (firstStart) await state.markFilled();
  return { backend: options.backend, stack, state, doubles, firstStart };
}

async function startMoved({ folder, ports, print }: BringUpOptions, state: DevState) {
  const journey = join(folder, "journey");
  const doubles = createDoubles(acceptSeed(state.seed, STAGING_CLIENT_IDS));
  // People delete the copy to see the journey again; the store then has its values already.
  const firstStart = !state.filled || !existsSync(journey);
  if (firstStart) {
    const store = await startStore(folder, ports.admin);
    await makeJourney({ folder: journey, store, valuesFile: state.valuesFile, print }).finally(() =>
      store.stop(),
    );
  }
  const stack = await startStack({
    ...{ folder, ports, environment: JOURNEY_ENVIRONMENT, outbound: doubles.fetch },
    tree: { folder: journey },
  });
  return { stack, doubles, firstStart };
}

async function startBound({ folder, ports, backend }: BringUpOptions, state: DevState) {
  const { api, web } = state.seed;
  const doubles = createDoubles(acceptSeed(state.seed, DEV_CLIENT_IDS));
  if (!state.filled) await putStackSecrets(folder, { ...api, ...web });
  const stack = await startStack({
    ...{ folder, ports, backend, outbound: doubles.fetch },
    tree: "golden",
  });
  if (!state.filled) {
    const client = await connectStore(stack.store);
    await grantSecrets(client, stack.environment, { "luna-proxy-api": api, "luna-proxy-web": web });
  }
  return { stack, doubles, firstStart: !state.filled };
}
