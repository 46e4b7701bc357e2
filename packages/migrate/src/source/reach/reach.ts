/** What runs a piece of code: the way in from outside, as far as it can be followed. */

export interface Reach {
  readonly kind:
    | "route"
    /** A Worker's `fetch`, where no path was found on the way. */
    | "fetch"
    | "cron"
    | "queue"
    | "email"
    | "tail"
    | "durable-object"
    | "entrypoint"
    | "workflow"
    /** Runs when the module is loaded. */
    | "module";
  /** `POST /billing/checkout`, `/admin/*`, a handler's or class' name, a file for `module`. */
  readonly name: string;
  /** Of a route: its path, with `*` where it goes on; null for all other kinds. */
  readonly path: string | null;
}

/** @param method in upper case; null for any. */
export function routeReach(method: string | null, path: string): Reach {
  return { kind: "route", name: method === null ? path : `${method} ${path}`, path };
}

export function namedReach(kind: Exclude<Reach["kind"], "route">, name: string): Reach {
  return { kind, name, path: null };
}
