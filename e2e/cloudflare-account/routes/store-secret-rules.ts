/**
 * What a secret of the store may be. Names: as wrangler 4.155 checks them before it asks, and the
 * page on managing secrets says (no spaces). Scopes and sizes: as Cloudflare's client documents.
 */
import type { Limits } from "../account-options.ts";
import type { Store } from "../account-state.ts";
import { isObject } from "../read-body.ts";
import { refusals } from "../refusals.ts";

export interface SecretInput {
  readonly name: string;
  readonly value: string;
  readonly scopes: readonly string[];
  readonly comment: string;
}

const SCOPES: readonly string[] = [
  "workers",
  "ai_gateway",
  "dex",
  "access",
  "containers",
  "websearch",
];

const NAME = /^[A-Za-z0-9_-]+$/;

/** @throws Refusal for whatever is wrong first. */
export function checkNew(entry: unknown, limits: Limits): SecretInput {
  if (!isObject(entry)) throw refusals.invalidJson();
  const { name, value, scopes, comment = "" } = entry;
  if (typeof name !== "string" || name === "") throw refusals.secretNameEmpty();
  if (!NAME.test(name)) throw refusals.secretNameInvalid();
  if (typeof comment !== "string") throw refusals.invalidJson();
  return { name, value: checkValue(value, limits), scopes: checkScopes(scopes), comment };
}

/** Only the members that are given. @throws Refusal for whatever is wrong first. */
export function checkChange(
  { value, scopes, comment }: Readonly<Record<string, unknown>>,
  limits: Limits,
): Partial<SecretInput> {
  if (comment !== undefined && typeof comment !== "string") throw refusals.invalidJson();
  return {
    ...(value === undefined ? {} : { value: checkValue(value, limits) }),
    ...(scopes === undefined ? {} : { scopes: checkScopes(scopes) }),
    ...(comment === undefined ? {} : { comment }),
  };
}

/** @throws Refusal where the store has the name already. */
export function checkFree(name: string, { secrets }: Store): void {
  if ([...secrets.values()].some((secret) => secret.name === name)) {
    throw refusals.secretNameTaken(name);
  }
}

function checkValue(value: unknown, { storeSecretBytes }: Limits): string {
  if (typeof value !== "string" || value === "") throw refusals.secretValueEmpty();
  if (Buffer.byteLength(value) > storeSecretBytes) throw refusals.secretValueTooLong();
  return value;
}

function checkScopes(scopes: unknown): readonly string[] {
  if (!Array.isArray(scopes) || scopes.length === 0) throw refusals.secretScopesEmpty();
  if (!scopes.every((scope) => SCOPES.includes(String(scope)))) throw refusals.secretScopeInvalid();
  return scopes.map(String);
}
