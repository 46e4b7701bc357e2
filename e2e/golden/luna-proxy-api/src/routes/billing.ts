/** Billing with Stripe: a Checkout session per purchase, and the webhook that records the plan. */
import Stripe from 'stripe';
import { HttpError, invalidField, json, readJson, requireString, requireUserId } from '../http';
import { getSecret } from '../secrets';
import type { Env } from '../types';
import { setPlan } from '../user-data';
import { getPriceId, getStripeClient, isPlan, PLANS } from '../utils/stripe';

/** POST /billing/checkout {"plan", "user_id", "email"} */
export async function handleCheckout(request: Request, env: Env): Promise<Response> {
  const body = await readJson(request);
  const plan = requireString(body, 'plan');
  if (!isPlan(plan)) {
    throw invalidField('plan', `must be one of ${PLANS.join(', ')}`);
  }
  const userId = requireUserId(body.user_id);
  const email = requireString(body, 'email', 320);
  if (!email.includes('@')) {
    throw invalidField('email', 'must be an e-mail address');
  }

  const stripe = await getStripeClient(env);
  const price = await getPriceId(env, plan);
  try {
    const session = await stripe.checkout.sessions.create({
      mode: 'subscription',
      line_items: [{ price, quantity: 1 }],
      client_reference_id: userId,
      customer_email: email,
      metadata: { plan },
      success_url: `${env.APP_URL}/account?checkout=success`,
      cancel_url: `${env.APP_URL}/account?checkout=cancelled`,
    });
    return json({ id: session.id, url: session.url });
  } catch (error) {
    throw toHttpError(error);
  }
}

/** POST /billing/webhook, called by Stripe */
export async function handleWebhook(request: Request, env: Env): Promise<Response> {
  const webhookSecret = await getSecret(env, 'STRIPE_WEBHOOK_SECRET');
  if (!webhookSecret) {
    throw new Error('STRIPE_WEBHOOK_SECRET not configured');
  }
  const signature = request.headers.get('Stripe-Signature');
  if (!signature) {
    throw new HttpError(400, 'invalid_signature', 'The Stripe-Signature header is missing.');
  }

  const stripe = await getStripeClient(env);
  const event = await verifyEvent(stripe, await request.text(), signature, webhookSecret);
  if (event.type === 'checkout.session.completed') {
    const { client_reference_id: userId, metadata } = event.data.object;
    if (userId && isPlan(metadata?.plan)) {
      await setPlan(env, userId, metadata.plan);
    }
  }
  return json({ received: true });
}

async function verifyEvent(
  stripe: Stripe,
  payload: string,
  signature: string,
  secret: string,
): Promise<Stripe.Event> {
  try {
    return await stripe.webhooks.constructEventAsync(payload, signature, secret);
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) throw error;
    throw new HttpError(400, 'invalid_signature', 'The Stripe-Signature header does not match.');
  }
}

/** Stripe's own message can quote a part of the key, so only its type and code are passed on. */
function toHttpError(error: unknown): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  const reason = error.code ?? error.type;
  return new HttpError(502, 'stripe_error', `Stripe refused the request: ${reason}.`);
}
