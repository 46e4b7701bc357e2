/** /keys/:provider: a user's own provider key. It goes in, and is never shown again. */
import { HttpError, invalidField, json, notFound, readJson, requireString } from '../http';
import { requireProvider } from '../providers';
import { sealKey } from '../sealing';
import { requireSession } from '../session';
import type { Env } from '../types';
import { deleteProviderKey, getProviderKey, putProviderKey } from '../user-data';

export async function handleKeys(request: Request, env: Env, provider: string): Promise<Response> {
  const { userId } = await requireSession(request, env);
  requireProvider(provider);

  switch (request.method) {
    case 'GET':
      return showKey(env, userId, provider);
    case 'PUT':
      return storeKey(request, env, userId, provider);
    case 'DELETE':
      await deleteProviderKey(env, userId, provider);
      return new Response(null, { status: 204 });
    default:
      return notFound();
  }
}

async function showKey(env: Env, userId: string, provider: string): Promise<Response> {
  const stored = await getProviderKey(env, userId, provider);
  if (!stored) {
    throw new HttpError(404, 'not_found', 'There is no key for this provider.');
  }
  return json({ provider, updated_at: stored.updatedAt });
}

async function storeKey(
  request: Request,
  env: Env,
  userId: string,
  provider: string,
): Promise<Response> {
  const key = requireString(await readJson(request), 'key');
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw invalidField('key', 'must be printable ASCII without spaces');
  }
  const sealed = await sealKey(env, `${userId}/${provider}`, key);
  const updatedAt = new Date().toISOString();
  await putProviderKey(env, userId, provider, { ...sealed, updatedAt });
  return json({ provider, updated_at: updatedAt });
}
