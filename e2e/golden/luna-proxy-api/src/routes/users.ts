/** What the web Worker asks about a user: the plan and the providers, and a session token. */
import { json, readJson, requireString, requireUserId } from '../http';
import { issueSession } from '../session';
import type { Env } from '../types';
import { getPlan, listProviders } from '../user-data';

/** GET /admin/users/:user_id */
export async function handleUser(env: Env, userId: string): Promise<Response> {
  const id = requireUserId(decodeSegment(userId));
  const [plan, providers] = await Promise.all([getPlan(env, id), listProviders(env, id)]);
  return json({ user_id: id, plan, providers });
}

/** A malformed escape is left as it is: no id holds a percent sign, so it is refused as an id. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** POST /admin/sessions {"user_id", "email"?} */
export async function handleIssueSession(request: Request, env: Env): Promise<Response> {
  const body = await readJson(request);
  const userId = requireUserId(body.user_id);
  const email = body.email === undefined ? null : requireString(body, 'email', 320);
  const { token, expiresAt } = await issueSession(env, userId, email);
  return json({ token, expires_at: expiresAt }, 201);
}
