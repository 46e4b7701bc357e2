/** POST /turn/credentials {"ttl"?}: short-lived TURN credentials for a signed-in user's calls. */
import { HttpError, invalidField, json, readJson } from '../http';
import { getSecrets } from '../secrets';
import { requireSession } from '../session';
import type { Env } from '../types';

const TTL_SECONDS = 3_600;
const MAX_TTL_SECONDS = 86_400;
const TIMEOUT_MS = 10_000;

export async function handleTurnCredentials(request: Request, env: Env): Promise<Response> {
  await requireSession(request, env);
  const ttl = readTtl(await readJson(request));

  const { CF_TURN_KEY_ID, CF_TURN_KEY_API_TOKEN } = await getSecrets(env, [
    'CF_TURN_KEY_ID',
    'CF_TURN_KEY_API_TOKEN',
  ]);
  if (!CF_TURN_KEY_ID || !CF_TURN_KEY_API_TOKEN) {
    throw new HttpError(503, 'turn_not_configured', 'TURN is not configured.');
  }

  const response = await fetch(
    `https://rtc.live.cloudflare.com/v1/turn/keys/${CF_TURN_KEY_ID}/credentials/generate-ice-servers`,
    {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${CF_TURN_KEY_API_TOKEN}`,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ ttl }),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    },
  );
  if (!response.ok) {
    throw new HttpError(502, 'turn_error', `TURN answered status ${response.status}.`);
  }
  const { iceServers } = await response.json<{ iceServers: unknown[] }>();
  return json({ ice_servers: iceServers, ttl });
}

function readTtl(body: Record<string, unknown>): number {
  const ttl = body.ttl ?? TTL_SECONDS;
  if (typeof ttl !== 'number' || !Number.isInteger(ttl) || ttl < 60 || ttl > MAX_TTL_SECONDS) {
    throw invalidField('ttl', `must be whole seconds from 60 to ${MAX_TTL_SECONDS}`);
  }
  return ttl;
}
