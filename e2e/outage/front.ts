/**
 * What stands between the consumers and the store: a Worker that hands reads on, or fails in the
 * way that it was told for that consumer's lane. Its answers are fresh for one second, as those of
 * a store far away are for sixty, and not never, as those of a local one.
 */
import type { WorkerOptions } from "lunakey/local";
import { bindSecretsWith } from "../workers/probe.ts";

const FRONT = "store-front";

/** How long the front lets a value be fresh; it is stale for as long again. */
export const FRESH_MS = 1_000;

/** What happens to a read. */
export type Fault =
  | { readonly kind: "none" | "throws" | "hangs" }
  | { readonly kind: "slow"; readonly ms: number }
  /** Each answer is another piece of nonsense, or one of them where `only` is given. */
  | { readonly kind: "garbage"; readonly only?: number }
  /** Up and down in turns of so long. */
  | { readonly kind: "flaps"; readonly ms: number };

/** Pieces of nonsense that the front knows. */
export const GARBAGE_COUNT = 18;

const SOURCE = `
import { WorkerEntrypoint } from "cloudflare:workers";

const faults = new Map();
const reads = new Map();

export default {
  async fetch(request) {
    const { lane, fault } = await request.json();
    if (fault) faults.set(lane, fault);
    return Response.json({ reads: reads.get(lane) ?? 0 });
  },
};

export class Secrets extends WorkerEntrypoint {
  async read(request) {
    const { lane } = this.ctx.props;
    const read = (reads.get(lane) ?? 0) + 1;
    reads.set(lane, read);
    const fault = faults.get(lane) ?? { kind: "none" };
    switch (fault.kind) {
      case "throws": throw new Error("overloaded");
      case "hangs": await scheduler.wait(600_000); break;
      case "slow": await scheduler.wait(fault.ms); break;
      case "garbage": return garbage(request, fault.only ?? read % ${GARBAGE_COUNT});
      case "flaps": if (Math.floor(Date.now() / fault.ms) % 2) throw new Error("overloaded");
    }
    return ask(this.env.STORE, request);
  }
}

async function ask(store, request) {
  const { items } = await store.read(request);
  const fresh = ${FRESH_MS / 1_000};
  return { v: 1, items: items.map((item) => ({ ...item, maxAgeSeconds: item.version ? fresh : 0 })) };
}

function garbage({ names }, which) {
  const good = { status: "ok", value: "garbage", version: 9, maxAgeSeconds: 1, fallback: "allowed" };
  const each = (item) => ({ v: 1, items: names.map((name) => ({ name, ...item })) });
  const { value: _, ...valueless } = good;
  return [
    () => undefined,
    () => null,
    () => ({}),
    () => [],
    () => "text",
    () => 42,
    () => ({ v: 1, items: null }),
    () => ({ v: 1, items: "none" }),
    () => ({ v: 1, items: {} }),
    () => ({ v: 1, items: [] }),
    () => ({ v: 1, items: names.map(() => null) }),
    () => ({ v: 1, items: names }),
    () => each({}),
    () => each(valueless),
    () => each({ ...good, value: 42 }),
    () => each({ ...good, value: { toString: "no" } }),
    () => each({ ...good, status: "same", value: undefined, version: 0 }),
    () => ({ v: 1, items: Array.from({ length: 20_000 }, (_, i) => ({ ...good, name: "X" + i })) }),
  ][which]();
}
`;

/** The front for `workers` of the store's process. @param port where it takes orders. */
export function describeFront(port: number, props: object): WorkerOptions {
  return {
    name: FRONT,
    modules: [{ type: "ESModule", path: "front.js", contents: SOURCE }],
    compatibilityDate: "2026-09-15",
    serviceBindings: { STORE: bindSecretsWith(props) },
    unsafeDirectSockets: [{ host: "127.0.0.1", port }],
  };
}

/** A consumer's binding. The front passes every lane on as one consumer of the store. */
export function bindFront(lane: string): object {
  return { name: FRONT, entrypoint: "Secrets", props: { lane } };
}

/** Tells the front what to do with a lane from now on. @returns how many reads the lane made. */
export async function tellFront(port: number, lane: string, fault?: Fault): Promise<number> {
  const body = JSON.stringify({ lane, fault });
  const response = await fetch(`http://127.0.0.1:${port}`, { method: "POST", body });
  const { reads } = (await response.json()) as { reads: number };
  return reads;
}
