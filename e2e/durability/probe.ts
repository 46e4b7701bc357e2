/** The Worker that reads back: POST a list of names, get a list of values, null where there is none. */
import type { WorkerOptions } from "lunakey/local";

export const STORE = "durability";
export const PROBE = { worker: "probe", environment: "default" };

const SOURCE = `
export default {
  async fetch(request, env) {
    const names = await request.json();
    const { items } = await env.SECRETS.read({ v: 1, names });
    return Response.json(items.map((item) => item.value ?? null));
  },
};`;

export const PROBE_WORKER: WorkerOptions = {
  name: "probe",
  modules: [{ type: "ESModule", path: "probe.js", contents: SOURCE }],
  compatibilityDate: "2026-09-15",
  serviceBindings: {
    SECRETS: {
      name: "lunakey-store",
      entrypoint: "Secrets",
      props: { v: 1, store: STORE, ...PROBE },
    },
  },
};
