/**
 * Why an account could not be asked, as a code that the output turns into a sentence. Wrangler says
 * it in words; the codes of Cloudflare's API in them are stable, its sentences are not, so the few
 * that are looked for are what wrangler 4.155 to 4.164 writes (seen 2026-11).
 */
import type { WranglerRun } from "./run-wrangler.ts";

/**
 * - `not_signed_in`: wrangler has neither a token nor a login.
 * - `no_account`: signed in, but there is no account, or several and none is named.
 * - `refused`: the token is wrong, or may not read this.
 * - `rate_limited`: Cloudflare asks to wait.
 * - `unreachable`: no network, or no answer in time.
 * - `config_invalid`: wrangler does not accept the config, or not the environment.
 * - `wrangler_missing`, `wrangler_too_old`: no wrangler that can be asked.
 * - `failed`: anything else; `code` is Cloudflare's where there was one.
 */
export type AccountTroubleCode =
  | "not_signed_in"
  | "no_account"
  | "refused"
  | "rate_limited"
  | "unreachable"
  | "config_invalid"
  | "wrangler_missing"
  | "wrangler_too_old"
  | "failed";

export interface AccountTrouble {
  readonly trouble: AccountTroubleCode;
  /** Of Cloudflare's API, for example 10000; null where wrangler got none. */
  readonly apiCode: number | null;
}

/** 10007: no such script. 10090: no such service. Both: it was never deployed under this name. */
const NEVER_DEPLOYED_CODES: readonly number[] = [10_007, 10_090];

/** 9106: no credentials. 9109 and 10000: wrong ones, or not enough. 9103: unknown key. 1000: invalid token. */
const REFUSED_CODES: readonly number[] = [9103, 9106, 9109, 10_000, 10_001, 10_023, 1000];

/** 10429 and 971: too many requests. */
const RATE_LIMITED_CODES: readonly number[] = [971, 10_429];

/** In this order: the first that matches names it. */
const SENTENCES: readonly (readonly [RegExp, AccountTroubleCode])[] = [
  [
    /More than one account available|No account id found|Failed to automatically retrieve account/i,
    "no_account",
  ],
  [
    /CLOUDFLARE_API_TOKEN environment variable for wrangler to work|not authenticated|wrangler login/i,
    "not_signed_in",
  ],
  [/Retry-After|\b429\b/i, "rate_limited"],
  [
    /fetch failed|connectivity issue|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|malformed response/i,
    "unreachable",
  ],
  [
    /No environment found|Processing .* configuration|Could not read file|InvalidConfig/i,
    "config_invalid",
  ],
];

/** @param run one that failed. @returns whether it failed only since the Worker is not there. */
export function isNeverDeployed(run: WranglerRun): boolean {
  const code = readApiCode(run.stderr);
  return (
    (code !== null && NEVER_DEPLOYED_CODES.includes(code)) || /has no deployments/.test(run.stderr)
  );
}

/** @param run one that failed. */
export function explainFailure(run: WranglerRun): AccountTrouble {
  const apiCode = readApiCode(run.stderr);
  if (run.isTimedOut) return { trouble: "unreachable", apiCode };
  if (apiCode !== null && RATE_LIMITED_CODES.includes(apiCode))
    return { trouble: "rate_limited", apiCode };
  const bySentence = SENTENCES.find(([sentence]) => sentence.test(run.stderr))?.[1];
  if (bySentence === "no_account" || apiCode === null || bySentence === "rate_limited") {
    return { trouble: bySentence ?? "failed", apiCode };
  }
  return { trouble: REFUSED_CODES.includes(apiCode) ? "refused" : "failed", apiCode };
}

/** The first `[code: 10007]` that wrangler has printed. */
function readApiCode(text: string): number | null {
  const code = /\[code:\s*(\d+)\]/.exec(text)?.[1];
  return code === undefined ? null : Number(code);
}
