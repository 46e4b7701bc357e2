/** One variant, once: a fresh workerd, a warm-up, then CPU and wall time of many reads. */
import type { ServeConfig } from "../harness/capnp.ts";
import { type Connection, openConnection } from "../harness/keep-alive.ts";
import { readCpuSeconds } from "../harness/process-cpu.ts";
import { startWorkerd } from "../harness/processes.ts";
import { NAMES, type Variant } from "./variants.ts";

/** Per read, in microseconds. */
export interface LoopResult {
  readonly cpuUs: number;
  readonly wallUs: number;
}

export async function measureLoop(
  config: ServeConfig,
  port: number,
  variant: Variant,
): Promise<LoopResult> {
  const running = await startWorkerd(config);
  const connection = openConnection(port);
  try {
    const walk = nameWalk(variant);
    await readMany(connection, variant, variant.warmUp, walk);
    const cpuBefore = readCpuSeconds(running.pid);
    const before = performance.now();
    await readMany(connection, variant, variant.measured, walk);
    const wallMs = performance.now() - before;
    const cpuSeconds = readCpuSeconds(running.pid) - cpuBefore;
    return {
      cpuUs: (cpuSeconds * 1e6) / variant.measured,
      wallUs: (wallMs * 1e3) / variant.measured,
    };
  } finally {
    connection.close();
    await running.stop();
  }
}

/** Where each batch of names begins. */
function nameWalk({ batch, warmUp, names }: Variant): () => number {
  const limit = names === "again" ? Math.min(warmUp, NAMES) : NAMES;
  let next = 0;
  return () => {
    if (next + batch > limit) next = 0;
    const from = next;
    next += batch;
    return from;
  };
}

async function readMany(
  connection: Connection,
  { loop, batch }: Variant,
  count: number,
  walk: () => number,
): Promise<void> {
  for (let done = 0; done < count; done += batch) {
    await connection.get(`/loop/${loop}?count=${batch}&from=${walk()}`);
  }
}
