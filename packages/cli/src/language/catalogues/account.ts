/** Why the account could not be asked, as sentences. */
import type { AccountTroubleCode } from "../../account/account-trouble.ts";
import type { Catalogue } from "../language.ts";

export type AccountWords = Readonly<Record<AccountTroubleCode, string>>;

const en: AccountWords = {
  not_signed_in: "wrangler is not signed in (npx wrangler login)",
  no_account: "there are several accounts, or none: set account_id, or CLOUDFLARE_ACCOUNT_ID",
  refused: "the token may not read this",
  rate_limited: "Cloudflare asks to wait",
  unreachable: "Cloudflare could not be reached",
  config_invalid: "wrangler does not accept the config",
  wrangler_missing: "wrangler is not installed here (npm install --save-dev wrangler)",
  wrangler_too_old: "wrangler is too old (npm install --save-dev wrangler@4)",
  failed: "wrangler could not say",
};

const fr: AccountWords = {
  not_signed_in: "wrangler n'est pas connecté (npx wrangler login)",
  no_account: "il y a plusieurs comptes, ou aucun : définis account_id, ou CLOUDFLARE_ACCOUNT_ID",
  refused: "le jeton n'a pas le droit de le lire",
  rate_limited: "Cloudflare demande d'attendre",
  unreachable: "Cloudflare n'a pas pu être joint",
  config_invalid: "wrangler refuse la configuration",
  wrangler_missing: "wrangler n'est pas installé ici (npm install --save-dev wrangler)",
  wrangler_too_old: "wrangler est trop ancien (npm install --save-dev wrangler@4)",
  failed: "wrangler n'a pas su le dire",
};

export const ACCOUNT_WORDS: Catalogue<AccountWords> = { en, fr };
