/** For information: miniflare's own Secrets Store, which is what `wrangler dev` gives a Worker. */
import { readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { readCpuSeconds } from "../harness/process-cpu.ts";
import { makeFolder } from "../harness/processes.ts";
import type { LoopResult } from "./measure-loop.ts";

const BATCH = 100;
const WARM_UP = 1_000;
const MEASURED = 2_500;
const CODE = `export default { async fetch(request, env) {
  let length = 0;
  for (let i = 0; i < ${BATCH}; i++) length += (await env.SECRET.get()).length;
  return new Response(String(length));
} };`;

export async function measureMiniflare(): Promise<LoopResult> {
  const folder = await makeFolder();
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: 0,
      cf: false,
      log: new Log(LogLevel.NONE),
      unsafeLocalExplorer: false,
      unsafeObservability: false,
      defaultPersistRoot: folder,
      workers: [
        {
          name: "reader",
          modules: [{ type: "ESModule", path: "index.js", contents: CODE }],
          compatibilityDate: "2026-10-01",
          secretsStoreSecrets: { SECRET: { store_id: "bench", secret_name: "SECRET" } },
          unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
        },
      ],
    } as never),
  );
  try {
    await miniflare.ready;
    const api = await miniflare.getSecretsStoreSecretAPI("SECRET", "reader");
    await api().create("0123456789abcdef".repeat(4));
    const url = await miniflare.unsafeGetDirectURL("reader");
    const ask = async (count: number) => {
      for (let done = 0; done < count; done += BATCH) await (await fetch(url)).text();
    };
    await ask(WARM_UP);
    const pid = findChild("workerd");
    const cpuBefore = readCpuSeconds(pid);
    const before = performance.now();
    await ask(MEASURED);
    const wallMs = performance.now() - before;
    const cpuSeconds = readCpuSeconds(pid) - cpuBefore;
    return { cpuUs: (cpuSeconds * 1e6) / MEASURED, wallUs: (wallMs * 1e3) / MEASURED };
  } finally {
    await miniflare.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The one child of this process with that name: miniflare does not tell its id. */
function findChild(name: string): number {
  const isChild = (pid: string) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      return stat.includes(`(${name})`) && stat.split(") ")[1]?.split(" ")[1] === `${process.pid}`;
    } catch {
      // It has ended meanwhile.
      return false;
    }
  };
  const found = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry) && isChild(entry));
  if (found.length !== 1) throw new Error(`There are ${found.length} children named ${name}.`);
  return Number(found[0]);
}
