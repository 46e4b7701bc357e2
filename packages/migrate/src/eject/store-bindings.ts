/** Bindings of an environment that Lunakey made, by what they say. */
import { SECRETS_BINDING } from "../binding/bind-operations.ts";
import type { ConfigBinding, WorkerEnvironment } from "../wrangler-config/wrangler-config.ts";

const NATIVE_KIND = "secrets_store_secrets";
const NATIVE_SUFFIX = "_STORE";

export interface StoreBinding {
  readonly binding: string;
  readonly kind: string;
  readonly delivery: "service" | "native";
  readonly store: string;
  /** The gateway's script; "" for a native binding. */
  readonly gateway: string;
  /** Of a native binding: the secret's name. */
  readonly secret: string | null;
  readonly props: unknown;
}

export function listStoreBindings({ bindings }: WorkerEnvironment): StoreBinding[] {
  return bindings.flatMap((binding) => asService(binding) ?? asNative(binding) ?? []);
}

function asService({ name, kind, members, props }: ConfigBinding): StoreBinding | null {
  const isOurs =
    kind === "services" && name === SECRETS_BINDING && members.entrypoint === "Secrets";
  if (!isOurs || typeof props?.store !== "string") return null;
  const { store } = props;
  const gateway = members.service ?? "";
  return { binding: name, kind, delivery: "service", store, gateway, secret: null, props };
}

/** Under a name of its own, as `lunakey bind --delivery native` writes it. */
function asNative({ name, kind, members }: ConfigBinding): StoreBinding | null {
  const { secret_name: secret, store_id: store } = members;
  if (kind !== NATIVE_KIND || secret === undefined || store === undefined) return null;
  if (name !== `${secret}${NATIVE_SUFFIX}`) return null;
  return { binding: name, kind, delivery: "native", store, gateway: "", secret, props: members };
}
