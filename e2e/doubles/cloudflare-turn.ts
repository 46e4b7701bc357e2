/**
 * rtc.live.cloudflare.com: short-lived TURN credentials.
 * https://developers.cloudflare.com/realtime/turn/generate-credentials/
 */
import type { Double } from "./double.ts";
import { randomHex } from "./seed.ts";

export interface TurnKey {
  readonly id: string;
  readonly apiToken: string;
}

const PATH = /^\/v1\/turn\/keys\/([^/]+)\/credentials\/generate-ice-servers$/;

/** The documentation describes success only: for refusals the status is what can be relied on. */
export function createCloudflareTurn(keys: readonly TurnKey[]): Double {
  return async (request) => {
    const id = PATH.exec(new URL(request.url).pathname)?.[1];
    if (id === undefined || request.method !== "POST") return new Response(null, { status: 404 });

    const key = keys.find((known) => known.id === id);
    const authorized = request.headers.get("Authorization") === `Bearer ${key?.apiToken}`;
    if (!key || !authorized) return new Response(null, { status: 401 });

    const body = (await request.json().catch(() => null)) as { ttl?: unknown } | null;
    if (typeof body?.ttl !== "number") return new Response(null, { status: 400 });
    return Response.json({ iceServers: renderIceServers() }, { status: 201 });
  };
}

function renderIceServers(): unknown[] {
  return [
    { urls: ["stun:stun.cloudflare.com:3478", "stun:stun.cloudflare.com:53"] },
    {
      urls: [
        "turn:turn.cloudflare.com:3478?transport=udp",
        "turn:turn.cloudflare.com:3478?transport=tcp",
        "turns:turn.cloudflare.com:5349?transport=tcp",
        "turn:turn.cloudflare.com:53?transport=udp",
        "turn:turn.cloudflare.com:80?transport=tcp",
        "turns:turn.cloudflare.com:443?transport=tcp",
      ],
      username: randomHex(48),
      credential: randomHex(48),
    },
  ];
}
