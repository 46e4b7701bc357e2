/**
 * api.stripe.com: creates Checkout sessions, nothing else.
 * Sessions: https://docs.stripe.com/api/checkout/sessions/create
 * Errors: https://docs.stripe.com/api/errors, https://docs.stripe.com/error-codes
 */
import type { Double } from "./double.ts";
import { randomAlphanumeric } from "./seed.ts";

const SESSION_LIFETIME_SECONDS = 86_400;

interface StripeError {
  readonly type: "invalid_request_error";
  readonly message: string;
  readonly code?: string;
  readonly param?: string;
}

/** @param keys secret keys that are accepted. @param prices ids of the prices that exist. */
export function createStripe(keys: readonly string[], prices: readonly string[]): Double {
  return async (request) => {
    const key = /^Bearer (.+)$/.exec(request.headers.get("Authorization") ?? "")?.[1];
    if (key === undefined) return refuse(401, "You did not provide an API key.");
    // The real message ends in a part of the key.
    if (!keys.includes(key)) return refuse(401, "Invalid API Key provided: sk_test_****");

    const { pathname } = new URL(request.url);
    if (request.method !== "POST" || pathname !== "/v1/checkout/sessions") {
      return refuse(404, `Unrecognized request URL (${request.method}: ${pathname}).`);
    }
    return createSession(new URLSearchParams(await request.text()), prices);
  };
}

function createSession(form: URLSearchParams, prices: readonly string[]): Response {
  const price = form.get("line_items[0][price]");
  if (price === null) {
    return refuse(400, "Missing required param: line_items[0][price].", {
      code: "parameter_missing",
      param: "line_items[0][price]",
    });
  }
  if (!prices.includes(price)) {
    return refuse(400, `No such price: '${price}'`, {
      code: "resource_missing",
      param: "line_items[0][price]",
    });
  }
  return answer(200, renderSession(form));
}

/** https://docs.stripe.com/api/checkout/sessions/object, without the fields that are null here. */
function renderSession(form: URLSearchParams): Record<string, unknown> {
  const id = `cs_test_${randomAlphanumeric(58)}`;
  const created = Math.floor(Date.now() / 1_000);
  return {
    id,
    object: "checkout.session",
    cancel_url: form.get("cancel_url"),
    client_reference_id: form.get("client_reference_id"),
    created,
    customer: null,
    customer_email: form.get("customer_email"),
    expires_at: created + SESSION_LIFETIME_SECONDS,
    livemode: false,
    metadata: readMetadata(form),
    mode: form.get("mode"),
    payment_status: "unpaid",
    status: "open",
    success_url: form.get("success_url"),
    url: `https://checkout.stripe.com/c/pay/${id}`,
  };
}

/** `metadata[plan]=starter` is how Stripe's form encoding writes `{ metadata: { plan } }`. */
function readMetadata(form: URLSearchParams): Record<string, string> {
  const metadata: Record<string, string> = {};
  for (const [field, value] of form) {
    const key = /^metadata\[(.+)\]$/.exec(field)?.[1];
    if (key !== undefined) metadata[key] = value;
  }
  return metadata;
}

function refuse(status: number, message: string, details: Partial<StripeError> = {}): Response {
  const error: StripeError = { ...details, message, type: "invalid_request_error" };
  return answer(status, { error });
}

/** https://docs.stripe.com/api/request_ids */
function answer(status: number, body: unknown): Response {
  return Response.json(body, {
    status,
    headers: { "Request-Id": `req_${randomAlphanumeric(14)}` },
  });
}
