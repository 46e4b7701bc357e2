/** What tests ask of the account's double, and what it answers: as JSON, from inside of workerd too. */
import type { AccountOptions } from "../cloudflare-account/account-options.ts";
import type { Answer } from "../cloudflare-account/answer.ts";

/** What tests may ask for by JSON. */
export interface ServiceOrder {
  /** Everything anew. */
  readonly reset?: Pick<AccountOptions, "limits" | "tokens">;
  /** Uploads and deploys these scripts. */
  readonly deploy?: readonly string[];
  /** Members of the upload's metadata. */
  readonly metadata?: object;
  /** The next change of secrets is answered so much later; milliseconds. */
  readonly slowMs?: number;
  /** `path` as the text of a regular expression. */
  readonly fail?: { readonly fault: Answer; readonly path?: string; readonly count?: number };
}

/** What is there, values included: for assertions only. */
export interface ServiceState {
  /** Method, path and status. */
  readonly requests: readonly string[];
  /** Individual secrets by script. */
  readonly secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Deployed versions by script. */
  readonly versions: Readonly<Record<string, number>>;
}
