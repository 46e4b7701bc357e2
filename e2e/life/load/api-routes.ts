/**
 * What is asked of luna-proxy-api, and what must be true of each answer. Between them the routes need
 * every one of its 13 secrets.
 */
import { SignJWT } from "jose";
import { renderCheckoutCompleted, signStripePayload } from "../../doubles/stripe-webhook.ts";
import type { Health } from "../../workers/health.ts";
import { PROVIDER_KEYS } from "../../workers/system.ts";
import { HOUR_MS } from "../clock.ts";
import type { Route } from "./load.ts";
import { ask, bearer, expect, expectStatus, type Site } from "./site.ts";

/** Presented in one request's turn. */
const EARLIER_COUNT = 2;
const PLANS = ["starter", "growth"] as const;
const any = <T>(list: readonly T[]): T | undefined => list[Math.floor(Math.random() * list.length)];

const post = (body: unknown, headers: Record<string, string> = {}) => ({
  method: "POST",
  headers,
  body: typeof body === "string" ? body : JSON.stringify(body),
});

const admin = ({ seed }: Site) => bearer(seed.api.ADMIN_API_KEY);

async function askHealth(site: Site): Promise<void> {
  const answer = await ask(`${site.api}/admin/health`, { headers: admin(site) });
  expectStatus(answer, 200);
  const { secrets, environment } = answer.json() as Health;
  const missing = secrets.filter(({ configured }) => !configured).map(({ name }) => name);
  expect(missing.length === 0, `there was no ${missing.join()}`);
  expect(environment === site.environment, "another environment answered");
}

async function beRefused(site: Site): Promise<void> {
  const headers = bearer(`${site.seed.api.ADMIN_API_KEY.slice(0, -1)}-`);
  expectStatus(await ask(`${site.api}/admin/health`, { headers }), 401);
}

async function checkOut(site: Site): Promise<void> {
  const body = { plan: any(PLANS), user_id: "test", email: "test@example.com" };
  const answer = await ask(`${site.api}/billing/checkout`, post(body));
  expectStatus(answer, 200);
  const { url } = answer.json() as { url: string };
  expect(url.startsWith("https://checkout.stripe.com/"), "no payment page");
}

/** A plan of its own for each user, so that the answer after it shows that this one was recorded. */
async function receiveWebhook(site: Site): Promise<void> {
  const key = any(site.webhookKeys) ?? "";
  const [userId, plan] = [`payer-${Math.random().toString(36).slice(2)}`, any(PLANS) ?? "starter"];
  const payload = renderCheckoutCompleted(userId, plan);
  expectStatus(await sendWebhook(site, payload, key), 200);
  const user = await ask(`${site.api}/admin/users/${userId}`, { headers: admin(site) });
  expectStatus(user, 200);
  expect((user.json() as { plan: unknown }).plan === plan, "the plan was not recorded");
}

async function refuseWebhook(site: Site): Promise<void> {
  const payload = renderCheckoutCompleted("intruder", "growth");
  const keys = ["whsec_of_somebody_else", ...site.retiredWebhookKeys];
  expectStatus(await sendWebhook(site, payload, any(keys) ?? ""), 400);
}

async function sendWebhook({ api, clock }: Site, payload: string, key: string) {
  const signature = await signStripePayload(payload, key, clock.now());
  return ask(`${api}/billing/webhook`, post(payload, { "Stripe-Signature": signature }));
}

/** @returns the user's id and token, which is kept for later. */
async function issueSession(site: Site): Promise<{ userId: string; token: string }> {
  const userId = `user-${Math.random().toString(36).slice(2)}`;
  const answer = await ask(`${site.api}/admin/sessions`, post({ user_id: userId }, admin(site)));
  expectStatus(answer, 201);
  const { token, expires_at } = answer.json() as { token: string; expires_at: number };
  site.tokens.add(token, expires_at * 1_000);
  return { userId, token };
}

async function presentNew(site: Site): Promise<void> {
  const { userId, token } = await issueSession(site);
  const answer = await ask(`${site.api}/session`, { headers: bearer(token) });
  expectStatus(answer, 200);
  expect((answer.json() as { user_id: string }).user_id === userId, "another user's session");
}

/** Some that were issued in earlier phases, maybe under an earlier key. */
async function presentEarlier(site: Site): Promise<void> {
  for (let count = 0; count < EARLIER_COUNT; count += 1) {
    const earlier = site.tokens.pick();
    const isAccepted = earlier && site.tokens.mustBeAccepted(earlier, site.clock.now());
    if (earlier === undefined || isAccepted === undefined || isAccepted === null) continue;
    const answer = await ask(`${site.api}/session`, { headers: bearer(earlier.token) });
    expectStatus(answer, isAccepted ? 200 : 401);
    site.tokens.note(earlier, isAccepted);
  }
}

async function refuseForged(site: Site): Promise<void> {
  const token = await signToken(site, "a key of somebody else", "intruder", HOUR_MS);
  expectStatus(await ask(`${site.api}/session`, { headers: bearer(token) }), 401);
}

/** A token as the API makes them, under any key and for any time. */
export function signToken(
  { clock }: Pick<Site, "clock">,
  key: string,
  userId: string,
  lifetimeMs: number,
): Promise<string> {
  return new SignJWT({ email: null })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer("luna-proxy-api")
    .setSubject(userId)
    .setExpirationTime(Math.floor((clock.now() + lifetimeMs) / 1_000))
    .sign(new TextEncoder().encode(key));
}

async function getTurn(site: Site): Promise<void> {
  const { token } = await issueSession(site);
  expectStatus(await ask(`${site.api}/turn/credentials`, post({}, bearer(token))), 200);
}

/** What is sealed under KEK_V1 opens again. */
async function useProviderKey(site: Site): Promise<void> {
  const { token } = await issueSession(site);
  const headers = bearer(token);
  const body = JSON.stringify({ key: PROVIDER_KEYS.openai });
  expectStatus(await ask(`${site.api}/keys/openai`, { method: "PUT", headers, body }), 200);
  expectStatus(await ask(`${site.api}/proxy/openai/v1/models`, { headers }), 200);
}

async function showAccount(site: Site): Promise<void> {
  const answer = await ask(`${site.api}/admin/cloudflare/account`, { headers: admin(site) });
  expectStatus(answer, 200);
  const { account } = answer.json() as { account: { id: string } };
  expect(account.id === site.seed.api.CF_ACCOUNT_ID, "another account");
}

async function listTurnKeys(site: Site): Promise<void> {
  expectStatus(await ask(`${site.api}/admin/turn/keys`, { headers: admin(site) }), 200);
}

export const API_ROUTES: readonly Route[] = [
  { name: "api GET /admin/health", ask: askHealth },
  { name: "api POST /billing/webhook", ask: receiveWebhook },
  { name: "api GET /session, issued earlier", ask: presentEarlier },
  { name: "api POST /billing/checkout", ask: checkOut },
  { name: "api GET /session, issued now", ask: presentNew },
  { name: "api POST /billing/webhook, forged", ask: refuseWebhook },
  { name: "api POST /turn/credentials", ask: getTurn },
  { name: "api GET /session, forged", ask: refuseForged },
  { name: "api PUT /keys, GET /proxy", ask: useProviderKey },
  { name: "api GET /admin/health, wrong key", ask: beRefused },
  { name: "api GET /admin/cloudflare/account", ask: showAccount },
  { name: "api GET /admin/turn/keys", ask: listTurnKeys },
];
