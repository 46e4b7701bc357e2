/**
 * A store in a Worker of its own, reached by a real service binding. A test tells it over HTTP how
 * to behave, and asks what it was asked.
 */
import { WorkerEntrypoint } from "cloudflare:workers";

const state = { behaviour: "answers", delayMs: 0, version: 1, reads: 0, reports: [] };

export default {
  async fetch(request) {
    if (request.method === "POST") Object.assign(state, await request.json());
    return Response.json(state);
  },
};

export class Secrets extends WorkerEntrypoint {
  async read({ names }) {
    state.reads++;
    const { behaviour, delayMs, version } = state;
    if (behaviour === "fails") throw new Error("the store is broken");
    if (behaviour === "talks nonsense") return {};
    if (behaviour === "hangs") await new Promise((resolve) => setTimeout(resolve, 60_000));
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    const { worker } = this.ctx.props;
    const item = (name) => ({ name, maxAgeSeconds: 60, fallback: "allowed", ...one(name) });
    const one = (name) =>
      name === "KEY"
        ? { status: "ok", value: `value ${version} for ${worker}`, version }
        : { status: "missing", maxAgeSeconds: 5 };
    return { v: 1, items: names.map(item) };
  }

  async report(batch) {
    if (state.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, state.delayMs));
    state.reports.push(batch);
    return { v: 1, status: "counted" };
  }
}

/** What a binding of another Worker would be: it has no method `read`. */
export class Other extends WorkerEntrypoint {
  async get() {
    return "of another kind";
  }
}
