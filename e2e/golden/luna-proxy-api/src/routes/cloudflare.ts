/** What the operator asks of the Cloudflare account: is it the right one, which TURN keys exist. */
import { accountHeaders, getFromCloudflare } from '../cloudflare-api';
import { json } from '../http';
import { requireSecret } from '../secrets';
import type { Env } from '../types';

interface Account {
  id: string;
  name: string;
}

interface TurnKey {
  uid: string;
  name: string;
  created: string;
  modified: string;
}

/** GET /admin/cloudflare/account */
export async function handleAccount(env: Env): Promise<Response> {
  const account = await getFromCloudflare<Account>(
    `/accounts/${await requireSecret(env, 'CF_ACCOUNT_ID')}`,
    await accountHeaders(env),
  );
  return json({ account: { id: account.id, name: account.name } });
}

/** GET /admin/turn/keys */
export async function handleTurnKeys(env: Env): Promise<Response> {
  const keys = await getFromCloudflare<TurnKey[]>(
    `/accounts/${await requireSecret(env, 'CF_ACCOUNT_ID')}/calls/turn_keys`,
    { Authorization: `Bearer ${await requireSecret(env, 'CF_TURN_API_TOKEN')}` },
  );
  return json({ turn_keys: keys.map(({ uid, name, created }) => ({ uid, name, created })) });
}
