/** Who may call the routes under /admin: whoever holds ADMIN_API_KEY. */
import { bearerToken } from './http';
import { getSecret } from './secrets';
import type { Env } from './types';

/** Does the request carry the admin key? Nobody does while none is configured. */
export async function isAdmin(request: Request, env: Env): Promise<boolean> {
  const adminApiKey = await getSecret(env, 'ADMIN_API_KEY');
  if (!adminApiKey) return false;

  const token = bearerToken(request);
  return token !== null && constantTimeEqual(token, adminApiKey);
}

/** Takes the same time wherever the two differ; only a difference in length shows. */
function constantTimeEqual(left: string, right: string): boolean {
  const encoder = new TextEncoder();
  const a = encoder.encode(left);
  const b = encoder.encode(right);
  if (a.byteLength !== b.byteLength) return false;
  return crypto.subtle.timingSafeEqual(a, b);
}
