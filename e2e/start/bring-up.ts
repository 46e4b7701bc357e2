/** Brings the stack up with its development values in place; the same for `npm start` and its check. */
import { join } from "node:path";
import { acceptSeed, createDoubles } from "../doubles/create-doubles.ts";
import {
  type Backend,
  putStackSecrets,
  type Stack,
  type StackPorts,
  startStack,
} from "../stack/start-stack.ts";
import { connectStore, fillStore, grantSecrets } from "../stack/store-client.ts";
import { type DevState, openDevState } from "./dev-state.ts";

/** The OAuth client ids in the golden luna-proxy-web's [vars]. */
export const DEV_CLIENT_IDS = {
  github: "Ov23liDevLunaProxy00",
  google: "602391857264-dev.apps.googleusercontent.com",
};

export interface Running {
  readonly backend: Backend;
  readonly stack: Stack;
  readonly state: DevState;
  readonly doubles: ReturnType<typeof createDoubles>;
  /** True where this start put the values in. */
  readonly firstStart: boolean;
}

export async function bringUp(
  folder: string,
  ports: StackPorts,
  backend: Backend,
): Promise<Running> {
  const state = await openDevState(join(folder, "start"));
  const { api, web } = state.seed;
  const doubles = createDoubles(acceptSeed(state.seed, DEV_CLIENT_IDS));
  const isBound = backend === "cloudflare";
  if (isBound && !state.filled) await putStackSecrets(folder, { ...api, ...web });
  const stack = await startStack({
    folder,
    ports,
    backend,
    tree: "golden",
    outbound: doubles.fetch,
  });
  if (!state.filled) {
    const fill = isBound ? grantSecrets : fillStore;
    const client = await connectStore(stack.store);
    await fill(client, "default", { "luna-proxy-api": api, "luna-proxy-web": web });
    await state.markFilled();
  }
  return { backend, stack, state, doubles, firstStart: !state.filled };
}
