/** etcd from Debian's package, on loopback, with as many keys as the larger store has secrets. */
import { rm } from "node:fs/promises";
import { nameOf, secretValueOf } from "../harness/fill-store.ts";
import { findPort, makeFolder, type Running, start } from "../harness/processes.ts";
import type { LoadRequest } from "../harness/wrk.ts";

export interface Etcd extends Running {
  readonly port: number;
}

/** @throws where etcd is not installed. */
export async function startEtcd(count: number): Promise<Etcd> {
  const [port, peerPort, folder] = [await findPort(), await findPort(), await makeFolder()];
  const client = `http://127.0.0.1:${port}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  const args = {
    "data-dir": folder,
    "listen-client-urls": client,
    "advertise-client-urls": client,
    "listen-peer-urls": peer,
    "initial-advertise-peer-urls": peer,
    "initial-cluster": `default=${peer}`,
    "log-level": "error",
  };
  const list = Object.entries(args).flatMap(([name, value]) => [`--${name}`, value]);
  const running = await start("etcd", list, [port]);
  for (let index = 0; index < count; index++) await put(client, index);
  return {
    port,
    pid: running.pid,
    async stop() {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A read over the JSON gateway. @param isSerializable asks one member, without agreement. */
export function describeRead(index: number, isSerializable: boolean): LoadRequest {
  const options = isSerializable ? { serializable: true } : {};
  return {
    method: "POST",
    path: "/v3/kv/range",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ key: base64(nameOf(index)), ...options }),
  };
}

async function put(client: string, index: number): Promise<void> {
  const body = JSON.stringify({ key: base64(nameOf(index)), value: base64(secretValueOf(index)) });
  const response = await fetch(`${client}/v3/kv/put`, { method: "POST", body });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`etcd refused a key with status ${response.status}.`);
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
