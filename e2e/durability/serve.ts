/**
 * A store in a process of its own, to be killed: `node serve.ts FOLDER PORT PROBE_PORT`. Beside it a
 * Worker that reads what it was granted, since no API gives values back.
 */
import { startLocalStore } from "lunakey/local";
import { PROBE_WORKER, STORE } from "./probe.ts";

const [folder = "", port = "", probePort = ""] = process.argv.slice(2);

const store = await startLocalStore({
  folder,
  port: Number(port),
  storeId: STORE,
  workers: [
    { ...PROBE_WORKER, unsafeDirectSockets: [{ host: "127.0.0.1", port: Number(probePort) }] },
  ],
});
process.stdout.write(`${JSON.stringify({ url: store.url })}\n`);
