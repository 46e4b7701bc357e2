/**
 * A store and its front in a process of their own, until standard input ends:
 * `node serve.ts FOLDER PORT FRONT_PORT`.
 */
import { startLocalStore } from "lunakey/local";
import { STORE_ID } from "../stack/start-stack.ts";
import { describeFront } from "./front.ts";

const [folder = "", port = "", frontPort = ""] = process.argv.slice(2);

const props = { v: 1, store: STORE_ID, worker: "luna-proxy-api", environment: "default" };
const { url, tokenFile, registryPath } = await startLocalStore({
  folder,
  port: Number(port),
  storeId: STORE_ID,
  workers: [describeFront(Number(frontPort), props)],
});
// Whoever started this holds the other end: it goes when they do.
process.stdin.resume().once("end", () => process.exit());
process.stdout.write(`${JSON.stringify({ url, tokenFile, registryPath })}\n`);
