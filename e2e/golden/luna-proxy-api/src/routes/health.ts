/** GET /admin/health: is each secret configured? Names only, never a value. */
import { json } from '../http';
import { find } from '../secrets';
import type { Env } from '../types';

const SECRETS = [
  'ADMIN_API_KEY',
  'CF_ACCOUNT_ID',
  'CF_AUTH_EMAIL',
  'CF_AUTH_KEY',
  'CF_TURN_API_TOKEN',
  'CF_TURN_KEY_API_TOKEN',
  'CF_TURN_KEY_ID',
  'JWT_SECRET',
  'KEK_V1',
  'STRIPE_PRICE_GROWTH',
  'STRIPE_PRICE_STARTER',
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
] as const satisfies (keyof Env)[];

export async function handleHealth(env: Env): Promise<Response> {
  const secrets = await Promise.all(
    SECRETS.map(async (name) => {
      const { source, status, version } = await find(env, name);
      return { name, configured: status === 'ok', source, version: version ?? null };
    }),
  );
  const healthy = secrets.every(({ configured }) => configured);
  return json({
    status: healthy ? 'ok' : 'degraded',
    environment: env.ENVIRONMENT,
    secrets,
  });
}
