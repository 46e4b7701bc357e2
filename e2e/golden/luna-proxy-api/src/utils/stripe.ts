/** The Stripe client, and which price each plan is sold at. */
import Stripe from 'stripe';
import { getSecret, requireSecret } from '../secrets';
import type { Env } from '../types';

export const PLANS = ['starter', 'growth'] as const;
export type Plan = (typeof PLANS)[number];

export function isPlan(value: unknown): value is Plan {
  return PLANS.some((plan) => plan === value);
}

export async function getStripeClient(env: Env): Promise<Stripe> {
  const stripeKey = await getSecret(env, 'STRIPE_SECRET_KEY');
  if (!stripeKey) {
    throw new Error('STRIPE_SECRET_KEY not configured');
  }

  return new Stripe(stripeKey, {
    httpClient: Stripe.createFetchHttpClient(),
  });
}

export async function getPriceId(env: Env, plan: Plan): Promise<string> {
  switch (plan) {
    case 'starter':
      return await requireSecret(env, 'STRIPE_PRICE_STARTER');
    case 'growth':
      return await requireSecret(env, 'STRIPE_PRICE_GROWTH');
  }
}
