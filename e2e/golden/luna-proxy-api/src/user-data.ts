/** What is stored per user in KV: the plan, and provider keys in sealed form. */
import type { SealedKey } from './sealing';
import type { Env } from './types';

/** A sealed provider key as it is stored. */
export interface StoredKey extends SealedKey {
  /** ISO 8601. */
  updatedAt: string;
}

const planKey = (userId: string) => `plan/${userId}`;
const providerKeyPrefix = (userId: string) => `key/${userId}/`;

export function getPlan(env: Env, userId: string): Promise<string | null> {
  return env.USER_DATA.get(planKey(userId));
}

export async function setPlan(env: Env, userId: string, plan: string): Promise<void> {
  await env.USER_DATA.put(planKey(userId), plan);
}

export function getProviderKey(
  env: Env,
  userId: string,
  provider: string,
): Promise<StoredKey | null> {
  return env.USER_DATA.get<StoredKey>(providerKeyPrefix(userId) + provider, 'json');
}

export async function putProviderKey(
  env: Env,
  userId: string,
  provider: string,
  key: StoredKey,
): Promise<void> {
  await env.USER_DATA.put(providerKeyPrefix(userId) + provider, JSON.stringify(key));
}

export async function deleteProviderKey(env: Env, userId: string, provider: string): Promise<void> {
  await env.USER_DATA.delete(providerKeyPrefix(userId) + provider);
}

/** The providers that the user has a key for. */
export async function listProviders(env: Env, userId: string): Promise<string[]> {
  const prefix = providerKeyPrefix(userId);
  const { keys } = await env.USER_DATA.list({ prefix });
  return keys.map(({ name }) => name.slice(prefix.length));
}
