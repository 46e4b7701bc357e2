/**
 * Who asks, and which accounts they reach: what `wrangler whoami` shows, and wrangler asks before
 * other commands where no account is named (seen with 4.155 and 4.164).
 * https://developers.cloudflare.com/api/resources/user/
 */
import { renderMoment } from "../account-state.ts";
import { type Answer, succeed, succeedWithPage } from "../answer.ts";
import { isPermitted } from "../permissions.ts";
import { refusals } from "../refusals.ts";
import type { UserCall, UserRoute } from "../route.ts";
import { AUTHOR_EMAIL } from "./versions.ts";

const SINCE = Date.UTC(2026, 0, 15, 9, 30);

export const userRoutes: readonly UserRoute[] = [
  { method: "GET", path: "/user", answer: readUser },
  { method: "GET", path: "/user/tokens/verify", answer: verifyToken },
  { method: "GET", path: "/accounts", answer: listAccounts },
  { method: "GET", path: "/memberships", answer: listMemberships },
];

/** Wrangler shows no e-mail address where this is refused with 9109. */
function readUser({ token }: UserCall): Answer {
  if (token.owner === "account" || !isPermitted(token, "user_details:read")) {
    throw refusals.outOfReach();
  }
  return succeed({ id: "luna", email: AUTHOR_EMAIL, two_factor_authentication_enabled: true });
}

/** Code 1000 is how wrangler tells a token of the account's own. */
function verifyToken({ token }: UserCall): Answer {
  if (token.owner === "account") throw refusals.invalidToken();
  return succeed({ id: "ed17574386854bf78a67040be0a770b0", status: "active" });
}

function listAccounts({ accounts, query }: UserCall): Answer {
  const all = accounts.map(({ account }) => ({
    ...account,
    type: "standard",
    settings: {},
    created_on: renderMoment(SINCE),
  }));
  return succeedWithPage(all, query);
}

/** Wrangler goes on with the accounts alone where this is refused with 10000 or 9106 (seen). */
function listMemberships({ token, accounts, query }: UserCall): Answer {
  if (token.owner === "account" || !isPermitted(token, "memberships:read")) {
    throw refusals.notPermitted();
  }
  const roles = token.roles.map((role) => role.replaceAll("_", " "));
  const all = accounts.map(({ account }) => ({
    id: account.id,
    status: "accepted",
    account,
    roles,
  }));
  return succeedWithPage(all, query);
}
