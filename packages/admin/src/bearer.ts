/**
 * The caller's token out of `Authorization: Bearer …` (RFC 6750). It only looks at the form: who
 * the token belongs to, and what it may do, is for the store to say.
 */
import { LunakeyError, TOKEN_PATTERN } from "@lunakey/contract";

/**
 * @param authorization the header as received; null or undefined where there is none.
 * @returns the token, as received.
 * @throws LunakeyError `unauthenticated`.
 */
export function readBearer(authorization: string | null | undefined): string {
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? "") ?? [];
  if (token !== undefined && TOKEN_PATTERN.test(token)) return token;
  throw new LunakeyError({
    code: "unauthenticated",
    field: "Authorization",
    message: "Authorization must be `Bearer` and a token of Lunakey.",
    hint: "`lunakey init` makes the first token; `POST /v1/tokens` makes more.",
  });
}
