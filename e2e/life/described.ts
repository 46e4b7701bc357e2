/**
 * From what the account has deployed to what workerd runs: the uploaded modules, and every binding
 * that the deployed version has, secrets included. A binding of a kind that is not known is an error.
 */
import type { Binding, Version } from "../cloudflare-account/account-state.ts";
import type { MovableWorker } from "./machine.ts";
import { moveClockOf } from "./moved-date.ts";

export interface DescribeOptions {
  /** What it is called on its machine. */
  readonly name: string;
  readonly offsetMs: number;
  /** Where calls of another Worker of the run go: what stands before it. Null: it is on a machine. */
  readonly findUrl: (service: string) => string | null;
  /** Answers what it asks of the outside. */
  readonly outbound?: (request: Request) => Promise<Response>;
}

/** The Worker that has the KV namespaces, for all others. */
export const KV_WORKER = "life-kv";
export const KV_ENTRYPOINT = "Namespace";

type Options = Record<
  "bindings" | "serviceBindings" | "durableObjects" | "secretsStoreSecrets",
  Record<string, unknown>
>;

export function describeDeployed(version: Version, options: DescribeOptions): MovableWorker {
  const made: Options = {
    bindings: {},
    serviceBindings: {},
    durableObjects: {},
    secretsStoreSecrets: {},
  };
  for (const binding of version.bindings) addBinding(made, binding, options);
  const objects = version.bindings.flatMap(({ type, class_name: name }) =>
    type === "durable_object_namespace" ? [String(name)] : [],
  );
  return {
    name: options.name,
    modules: moveClockOf({ ...version, objects }, options.offsetMs),
    compatibilityDate: version.compatibilityDate ?? undefined,
    compatibilityFlags: version.compatibilityFlags,
    ...made,
    ...(options.outbound === undefined ? {} : { outboundService: options.outbound }),
  };
}

function addBinding(made: Options, binding: Binding, { findUrl }: DescribeOptions): void {
  const { name, type } = binding;
  switch (type) {
    case "plain_text":
    case "secret_text":
      made.bindings[name] = binding.text;
      return;
    case "service":
      made.serviceBindings[name] = describeService(binding, findUrl(String(binding.service)));
      return;
    case "kv_namespace":
      made.serviceBindings[name] = {
        name: KV_WORKER,
        entrypoint: KV_ENTRYPOINT,
        props: { id: binding.namespace_id },
      };
      return;
    case "durable_object_namespace":
      made.durableObjects[name] = { className: binding.class_name, useSQLite: true };
      return;
    case "secrets_store_secret":
      made.secretsStoreSecrets[name] = {
        store_id: binding.store_id,
        secret_name: binding.secret_name,
      };
      return;
    default:
      throw new Error(`Nobody runs bindings of type ${type}.`);
  }
}

function describeService({ service, entrypoint, props }: Binding, url: string | null): unknown {
  if (url === null) return { name: service, entrypoint, props };
  return (request: Request) => {
    const { pathname, search } = new URL(request.url);
    return fetch(new Request(url + pathname + search, request), { redirect: "manual" });
  };
}
