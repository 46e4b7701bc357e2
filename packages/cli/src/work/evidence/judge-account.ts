/** What the Cloudflare account says of a Worker, and whether what it runs can be the code here. Pure. */
import type { ServingScript } from "../../account/worker-scripts.ts";
import type { CliError } from "../../cli-error.ts";
import type { CodeState } from "../../repository/git-state.ts";
import type { Fact } from "./fact.ts";

/**
 * `silent`: nobody was asked, for want of a sign-in or of a script's name, which `reason` says in the
 * language of the run where it is known; or `error` was the answer.
 */
export type AccountSide =
  | { readonly state: "silent"; readonly error: CliError | null; readonly reason: string | null }
  | { readonly state: "answered"; readonly serving: ServingScript };

/** @param say in the language of the run. */
export function judgeAccountSide(
  account: AccountSide,
  name: string,
  say: (error: CliError) => string,
): Fact[] {
  if (account.state === "silent") {
    const { error, reason } = account;
    return [
      error === null
        ? { code: "account_silent", ...(reason && { detail: reason }) }
        : { code: "account_refused", detail: say(error) },
    ];
  }
  const { serving } = account;
  if (serving.state === "never_deployed") return [{ code: "never_deployed" }];
  return [
    { code: serving.isBound ? "deployed_bound" : "deployed_unbound" },
    { code: serving.individual.includes(name) ? "individual_there" : "individual_gone" },
  ];
}

/** As many digits of a commit as nobody takes for another. */
const COMMIT_DIGITS = 7;

/** A deploy does not say of which commit it is, unless it was given it: `wrangler deploy --tag`. */
export function judgeCommit(code: CodeState | null, account: AccountSide): Fact[] {
  if (code === null) return [{ code: "commit_unknown" }];
  const detail = code.head.slice(0, COMMIT_DIGITS);
  if (code.dirty.length > 0) return [{ code: "tree_dirty", count: code.dirty.length, detail }];
  if (account.state === "silent" || account.serving.state !== "deployed") {
    return [{ code: "commit_unknown", detail }];
  }
  const { tag, createdAt } = account.serving;
  if (tag !== null && tag.length >= COMMIT_DIGITS && code.head.startsWith(tag)) {
    return [{ code: "commit_same", detail }];
  }
  const isOlder = code.changedAt !== null && createdAt < code.changedAt;
  return [{ code: isOlder ? "deployed_older" : "commit_unknown", detail, at: createdAt }];
}
