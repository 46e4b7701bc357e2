/** Brings the stack up with its development values in place; the same for `npm start` and its check. */
import { join } from "node:path";
import { acceptSeed, createDoubles } from "../doubles/create-doubles.ts";
import { type Stack, type StackPorts, startStack } from "../stack/start-stack.ts";
import { connectStore, fillStore } from "../stack/store-client.ts";
import { type DevState, openDevState } from "./dev-state.ts";

/** The OAuth client ids in the golden luna-proxy-web's [vars]. */
export const DEV_CLIENT_IDS = {
  github: "Ov23liDevLunaProxy00",
  google: "602391857264-dev.apps.googleusercontent.com",
};

export interface Running {
  readonly stack: Stack;
  readonly state: DevState;
  readonly doubles: ReturnType<typeof createDoubles>;
  /** True where this start put the values in. */
  readonly firstStart: boolean;
}

export async function bringUp(folder: string, ports: StackPorts): Promise<Running> {
  const state = await openDevState(join(folder, "start"));
  const doubles = createDoubles(acceptSeed(state.seed, DEV_CLIENT_IDS));
  const stack = await startStack({ folder, ports, tree: "golden", outbound: doubles.fetch });
  if (!state.filled) {
    const { api, web } = state.seed;
    const client = await connectStore(stack.store);
    await fillStore(client, "default", { "luna-proxy-api": api, "luna-proxy-web": web });
    await state.markFilled();
  }
  return { stack, state, doubles, firstStart: !state.filled };
}
