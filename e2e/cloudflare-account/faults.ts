/**
 * What goes wrong on the way, on order: the next requests of a kind are answered with something
 * else, or their connection is cut before or after they took effect.
 */
import type { Answer } from "./answer.ts";

/**
 * - an answer: given instead, and nothing is done.
 * - `cut_before`: the connection is cut, and nothing was done.
 * - `cut_after`: it was done, and the connection is cut before the answer.
 */
export type Fault = Answer | "cut_before" | "cut_after";

export interface FaultOrder {
  readonly fault: Fault;
  /** Default: any. */
  readonly method?: string;
  /** Of the path below `/client/v4`, without the query. Default: any. */
  readonly path?: RegExp;
  /** How many requests it is for. Default: one. */
  readonly count?: number;
}

export interface Faults {
  order(order: FaultOrder): void;
  /** The fault of a request, if there is one; it counts. */
  take(method: string, path: string): Fault | null;
}

export function createFaults(): Faults {
  let orders: FaultOrder[] = [];
  return {
    order: (order) => orders.push(order),
    take(method, path) {
      const index = orders.findIndex((one) => matches(one, method, path));
      const found = orders[index];
      if (found === undefined) return null;
      const left = (found.count ?? 1) - 1;
      orders = orders.toSpliced(index, 1, ...(left > 0 ? [{ ...found, count: left }] : []));
      return found.fault;
    },
  };
}

/** What a proxy in between says, which is no envelope: wrangler calls it malformed. */
export const BAD_GATEWAY: Answer = {
  status: 502,
  headers: { "Content-Type": "text/html", "CF-Ray": "0123456789abcdef-CDG" },
  body: "<html><head><title>502 Bad Gateway</title></head><body>cloudflare</body></html>",
};

/** A success without a body: wrangler takes it for an empty object. */
export const NO_CONTENT: Answer = { status: 204, body: null };

function matches({ method, path }: FaultOrder, ...[actual, where]: [string, string]): boolean {
  return (method ?? actual) === actual && (path?.test(where) ?? true);
}
