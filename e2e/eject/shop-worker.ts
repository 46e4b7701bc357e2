/**
 * The shop as it would run on Cloudflare, in the workerd of the store: what wrangler bundles of its
 * code, with the bindings of its config, and the individual secrets that the account has for it by now.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { bundleWorker } from "../stack/bundle-worker.ts";
import { type EjectPlace, SCRIPT } from "./place.ts";

const ENTRY = `import worker from "./index.js";

export default {
  async fetch(request, env, ctx) {
    const { ACCOUNT, ...bindings } = env;
    const secrets = await (await ACCOUNT.fetch("https://account/")).json();
    return worker.fetch(request, { ...bindings, ...secrets }, ctx);
  },
};
`;

/** @returns its address. */
export async function serveShop({ cwd, deployed, secrets }: EjectPlace): Promise<string> {
  const outputFolder = mkdtempSync(join(cwd, "..", "bundle-"));
  onTestFinished(() => rmSync(outputFolder, { recursive: true, force: true }));
  const folder = join(cwd, "shop");
  const { worker } = await bundleWorker({ folder, environment: "staging", outputFolder });
  const { modules, serviceBindings } = worker as {
    readonly modules: readonly object[];
    readonly serviceBindings: object;
  };
  return deployed.system.add({
    ...worker,
    name: SCRIPT,
    modules: [{ type: "ESModule", path: "entry.js", contents: ENTRY }, ...modules],
    serviceBindings: {
      ...serviceBindings,
      ACCOUNT: async () => Response.json(await secrets()),
    },
  });
}
