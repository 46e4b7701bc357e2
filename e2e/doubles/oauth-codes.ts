/**
 * What the two OAuth doubles have in common: registered clients, and authorization codes that can
 * be used once, by the client and with the verifier that they were made for (RFC 6749, RFC 7636).
 */
import { randomHex } from "./seed.ts";

/** A registered OAuth application. */
export interface OauthClient {
  readonly id: string;
  readonly secret: string;
}

/** What an authorization request asked for, kept until its code is exchanged. */
interface Authorization {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly challenge: string | null;
  readonly nonce: string | null;
  readonly scope: string;
}

export interface OauthCodes {
  /** Signs the one test user in at once: back to the client with a code. Null: unknown client. */
  authorize(query: URLSearchParams, extra?: Record<string, string>): Response | null;
  /** What the code was made for, or null where it is unknown, used or another client's. */
  redeem(form: URLSearchParams, client: OauthClient): Promise<Authorization | null>;
  /** The client that the request proves to be, by Basic authentication or form fields, or null. */
  findClient(request: Request, form: URLSearchParams): OauthClient | null;
}

export function createOauthCodes(clients: readonly OauthClient[]): OauthCodes {
  const codes = new Map<string, Authorization>();

  return {
    authorize(query, extra = {}) {
      const clientId = query.get("client_id") ?? "";
      const redirectUri = query.get("redirect_uri") ?? "";
      if (!clients.some(({ id }) => id === clientId) || !URL.canParse(redirectUri)) return null;
      const code = randomHex(10);
      codes.set(code, {
        clientId,
        redirectUri,
        challenge: query.get("code_challenge"),
        nonce: query.get("nonce"),
        scope: query.get("scope") ?? "",
      });
      return redirect(redirectUri, { code, state: query.get("state"), ...extra });
    },

    async redeem(form, client) {
      const code = form.get("code") ?? "";
      const authorization = codes.get(code);
      codes.delete(code);
      if (authorization?.clientId !== client.id) return null;
      if (authorization.redirectUri !== form.get("redirect_uri")) return null;
      const challenge = await challengeOf(form.get("code_verifier"));
      return challenge === authorization.challenge ? authorization : null;
    },

    findClient(request, form) {
      const { id, secret } = readCredentials(request, form);
      return clients.find((client) => client.id === id && client.secret === secret) ?? null;
    },
  };
}

function redirect(to: string, parameters: Record<string, string | null>): Response {
  const url = new URL(to);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null) url.searchParams.set(name, value);
  }
  return new Response(null, { status: 302, headers: { Location: url.href } });
}

function readCredentials(request: Request, form: URLSearchParams) {
  const basic = /^Basic (.+)$/.exec(request.headers.get("Authorization") ?? "")?.[1];
  if (basic === undefined) {
    return { id: form.get("client_id"), secret: form.get("client_secret") };
  }
  // Each part is form-encoded on its own before the two are joined (RFC 6749, section 2.3.1).
  const [id = "", secret = ""] = atob(basic).split(":");
  return { id: formDecode(id), secret: formDecode(secret) };
}

function formDecode(text: string): string {
  return decodeURIComponent(text.replaceAll("+", " "));
}

/** S256 of a code verifier, or null where there was none. */
async function challengeOf(verifier: string | null): Promise<string | null> {
  if (verifier === null) return null;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  return Buffer.from(digest).toString("base64url");
}
