/**
 * The gateway's power over a Cloudflare account, where it was given one: to write the individual
 * secrets of its Workers. Without it nothing is ever asked of Cloudflare.
 */
import { LunakeyError } from "@lunakey/contract";
import { configurationError, type Env, isLocal } from "../env.ts";

export interface AccountPower {
  readonly accountId: string;
  /** An API token with the permission Workers Scripts: Edit. */
  readonly token: string;
}

/**
 * Undefined where the gateway has none.
 *
 * @throws LunakeyError `store_unavailable` where one of the two variables is missing or malformed.
 */
export function findAccountPower(env: Env): AccountPower | undefined {
  const { LUNAKEY_CLOUDFLARE_ACCOUNT_ID: accountId, LUNAKEY_CLOUDFLARE_API_TOKEN: token } = env;
  if (!accountId && !token) return undefined;
  if (!/^[0-9a-f]{32}$/.test(accountId ?? "")) {
    throw configurationError(
      "LUNAKEY_CLOUDFLARE_ACCOUNT_ID",
      "must be the account's id: 32 hexadecimal digits",
    );
  }
  // Anything else could not travel in a header.
  if (!/^[\x21-\x7e]+$/.test(token ?? "")) {
    throw configurationError("LUNAKEY_CLOUDFLARE_API_TOKEN", "must be an API token of the account");
  }
  return { accountId: accountId ?? "", token: token ?? "" };
}

/** Whether there is one that can be used. */
export function hasAccountPower(env: Env): boolean {
  try {
    return findAccountPower(env) !== undefined;
  } catch {
    // Half of it is none; commands that need it name the variable.
    return false;
  }
}

/** The gateway's config, where `lunakey init` puts it. */
const CONFIG = "lunakey/store/wrangler.jsonc";

/** @throws LunakeyError `not_supported`, with what to type; `store_unavailable` as above. */
export function getAccountPower(env: Env): AccountPower {
  const power = findAccountPower(env);
  if (power !== undefined) return power;
  throw new LunakeyError({
    code: "not_supported",
    message: isLocal(env)
      ? "A local store writes no individual secrets: there is no account that they could be of."
      : "The gateway was given no power to write the Workers' individual secrets.",
    hint: isLocal(env)
      ? "Use the store that is deployed: --url URL, or LUNAKEY_URL."
      : [
          "Make an API token with the permission Workers Scripts: Edit (docs/sync.md says what it means), then:",
          `npx wrangler secret put LUNAKEY_CLOUDFLARE_ACCOUNT_ID -c ${CONFIG}`,
          `npx wrangler secret put LUNAKEY_CLOUDFLARE_API_TOKEN -c ${CONFIG}`,
        ].join("\n"),
  });
}
