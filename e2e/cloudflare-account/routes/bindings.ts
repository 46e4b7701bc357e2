/**
 * What a new version is bound to: what its upload says, what it inherits, and what Cloudflare
 * refuses. https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/
 */
import type { Binding, Script, StoreSecret } from "../account-state.ts";
import { type ApiError, Refusal } from "../answer.ts";
import { canBindSecret } from "../permissions.ts";
import { isObject } from "../read-body.ts";
import { refusals } from "../refusals.ts";
import type { AccountCall } from "../route.ts";

/**
 * @param script null where it is the first upload.
 * @throws Refusal: 10021, 10053, 10054, 10057, 10143.
 */
export function resolveBindings(
  call: AccountCall,
  script: Script | null,
  metadata: Readonly<Record<string, unknown>>,
): readonly Binding[] {
  // Inheriting is from the version that was uploaded last, deployed or not (reported).
  const previous = script?.versions.at(-1)?.bindings ?? [];
  const given = inherit(readBindings(metadata.bindings), previous);
  for (const binding of given) check(binding, call);
  return keep(given, previous, readNames(metadata.keep_bindings), call);
}

function readBindings(value: unknown): readonly Binding[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).map((binding) => {
    const { name, type } = binding;
    if (typeof name !== "string" || typeof type !== "string") throw refusals.malformedBody();
    return { ...binding, name, type };
  });
}

function readNames(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** `{ name, type: "inherit" }` is the previous version's binding of that name. */
function inherit(given: readonly Binding[], previous: readonly Binding[]): readonly Binding[] {
  const errors: ApiError[] = [];
  const resolved = given.map((binding) => {
    if (binding.type !== "inherit") return binding;
    const found = previous.find(({ name }) => name === (binding.old_name ?? binding.name));
    if (found === undefined) errors.push(refusals.inheritsNothing(binding.name));
    return { ...(found ?? binding), name: binding.name };
  });
  if (errors.length > 0) throw new Refusal(400, errors);
  return resolved;
}

function check(binding: Binding, call: AccountCall): void {
  if (binding.type === "service") checkService(binding, call);
  if (binding.type === "secrets_store_secret") checkStoreSecret(binding, call);
  if (binding.type === "secret_text" || binding.type === "plain_text") {
    checkText(binding.name, binding.text ?? "", call);
  }
}

/** @throws Refusal 10054. */
export function checkText(name: string, text: string, { limits }: AccountCall): void {
  if (Buffer.byteLength(text) > limits.workerSecretBytes) throw refusals.textTooLarge(name);
}

/** A Worker that names itself before its first upload is refused too (reported). */
function checkService({ name, service }: Binding, { state }: AccountCall): void {
  const target = String(service);
  if (!state.scripts.has(target)) throw refusals.serviceNotDeployed(name, target);
}

function checkStoreSecret(binding: Binding, { state, token }: AccountCall): void {
  const store = state.stores.get(String(binding.store_id));
  const name = String(binding.secret_name);
  const all: readonly StoreSecret[] = [...(store?.secrets.values() ?? [])];
  const secret = all.find((one) => one.name === name);
  if (secret === undefined) throw refusals.storeBindingNotFound(binding.name, name);
  if (!canBindSecret(token, secret.scopes)) throw refusals.storeBindingNotAuthorized();
}

/** Adds what `keep_bindings` keeps; of one name only one can be. */
function keep(
  given: readonly Binding[],
  previous: readonly Binding[],
  types: readonly string[],
  { sameName }: AccountCall,
): readonly Binding[] {
  const kept = previous.filter(({ type }) => types.includes(type));
  const isReplaced = (secret: Binding) => given.some(({ name }) => name === secret.name);
  const clashing = kept.filter((secret) => {
    const type = given.find(({ name }) => name === secret.name)?.type;
    return type === "secrets_store_secret";
  });
  const [clash] = clashing;
  if (clash === undefined || sameName === "replaced") {
    return [...given, ...kept.filter((secret) => !isReplaced(secret))];
  }
  if (sameName === "refused") throw refusals.bindingNameTaken(clash.name);
  const stays = (binding: Binding) => !clashing.some(({ name }) => name === binding.name);
  const others = kept.filter((secret) => !isReplaced(secret));
  return [...given.filter(stays), ...clashing, ...others];
}
