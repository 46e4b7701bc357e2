/**
 * What a refusal of Cloudflare's means for whoever asked: to be tried again, to be waited out, or to be
 * put right by people first. Codes as public issues quote them; e2e/cloudflare-account has the sources.
 */

/**
 * - `retry`: may go another way next time.
 * - `limited`: Cloudflare asks for patience, whatever is asked of it.
 * - `denied`: the token is not enough, whatever is asked.
 * - `no_script`: there is no such script.
 * - `refused`: these secrets can not be changed so; `names` are those that it is said to be for.
 */
export type AccountRefusal = { readonly ok: false; readonly code: string } & (
  | { readonly kind: "retry" | "denied" | "no_script" }
  | { readonly kind: "limited"; readonly waitMs: number }
  | { readonly kind: "refused"; readonly names: readonly string[] }
);

/** Without the header: the window of the limit is five minutes. */
const WAIT_DEFAULT_MS = 60_000;
const WAIT_MOST_MS = 3_600_000;

const NO_SCRIPT: readonly string[] = ["10007", "10090"];
/** The latest version is not deployed, or there is none: ends with the roll-out that is under way. */
const NOT_NOW: readonly string[] = ["10215", "10222"];
/** A token that is unknown, malformed, or without the permission. */
const DENIED: readonly string[] = ["1000", "6003", "9106", "9109", "10000"];

export function readRefusal(response: Response, body: unknown): AccountRefusal {
  const { status } = response;
  const errors = readErrors(body);
  const code = errors[0]?.code ?? `http_${status}`;
  if (status === 429) {
    return { ok: false, kind: "limited", code, waitMs: readWait(response) };
  }
  if (status === 401 || status === 403 || DENIED.includes(code)) {
    return { ok: false, kind: "denied", code };
  }
  if (NO_SCRIPT.includes(code)) return { ok: false, kind: "no_script", code };
  const isLasting = status >= 400 && status < 500 && status !== 408 && !NOT_NOW.includes(code);
  if (!isLasting) return { ok: false, kind: "retry", code };
  return { ok: false, kind: "refused", code, names: errors.flatMap(({ names }) => names) };
}

interface ReadError {
  readonly code: string;
  /** What its message has in quotes. */
  readonly names: readonly string[];
}

function readErrors(body: unknown): ReadError[] {
  const errors = (body as { errors?: unknown } | null | undefined)?.errors;
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((error: { code?: unknown; message?: unknown } | null) => {
    // Nothing but a number: the text is Cloudflare's, and might hold anything.
    if (!Number.isSafeInteger(error?.code)) return [];
    const message = typeof error?.message === "string" ? error.message : "";
    const names = [...message.matchAll(/'([A-Za-z0-9_-]{1,255})'/g)].map(([, name = ""]) => name);
    return [{ code: String(error?.code), names }];
  });
}

/** Seconds, or a date, as RFC 9110 has it. */
function readWait(response: Response): number {
  const text = response.headers.get("Retry-After") ?? "";
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  if (!Number.isFinite(ms) || ms <= 0) return WAIT_DEFAULT_MS;
  return Math.min(ms, WAIT_MOST_MS);
}
