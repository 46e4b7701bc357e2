/** GET /session: whose session token is this, and until when? */
import { json } from '../http';
import { requireSession } from '../session';
import type { Env } from '../types';

export async function handleSession(request: Request, env: Env): Promise<Response> {
  const { userId, email, expiresAt } = await requireSession(request, env);
  return json({ user_id: userId, email, expires_at: expiresAt });
}
