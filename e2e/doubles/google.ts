/**
 * Google's OpenID Connect hosts, with one test user and ID tokens that are really signed.
 * Reference: https://developers.google.com/identity/openid-connect/reference
 * Flow: https://developers.google.com/identity/openid-connect/openid-connect
 */
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import type { Double } from "./double.ts";
import { createOauthCodes, type OauthClient, type OauthCodes } from "./oauth-codes.ts";
import { randomAlphanumeric, randomHex } from "./seed.ts";

export const GOOGLE_USER = {
  sub: "110169484474386276334",
  name: "Luna Tester",
  given_name: "Luna",
  family_name: "Tester",
  picture: "https://lh3.googleusercontent.com/a/luna-tester",
  email: "luna.tester@gmail.com",
  email_verified: true,
} as const;

const ISSUER = "https://accounts.google.com";
const TOKEN_SECONDS = 3_599;

interface Signer {
  readonly jwk: JWK;
  readonly privateKey: CryptoKey;
  /** Milliseconds since 1970. */
  readonly getNow: () => number;
}

/** @param getNow milliseconds since 1970: when its ID tokens are issued. */
export function createGoogle(
  clients: readonly OauthClient[],
  getNow: () => number = () => Date.now(),
): {
  readonly accounts: Double;
  readonly oauth2: Double;
  readonly openidconnect: Double;
  readonly www: Double;
} {
  const codes = createOauthCodes(clients);
  const tokens = new Set<string>();
  let signer: Promise<Signer> | undefined;
  const getSigner = () => {
    signer ??= createSigner(getNow);
    return signer;
  };

  return {
    accounts: route({
      "GET /.well-known/openid-configuration": () => Response.json(DISCOVERY),
      "GET /o/oauth2/v2/auth": (request) =>
        codes.authorize(new URL(request.url).searchParams, { iss: ISSUER }) ??
        new Response("Error 401: invalid_client", { status: 401 }),
    }),
    oauth2: route({
      "POST /token": (request) => exchangeCode(request, codes, tokens, getSigner),
    }),
    openidconnect: route({ "GET /v1/userinfo": (request) => answerUserinfo(request, tokens) }),
    www: route({
      "GET /oauth2/v3/certs": async () => Response.json({ keys: [(await getSigner()).jwk] }),
    }),
  };
}

/** https://accounts.google.com/.well-known/openid-configuration */
const DISCOVERY = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/o/oauth2/v2/auth`,
  device_authorization_endpoint: "https://oauth2.googleapis.com/device/code",
  token_endpoint: "https://oauth2.googleapis.com/token",
  userinfo_endpoint: "https://openidconnect.googleapis.com/v1/userinfo",
  revocation_endpoint: "https://oauth2.googleapis.com/revoke",
  jwks_uri: "https://www.googleapis.com/oauth2/v3/certs",
  response_types_supported: ["code", "token", "id_token", "code token", "code id_token"],
  response_modes_supported: ["query", "fragment", "form_post"],
  authorization_response_iss_parameter_supported: true,
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["RS256"],
  scopes_supported: ["openid", "email", "profile"],
  claims_supported: [
    "aud",
    "email",
    "email_verified",
    "exp",
    "iat",
    "iss",
    "name",
    "picture",
    "sub",
  ],
  token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
  code_challenge_methods_supported: ["plain", "S256"],
  grant_types_supported: ["authorization_code", "refresh_token"],
};

function route(routes: Record<string, (request: Request) => Response | Promise<Response>>): Double {
  return async (request) => {
    const handler = routes[`${request.method} ${new URL(request.url).pathname}`];
    return handler ? handler(request) : new Response("Not Found", { status: 404 });
  };
}

async function createSigner(getNow: () => number): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(publicKey)), kid: randomHex(20), alg: "RS256", use: "sig" };
  return { jwk, privateKey, getNow };
}

/** https://developers.google.com/identity/openid-connect/openid-connect#exchangecode */
async function exchangeCode(
  request: Request,
  codes: OauthCodes,
  tokens: Set<string>,
  getSigner: () => Promise<Signer>,
): Promise<Response> {
  const form = new URLSearchParams(await request.text());
  const client = codes.findClient(request, form);
  if (!client) return refuse(401, "invalid_client", "The provided client secret is invalid.");
  const authorization = await codes.redeem(form, client);
  if (!authorization) return refuse(400, "invalid_grant", "Malformed auth code.");

  const token = `ya29.${randomAlphanumeric(160)}`;
  tokens.add(token);
  return Response.json({
    access_token: token,
    expires_in: TOKEN_SECONDS,
    scope: authorization.scope,
    token_type: "Bearer",
    id_token: await signIdToken(client.id, authorization.nonce, await getSigner()),
  });
}

/** https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload */
async function signIdToken(
  clientId: string,
  nonce: string | null,
  { jwk, privateKey, getNow }: Signer,
): Promise<string> {
  const now = Math.floor(getNow() / 1_000);
  return new SignJWT({ ...GOOGLE_USER, azp: clientId, ...(nonce === null ? {} : { nonce }) })
    .setProtectedHeader({ alg: "RS256", kid: jwk.kid ?? "", typ: "JWT" })
    .setIssuer(ISSUER)
    .setAudience(clientId)
    .setIssuedAt(now)
    .setExpirationTime(now + TOKEN_SECONDS)
    .sign(privateKey);
}

function answerUserinfo(request: Request, tokens: ReadonlySet<string>): Response {
  const token = /^Bearer (\S+)$/.exec(request.headers.get("Authorization") ?? "")?.[1];
  if (token === undefined || !tokens.has(token)) {
    return refuse(401, "invalid_request", "Invalid Credentials");
  }
  return Response.json(GOOGLE_USER);
}

function refuse(status: number, error: string, description: string): Response {
  return Response.json({ error, error_description: description }, { status });
}
