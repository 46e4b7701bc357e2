/**
 * What a gateway's bindings to Cloudflare's Secrets Store are called, one per secret. A binding's
 * name must do as a JavaScript variable (letters, digits, underscores), a secret's may hold dashes:
 *
 * | secret's name  | binding                             | rule                                         |
 * |----------------|-------------------------------------|----------------------------------------------|
 * | without a dash | `SECRET_` and the name as it is     |                                              |
 * | with a dash    | `DASHED_SECRET_` and the name coded | `_` becomes `__`, then `-` becomes `_dash_`  |
 *
 * No name of a secret leads to a binding or variable that begins otherwise.
 */
import { type SecretName, secretName } from "./names.ts";

const PLAIN_PREFIX = "SECRET_";
const DASHED_PREFIX = "DASHED_SECRET_";

/** The binding that holds the secret of this name. Different names have different bindings. */
export function secretBindingName(name: SecretName): string {
  if (!name.includes("-")) return `${PLAIN_PREFIX}${name}`;
  return `${DASHED_PREFIX}${name.replaceAll("_", "__").replaceAll("-", "_dash_")}`;
}

/** The secret's name behind a binding; undefined for what is not a secret's binding. */
export function parseSecretBindingName(binding: string): SecretName | undefined {
  const parsed = secretName.safeParse(decode(binding));
  // Only the one spelling counts: two bindings must never stand for one name.
  return parsed.success && secretBindingName(parsed.data) === binding ? parsed.data : undefined;
}

function decode(binding: string): string | undefined {
  if (binding.startsWith(PLAIN_PREFIX)) return binding.slice(PLAIN_PREFIX.length);
  if (!binding.startsWith(DASHED_PREFIX)) return undefined;
  const coded = binding.slice(DASHED_PREFIX.length);
  return coded.replace(/__|_dash_/g, (code) => (code === "__" ? "_" : "-"));
}
