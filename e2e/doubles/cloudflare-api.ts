/**
 * api.cloudflare.com: an account's details and its list of TURN keys.
 * Envelope: https://developers.cloudflare.com/fundamentals/api/how-to/make-api-calls/
 * Account: https://developers.cloudflare.com/api/resources/accounts/methods/get/
 * TURN keys: https://developers.cloudflare.com/api/resources/calls/subresources/turn/methods/list/
 */
import type { Double } from "./double.ts";

export interface CloudflareAccount {
  readonly id: string;
  /** The e-mail and global key, accepted for every route. */
  readonly authEmail: string;
  readonly authKey: string;
  /** API tokens with the permission "Calls Read" and no other. */
  readonly apiTokens: readonly string[];
  readonly turnKeyIds: readonly string[];
}

const SINCE = "2026-01-15T09:30:00.000000Z";

/** Who calls: the account's owner, a token's holder, or the refusal for somebody else. */
type Caller = "owner" | "token" | Response;

export function createCloudflareApi(account: CloudflareAccount): Double {
  const path = `/client/v4/accounts/${account.id}`;
  return async (request) => {
    const caller = authenticate(request, account);
    if (typeof caller !== "string") return caller;

    const { pathname } = new URL(request.url);
    if (request.method !== "GET") return refuse(405, 10_405, "Method not allowed");
    if (pathname === `${path}/calls/turn_keys`) return succeed(account.turnKeyIds.map(renderKey));
    if (pathname === path && caller === "owner") return succeed(renderAccount(account.id));
    if (pathname.startsWith("/client/v4/accounts/")) {
      return refuse(403, 9109, "Unauthorized to access requested resource");
    }
    return refuse(404, 7003, "Could not route to the path that was requested");
  };
}

/** https://developers.cloudflare.com/fundamentals/api/troubleshooting/ */
function authenticate(request: Request, account: CloudflareAccount): Caller {
  const email = request.headers.get("X-Auth-Email");
  const key = request.headers.get("X-Auth-Key");
  const authorization = request.headers.get("Authorization");
  if (authorization !== null) {
    const known = account.apiTokens.some((token) => authorization === `Bearer ${token}`);
    return known ? "token" : refuse(401, 10_000, "Authentication error");
  }
  if (email === null || key === null) {
    return refuse(400, 9106, "Missing X-Auth-Key, X-Auth-Email or Authorization headers");
  }
  const known = email === account.authEmail && key === account.authKey;
  return known ? "owner" : refuse(403, 9103, "Unknown X-Auth-Key or X-Auth-Email");
}

function renderAccount(id: string): Record<string, unknown> {
  return { id, name: "Luna Proxy", type: "standard", settings: {}, created_on: SINCE };
}

function renderKey(uid: string): Record<string, unknown> {
  return { uid, name: "luna-proxy", created: SINCE, modified: SINCE };
}

function succeed(result: unknown): Response {
  return Response.json({ success: true, errors: [], messages: [], result });
}

function refuse(status: number, code: number, message: string): Response {
  const body = { success: false, errors: [{ code, message }], messages: [], result: null };
  return Response.json(body, { status });
}
