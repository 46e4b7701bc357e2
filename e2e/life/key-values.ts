/**
 * The KV namespaces of the run, in a workerd that outlives every deploy: a Worker's own would be two
 * on one database while it is replaced. Bound over RPC, its methods are those of a namespace.
 */
import { KV_ENTRYPOINT, KV_WORKER } from "./described.ts";
import type { MovableWorker } from "./machine.ts";
import { moveClockOf } from "./moved-date.ts";

const SOURCE = `
import { WorkerEntrypoint } from "cloudflare:workers";
export class ${KV_ENTRYPOINT} extends WorkerEntrypoint {
  #key(name) { return this.ctx.props.id + "/" + name; }
  get(name, type) { return this.env.ALL.get(this.#key(name), type); }
  put(name, value) { return this.env.ALL.put(this.#key(name), value); }
  delete(name) { return this.env.ALL.delete(this.#key(name)); }
  async list({ prefix = "" } = {}) {
    const own = this.#key("");
    const { keys, ...rest } = await this.env.ALL.list({ prefix: own + prefix });
    return { ...rest, keys: keys.map((key) => ({ ...key, name: key.name.slice(own.length) })) };
  }
}
export default { fetch: () => new Response(null, { status: 404 }) };`;

export function describeKeyValues(offsetMs: number): MovableWorker {
  return {
    name: KV_WORKER,
    modules: moveClockOf(
      { modules: { "kv.js": SOURCE }, mainModule: "kv.js", objects: [] },
      offsetMs,
    ),
    compatibilityDate: "2026-09-15",
    kvNamespaces: { ALL: "all" },
  };
}
