/** The API of Luna Proxy: finds the route for a path, and turns errors into answers. */
import { errorResponse, notFound } from './http';
import { handleAdmin } from './routes/admin';
import { handleCheckout, handleWebhook } from './routes/billing';
import { handleKeys } from './routes/keys';
import { handleProxy } from './routes/proxy';
import { handleSession } from './routes/session';
import { handleTurnCredentials } from './routes/turn';
import type { Env } from './types';

export default {
  async fetch(request, env): Promise<Response> {
    try {
      return await handleRequest(request, env);
    } catch (error) {
      return errorResponse(error);
    }
  },
} satisfies ExportedHandler<Env>;

async function handleRequest(request: Request, env: Env): Promise<Response> {
  const path = new URL(request.url).pathname;
  switch (`${request.method} ${path}`) {
    case 'POST /billing/checkout':
      return handleCheckout(request, env);
    case 'POST /billing/webhook':
      return handleWebhook(request, env);
    case 'GET /session':
      return handleSession(request, env);
    case 'POST /turn/credentials':
      return handleTurnCredentials(request, env);
  }
  if (path.startsWith('/admin/')) return handleAdmin(request, env, path);
  if (path.startsWith('/keys/')) return handleKeys(request, env, path.slice('/keys/'.length));
  if (path.startsWith('/proxy/')) return handleProxy(request, env, path.slice('/proxy/'.length));
  return notFound();
}
