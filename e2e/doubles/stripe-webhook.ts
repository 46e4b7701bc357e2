/**
 * The header that Stripe signs its webhooks with, so that a test can call /billing/webhook as
 * Stripe does: https://docs.stripe.com/webhooks#verify-manually
 */

/**
 * @param payload the body, byte for byte as it will be sent.
 * @param secret the endpoint's secret, `whsec_…`.
 * @param now milliseconds since 1970.
 * @returns the value of `Stripe-Signature`.
 */
export async function signStripePayload(
  payload: string,
  secret: string,
  now: number = Date.now(),
): Promise<string> {
  const encoder = new TextEncoder();
  const timestamp = Math.floor(now / 1_000);
  const key = await crypto.subtle.importKey(
    "raw",
    encoder.encode(secret),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const signed = encoder.encode(`${timestamp}.${payload}`);
  const signature = Buffer.from(await crypto.subtle.sign("HMAC", key, signed)).toString("hex");
  return `t=${timestamp},v1=${signature}`;
}

/** The event that Stripe sends once a plan was paid for; the fields that luna-proxy-api reads. */
export function renderCheckoutCompleted(userId: string, plan: string): string {
  return JSON.stringify({
    id: "evt_1LunaProxyTest",
    object: "event",
    type: "checkout.session.completed",
    data: {
      object: {
        id: "cs_test_LunaProxy",
        object: "checkout.session",
        client_reference_id: userId,
        metadata: { plan },
      },
    },
  });
}
