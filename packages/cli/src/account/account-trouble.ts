/**
 * Why an account could not be asked, as a code that the output turns into a sentence. Wrangler says
 * it in words; the codes of Cloudflare's API in them are stable, its sentences are not, so the few
 * that are looked for are what wrangler 4.13, 4.155 and 4.164 write (seen 2026-11).
 */
import { stripVTControlCharacters } from "node:util";
import type { WranglerRun } from "./run-wrangler.ts";

/**
 * - `not_signed_in`: wrangler has neither a token nor a login.
 * - `no_account`: signed in, but there is no account, or several and none is named.
 * - `refused`: the token is wrong, or may not read this.
 * - `rate_limited`: Cloudflare asks to wait.
 * - `unreachable`: no network, or no answer in time.
 * - `config_invalid`: wrangler does not accept the config, or not the environment.
 * - `wrangler_missing`: there is none to ask with. `wrangler_too_old`: it has no `--json` yet.
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

/** 9106: no credentials. 1000, 6003, 9103: wrong ones. 9109, 10000, 10023: wrong, or not enough. */
const REFUSED_CODES: readonly number[] = [1000, 6003, 9103, 9106, 9109, 10_000, 10_023];

/** 10429 and 971: too many requests. */
const RATE_LIMITED_CODES: readonly number[] = [971, 10_429];

/** Where the API gave no code. In this order: the first that matches names it. */
const SENTENCES: readonly (readonly [RegExp, AccountTroubleCode])[] = [
  [/More than one account|No account id found|automatically retrieve account IDs/i, "no_account"],
  [/CLOUDFLARE_API_TOKEN environment variable|not authenticated|Not logged in/i, "not_signed_in"],
  [/cannot be used in an HTTP Authorization header/i, "refused"],
  [/Unknown arguments?: .*json/i, "wrangler_too_old"],
  [/Retry-After/, "rate_limited"],
  [
    /fetch failed|connectivity issue|malformed response|\bE(?:NOTFOUND|CONN|TIMEDOUT|AI_)/i,
    "unreachable",
  ],
  [
    /Could not read file|\[ERROR\] Processing .* configuration|\.(?:toml|jsonc?):\d+:\d+:/,
    "config_invalid",
  ],
];

/** @param run one that failed. @returns whether it failed only since the Worker is not there. */
export function isNeverDeployed(run: WranglerRun): boolean {
  const text = readWords(run);
  const code = readApiCode(text);
  return code === null ? /has no deployments/.test(text) : NEVER_DEPLOYED_CODES.includes(code);
}

/** @param run one that failed. */
export function explainFailure(run: WranglerRun): AccountTrouble {
  const text = readWords(run);
  const apiCode = readApiCode(text);
  if (run.isTimedOut) return { trouble: "unreachable", apiCode };
  if (apiCode !== null) return { trouble: explainCode(apiCode), apiCode };
  const found = SENTENCES.find(([sentence]) => sentence.test(text));
  return { trouble: found?.[1] ?? "failed", apiCode };
}

/**
 * What it says of its failure: on standard error, in 4.13 on standard output. In colours even where
 * they are turned off (both seen).
 */
function readWords({ stdout, stderr }: WranglerRun): string {
  return stripVTControlCharacters(`${stderr}\n${stdout}`);
}

function explainCode(code: number): AccountTroubleCode {
  if (RATE_LIMITED_CODES.includes(code)) return "rate_limited";
  return REFUSED_CODES.includes(code) ? "refused" : "failed";
}

/** The first `[code: 10007]` that wrangler has printed. */
function readApiCode(text: string): number | null {
  const code = /\[code:\s*(\d+)\]/.exec(text)?.[1];
  return code === undefined ? null : Number(code);
}
