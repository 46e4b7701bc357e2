/** Calls of the Cloudflare API: its envelope, its errors, a deadline for each call. */
import { HttpError } from './http';
import { requireSecret } from './secrets';
import type { Env } from './types';

const API = 'https://api.cloudflare.com/client/v4';
const TIMEOUT_MS = 10_000;

interface Envelope<T> {
  success: boolean;
  errors?: { code: number; message: string }[];
  result: T;
}

/** The account's e-mail and global key, for what API tokens can not be used for. */
export async function accountHeaders(env: Env): Promise<Record<string, string>> {
  return {
    'X-Auth-Email': await requireSecret(env, 'CF_AUTH_EMAIL'),
    'X-Auth-Key': await requireSecret(env, 'CF_AUTH_KEY'),
  };
}

/** @throws HttpError 502 with Cloudflare's error code where it refuses. */
export async function getFromCloudflare<T>(
  path: string,
  headers: Record<string, string>,
): Promise<T> {
  const response = await fetch(`${API}${path}`, {
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const envelope = (await response.json().catch(() => null)) as Envelope<T> | null;
  if (!envelope?.success) {
    const code = envelope?.errors?.[0]?.code;
    const reason = code === undefined ? `status ${response.status}` : `error ${code}`;
    throw new HttpError(502, 'cloudflare_error', `Cloudflare's API answered ${reason}.`);
  }
  return envelope.result;
}
