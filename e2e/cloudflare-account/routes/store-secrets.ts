/**
 * The secrets of a store. A value goes in and never comes out.
 * https://developers.cloudflare.com/api/resources/secrets_store/subresources/stores/subresources/secrets/
 */
import { createId, renderMoment, type Store, type StoreSecret } from "../account-state.ts";
import { type Answer, succeed, succeedWithPage } from "../answer.ts";
import { isObject, readJson, readJsonObject } from "../read-body.ts";
import { refusals } from "../refusals.ts";
import { type AccountCall, type AccountRoute, param } from "../route.ts";
import { sortList } from "./order.ts";
import { checkChange, checkFree, checkNew, type SecretInput } from "./store-secret-rules.ts";
import { countSecrets, getStore } from "./stores.ts";

const SECRETS = "/secrets_store/stores/:store/secrets";
const SECRET = `${SECRETS}/:secret`;

export const storeSecretRoutes: readonly AccountRoute[] = [
  { method: "GET", path: SECRETS, needs: "secrets_store:read", answer: listSecrets },
  { method: "POST", path: SECRETS, needs: "secrets_store:edit", answer: createSecrets },
  { method: "DELETE", path: SECRETS, needs: "secrets_store:edit", answer: deleteSecrets },
  { method: "GET", path: SECRET, needs: "secrets_store:read", answer: readSecret },
  { method: "PATCH", path: SECRET, needs: "secrets_store:edit", answer: changeSecret },
  { method: "DELETE", path: SECRET, needs: "secrets_store:edit", answer: deleteSecret },
  { method: "POST", path: `${SECRET}/duplicate`, needs: "secrets_store:edit", answer: duplicate },
];

/** `search` looks into names and comments; `scopes` keeps what has one of them. */
function listSecrets(call: AccountCall): Answer {
  const { query } = call;
  const store = getStore(call);
  const search = (query.get("search") ?? "").toLowerCase();
  const scopes = ["scopes", "scopes[]"]
    .flatMap((name) => query.getAll(name))
    .flatMap((text) => text.split(","));
  const found = [...store.secrets.values()]
    .filter(({ name, comment }) => `${name}\n${comment}`.toLowerCase().includes(search))
    .filter((secret) => scopes.length === 0 || scopes.some((one) => secret.scopes.includes(one)))
    .map((secret) => renderSecret(secret, call, store));
  return succeedWithPage(sortList(found, query), query);
}

/** An array goes in and comes out; all of it is checked before any of it is written. */
function createSecrets(call: AccountCall): Answer {
  const store = getStore(call);
  const body = readJson(call, refusals.invalidJson);
  if (!Array.isArray(body) || body.length === 0) throw refusals.invalidJson();
  const inputs = body.map((entry: unknown) => checkNew(entry, call.limits));
  for (const [index, { name }] of inputs.entries()) {
    checkFree(name, store);
    if (inputs.findIndex((other) => other.name === name) !== index) {
      throw refusals.secretNameTaken(name);
    }
  }
  const most = call.limits.secretsPerAccountCount;
  if (countSecrets(call.state) + inputs.length > most) throw refusals.tooManySecrets(most);
  const created = inputs.map((input) => add(input, call, store));
  return succeed(created.map((secret) => renderSecret(secret, call, store)));
}

function readSecret(call: AccountCall): Answer {
  const store = getStore(call);
  return succeed(renderSecret(getSecret(call, store), call, store));
}

/** Only what is given changes; a name can not. */
function changeSecret(call: AccountCall): Answer {
  const store = getStore(call);
  const secret = getSecret(call, store);
  const change = checkChange(readJsonObject(call, refusals.invalidJson), call.limits);
  const changed: StoreSecret = { ...secret, ...change, modified: call.now };
  store.secrets.set(secret.id, changed);
  return succeed(renderSecret(changed, call, store));
}

/** The same value under another name. */
function duplicate(call: AccountCall): Answer {
  const store = getStore(call);
  const { value } = getSecret(call, store);
  const body = readJsonObject(call, refusals.invalidJson);
  const input = checkNew({ ...body, value }, call.limits);
  checkFree(input.name, store);
  const most = call.limits.secretsPerAccountCount;
  if (countSecrets(call.state) >= most) throw refusals.tooManySecrets(most);
  return succeed(renderSecret(add(input, call, store), call, store));
}

function deleteSecret(call: AccountCall): Answer {
  const store = getStore(call);
  store.secrets.delete(getSecret(call, store).id);
  return succeed(null);
}

/**
 * An array of `{ id }`, all of it or nothing. Cloudflare's client 7.3.0 sends no body at all (seen);
 * what the real API makes of that is not known.
 */
function deleteSecrets(call: AccountCall): Answer {
  const store = getStore(call);
  const body = readJson(call, refusals.invalidJson);
  if (!Array.isArray(body)) throw refusals.invalidJson();
  const ids = body.map((entry: unknown) => (isObject(entry) ? String(entry.id) : ""));
  if (ids.some((id) => !store.secrets.has(id))) throw refusals.secretNotFound();
  for (const id of ids) store.secrets.delete(id);
  return succeed(null);
}

function getSecret(call: AccountCall, store: Store): StoreSecret {
  const secret = store.secrets.get(param(call, "secret"));
  if (secret === undefined) throw refusals.secretNotFound();
  return secret;
}

function add(input: SecretInput, { now }: AccountCall, store: Store): StoreSecret {
  const secret: StoreSecret = { ...input, id: createId(), created: now, modified: now };
  store.secrets.set(secret.id, secret);
  return secret;
}

/** `scopes` is always there: wrangler fails without (seen with 4.164). */
function renderSecret(secret: StoreSecret, { now, limits }: AccountCall, { id }: Store) {
  const isActive = now - secret.modified >= limits.activationMs;
  return {
    id: secret.id,
    store_id: id,
    name: secret.name,
    comment: secret.comment,
    scopes: secret.scopes,
    status: isActive ? "active" : "pending",
    created: renderMoment(secret.created),
    modified: renderMoment(secret.modified),
  };
}
