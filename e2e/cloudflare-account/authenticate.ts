/**
 * Whose request it is. https://developers.cloudflare.com/fundamentals/api/get-started/create-token/
 * An e-mail address with a global key counts as the user's token of that value.
 */
import type { ApiToken } from "./account-options.ts";
import { refusals } from "./refusals.ts";
import { AUTHOR_EMAIL } from "./routes/versions.ts";

const WELL_FORMED = /^[A-Za-z0-9_-]+$/;

/**
 * @param path `/user/tokens/verify` names a wrong token with another code than the rest.
 * @throws Refusal 9106, 6003, 1000 or 10000.
 */
export function authenticate(
  headers: Headers,
  path: string,
  tokens: readonly ApiToken[],
): ApiToken {
  const value = readBearer(headers) ?? readKey(headers);
  if (value === null) throw refusals.noCredentials();
  if (!WELL_FORMED.test(value)) throw refusals.malformedToken();
  const token = tokens.find((one) => one.value === value);
  if (token !== undefined) return token;
  throw path === "/user/tokens/verify" ? refusals.invalidToken() : refusals.unknownToken();
}

function readBearer(headers: Headers): string | null {
  const header = headers.get("authorization");
  return header === null ? null : header.replace(/^Bearer /, "");
}

function readKey(headers: Headers): string | null {
  return headers.get("x-auth-email") === AUTHOR_EMAIL ? headers.get("x-auth-key") : null;
}
