/** The routes under /admin, all behind the admin key. */
import { isAdmin } from '../admin-auth';
import { HttpError, notFound } from '../http';
import type { Env } from '../types';
import { handleAccount, handleTurnKeys } from './cloudflare';
import { handleHealth } from './health';
import { handleIssueSession, handleUser } from './users';

const USER_PATH = '/admin/users/';

export async function handleAdmin(request: Request, env: Env, path: string): Promise<Response> {
  if (!(await isAdmin(request, env))) {
    throw new HttpError(401, 'unauthenticated', 'Send the admin key as Authorization: Bearer.');
  }

  switch (`${request.method} ${path}`) {
    case 'GET /admin/health':
      return handleHealth(env);
    case 'GET /admin/cloudflare/account':
      return handleAccount(env);
    case 'GET /admin/turn/keys':
      return handleTurnKeys(env);
    case 'POST /admin/sessions':
      return handleIssueSession(request, env);
  }
  if (request.method === 'GET' && path.startsWith(USER_PATH)) {
    return handleUser(env, path.slice(USER_PATH.length));
  }
  return notFound();
}
