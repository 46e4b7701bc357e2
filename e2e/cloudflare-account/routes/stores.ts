/**
 * The stores of an account and its quota.
 * https://developers.cloudflare.com/api/resources/secrets_store/subresources/stores/
 */
import { type AccountState, createId, renderMoment, type Store } from "../account-state.ts";
import { type Answer, succeed, succeedWithPage } from "../answer.ts";
import { readJsonObject } from "../read-body.ts";
import { refusals } from "../refusals.ts";
import { type AccountCall, type AccountRoute, type Call, param } from "../route.ts";
import { sortList } from "./order.ts";

const STORES = "/secrets_store/stores";

export const storeRoutes: readonly AccountRoute[] = [
  { method: "GET", path: STORES, needs: "secrets_store:read", answer: listStores },
  { method: "POST", path: STORES, needs: "secrets_store:edit", answer: createStore },
  {
    method: "GET",
    path: `${STORES}/:store`,
    needs: "secrets_store:read",
    answer: (call) => succeed(renderStore(getStore(call), call.state)),
  },
  { method: "DELETE", path: `${STORES}/:store`, needs: "secrets_store:edit", answer: deleteStore },
  { method: "GET", path: "/secrets_store/quota", needs: "secrets_store:read", answer: readQuota },
];

/** Of the call's `:store`. @throws Refusal where there is none. */
export function getStore(call: AccountCall): Store {
  const store = call.state.stores.get(param(call, "store"));
  if (store === undefined) throw refusals.storeNotFound();
  return store;
}

/** The limit counts over all stores of the account. */
export function countSecrets({ stores }: AccountState): number {
  return [...stores.values()].reduce((count, { secrets }) => count + secrets.size, 0);
}

function listStores({ state, query }: AccountCall): Answer {
  const all = [...state.stores.values()].map((store) => renderStore(store, state));
  return succeedWithPage(sortList(all, query), query);
}

/** An object, unlike what the creation of a secret answers (seen with wrangler 4.164). */
function createStore(call: AccountCall): Answer {
  const { state, limits, now } = call;
  const { name } = readJsonObject(call, refusals.invalidJson);
  if (typeof name !== "string" || name === "") throw refusals.secretNameEmpty();
  if (state.stores.size >= limits.storesPerAccountCount) throw refusals.tooManyStores();
  const store: Store = { id: createId(), name, created: now, modified: now, secrets: new Map() };
  state.stores.set(store.id, store);
  return succeed(renderStore(store, state));
}

/** `force` also deletes what is in it. */
function deleteStore(call: AccountCall): Answer {
  const store = getStore(call);
  if (store.secrets.size > 0 && call.query.get("force") !== "true") throw refusals.storeNotEmpty();
  call.state.stores.delete(store.id);
  return succeed(null);
}

function readQuota({ state, limits }: Call & { readonly state: AccountState }): Answer {
  const secrets = { quota: limits.secretsPerAccountCount, usage: countSecrets(state) };
  return succeed({ secrets });
}

function renderStore({ id, name, created, modified }: Store, { account }: AccountState) {
  return {
    id,
    name,
    account_id: account.id,
    created: renderMoment(created),
    modified: renderMoment(modified),
  };
}
