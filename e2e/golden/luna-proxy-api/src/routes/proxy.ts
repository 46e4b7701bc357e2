/** /proxy/:provider/…: passes a request on to the provider, with the user's own key. */
import { HttpError, notFound } from '../http';
import { requireProvider } from '../providers';
import { openKey } from '../sealing';
import { requireSession } from '../session';
import type { Env } from '../types';
import { getProviderKey } from '../user-data';

/** Headers of ours, of the caller's connection or about the caller, that are no provider's business. */
const DROPPED_HEADERS = [
  'Authorization',
  'CF-Connecting-IP',
  'Cookie',
  'Host',
  'X-Forwarded-For',
  'X-Real-IP',
];

export async function handleProxy(request: Request, env: Env, rest: string): Promise<Response> {
  const { userId } = await requireSession(request, env);
  const slash = rest.indexOf('/');
  if (slash < 0) return notFound();
  const name = rest.slice(0, slash);
  const provider = requireProvider(name);
  const stored = await getProviderKey(env, userId, name);
  if (!stored) {
    throw new HttpError(409, 'no_provider_key', `Store a key first: PUT /keys/${name}.`);
  }

  const headers = new Headers(request.headers);
  for (const header of DROPPED_HEADERS) headers.delete(header);
  provider.authorize(headers, await openKey(env, `${userId}/${name}`, stored));
  const url = provider.origin + rest.slice(slash) + new URL(request.url).search;
  // No deadline: answers are streamed for as long as the model writes.
  return fetch(url, { method: request.method, headers, body: request.body, redirect: 'manual' });
}
