/** What `bench:store` puts load on: each a server, its requests, and what it stands for. */
import { nameOf } from "../harness/fill-store.ts";
import { CONSUMER } from "../harness/store-workers.ts";
import type { LoadRequest } from "../harness/wrk.ts";
import type { Store } from "./serve.ts";
import { describeRead, type Etcd } from "./serve-etcd.ts";

export interface Path {
  readonly id: string;
  readonly label: string;
  readonly kind: "ours" | "other";
  readonly port: number;
  readonly pid: number;
  readonly requests: readonly LoadRequest[];
}

/** A Worker's own names: the helper keeps 250, and a Worker has at most 128. */
const HELPER_NAMES = 10;

const indexes = (count: number) => Array.from({ length: count }, (_, index) => index);
const get = (path: string, headers = {}): LoadRequest => ({ method: "GET", path, headers });

export function describePaths(small: Store, large: Store, etcd: Etcd): Path[] {
  return [
    ...interleave(storePaths(small), storePaths(large)),
    {
      ...{ id: "plain", label: "floor: a Worker answers a constant", kind: "other" },
      ...{ port: small.consumerPort, pid: small.pid, requests: [get("/plain")] },
    },
    {
      ...{ id: "object", label: "floor: Worker, RPC, Durable Object, constant", kind: "other" },
      ...{ port: small.consumerPort, pid: small.pid, requests: [get("/object/SECRET_00000")] },
    },
    etcdPath("etcd", "etcd, JSON, linearizable", large.secrets, etcd, false),
    etcdPath("etcd-serializable", "etcd, JSON, serializable", large.secrets, etcd, true),
  ];
}

/** The same way into either store, one after the other: what is compared runs side by side. */
function interleave(small: readonly Path[], large: readonly Path[]): Path[] {
  return small.flatMap((path, index) => [path, ...large.slice(index, index + 1)]);
}

function storePaths({ secrets, consumerPort, adminPort, token, pid }: Store): Path[] {
  const of = secrets.toLocaleString("en-US");
  const consumer = { kind: "ours", port: consumerPort, pid } as const;
  const authorization = `Bearer ${token}`;
  const prefix = `/v1/environments/${CONSUMER.environment}/secrets`;
  return [
    {
      id: `helper-${secrets}`,
      label: `Worker with the helper, ${of} secrets`,
      ...consumer,
      requests: indexes(HELPER_NAMES).map((index) => get(`/helper/${nameOf(index)}`)),
    },
    {
      id: `read-${secrets}`,
      label: `Worker that asks the store each time, ${of} secrets`,
      ...consumer,
      requests: indexes(secrets).map((index) => get(`/read/${nameOf(index)}`)),
    },
    {
      id: `admin-${secrets}`,
      label: `admin API, a secret's metadata, ${of} secrets`,
      kind: "ours",
      port: adminPort,
      pid,
      requests: indexes(secrets).map((index) =>
        get(`${prefix}/${nameOf(index)}`, { authorization }),
      ),
    },
  ];
}

function etcdPath(
  id: string,
  label: string,
  count: number,
  { port, pid }: Etcd,
  isSerializable: boolean,
): Path {
  const requests = indexes(count).map((index) => describeRead(index, isSerializable));
  return { id, label, kind: "other", port, pid, requests };
}
