/**
 * The one place that turns a failure into an HTTP answer. The contract's list gives the status;
 * whatever is not on that list becomes a fixed answer, so that nothing unforeseen gets out.
 */
import { ERROR_CODES, type Failure, LunakeyError } from "@lunakey/contract";

const INTERNAL: Failure = {
  code: "internal",
  message: "Something went wrong inside of Lunakey.",
  hint: "Try again with the same Idempotency-Key.",
};

/**
 * @param thrown anything; what is not a coded error says nothing of itself.
 * @param requestId lets people find the request in Cloudflare's own logs.
 */
export function renderThrown(thrown: unknown, requestId: string): Response {
  const failure = thrown instanceof LunakeyError ? thrown.toFailure() : INTERNAL;
  return renderFailure(failure, requestId);
}

/** @param headers what only the caller knows, such as `Allow`. */
export function renderFailure(
  failure: Failure,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  // A store that is newer than this Worker may answer with a code that is not on the list yet.
  const known = Object.hasOwn(ERROR_CODES, failure.code) ? failure : INTERNAL;
  const { code, message, hint, field } = known;
  return Response.json(
    { error: { code, message, hint, field, requestId } },
    { status: ERROR_CODES[code].status, headers: { ...headersOf(code), ...headers } },
  );
}

function headersOf(code: Failure["code"]): Record<string, string> {
  if (code === "unauthenticated") return { "WWW-Authenticate": "Bearer" };
  if (code === "store_unavailable") return { "Retry-After": "1" };
  return {};
}
