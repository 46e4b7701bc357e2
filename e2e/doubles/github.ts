/**
 * github.com and api.github.com: the web application flow of an OAuth app, with one test user.
 * Flow: https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
 * Errors: https://docs.github.com/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors
 * User: https://docs.github.com/rest/users/users, https://docs.github.com/rest/users/emails
 */
import type { Double } from "./double.ts";
import { createOauthCodes, type OauthClient, type OauthCodes } from "./oauth-codes.ts";
import { randomAlphanumeric } from "./seed.ts";

export const GITHUB_USER = {
  id: 583_231,
  login: "luna-tester",
  name: "Luna Tester",
  email: "luna.tester@example.com",
} as const;

export function createGithub(clients: readonly OauthClient[]): {
  readonly site: Double;
  readonly api: Double;
} {
  const codes = createOauthCodes(clients);
  const tokens = new Set<string>();
  return {
    site: (request) => answerSite(request, codes, tokens),
    api: (request) => answerApi(request, tokens),
  };
}

async function answerSite(
  request: Request,
  codes: OauthCodes,
  tokens: Set<string>,
): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  switch (`${request.method} ${pathname}`) {
    case "GET /login/oauth/authorize":
      return codes.authorize(searchParams) ?? new Response("Not Found", { status: 404 });
    case "POST /login/oauth/access_token":
      return exchangeCode(request, codes, tokens);
    default:
      return new Response("Not Found", { status: 404 });
  }
}

/** Refusals have status 200 too, as GitHub's do. */
async function exchangeCode(
  request: Request,
  codes: OauthCodes,
  tokens: Set<string>,
): Promise<Response> {
  const form = new URLSearchParams(await request.text());
  const client = codes.findClient(request, form);
  if (!client) {
    return Response.json({
      error: "incorrect_client_credentials",
      error_description: "The client_id and/or client_secret passed are incorrect.",
      error_uri:
        "/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/#incorrect-client-credentials",
    });
  }
  const authorization = await codes.redeem(form, client);
  if (!authorization) {
    return Response.json({
      error: "bad_verification_code",
      error_description: "The code passed is incorrect or expired.",
      error_uri:
        "/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/#bad-verification-code",
    });
  }
  const token = `gho_${randomAlphanumeric(36)}`;
  tokens.add(token);
  const scope = authorization.scope.split(" ").join(",");
  return Response.json({ access_token: token, scope, token_type: "bearer" });
}

async function answerApi(request: Request, tokens: ReadonlySet<string>): Promise<Response> {
  // https://docs.github.com/rest/using-the-rest-api/getting-started-with-the-rest-api#user-agent
  if (!request.headers.has("User-Agent")) {
    return new Response("Request forbidden by administrative rules.", { status: 403 });
  }
  const token = /^(?:Bearer|token) (\S+)$/i.exec(request.headers.get("Authorization") ?? "")?.[1];
  if (token === undefined || !tokens.has(token)) return refuse(401, "Bad credentials");

  switch (`${request.method} ${new URL(request.url).pathname}`) {
    case "GET /user":
      return Response.json(renderUser());
    case "GET /user/emails":
      return Response.json([
        { email: GITHUB_USER.email, primary: true, verified: true, visibility: "private" },
      ]);
    default:
      return refuse(404, "Not Found");
  }
}

/** The e-mail is not public, as most users': clients have to ask for it. */
function renderUser(): Record<string, unknown> {
  const { id, login, name } = GITHUB_USER;
  return {
    login,
    id,
    node_id: "MDQ6VXNlcjU4MzIzMQ==",
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    html_url: `https://github.com/${login}`,
    type: "User",
    site_admin: false,
    name,
    email: null,
    created_at: "2011-01-25T18:44:36Z",
    updated_at: "2026-01-15T09:30:00Z",
  };
}

function refuse(status: number, message: string): Response {
  const body = { message, documentation_url: "https://docs.github.com/rest", status: `${status}` };
  return Response.json(body, { status });
}
