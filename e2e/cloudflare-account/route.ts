/** Requests by method and path, with what each needs of whoever asks. */

import type { ApiToken, Limits, Permission, SameName } from "./account-options.ts";
import type { AccountState } from "./account-state.ts";
import type { Answer } from "./answer.ts";

/** What every answer is made from. */
export interface Call {
  /** Members of the path that begin with a colon in the route, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly token: ApiToken;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly limits: Limits;
  readonly sameName: SameName;
}

/** A call below `/accounts/:account`, of an account that the token may see. */
export interface AccountCall extends Call {
  readonly state: AccountState;
}

export interface AccountRoute {
  readonly method: string;
  /** Below `/accounts/:account`, for example `/secrets_store/stores/:store`. */
  readonly path: string;
  readonly needs: Permission;
  readonly answer: (call: AccountCall) => Answer | Promise<Answer>;
}

export interface UserRoute {
  readonly method: string;
  readonly path: string;
  readonly answer: (call: UserCall) => Answer;
}

/** A call about whoever asks. */
export interface UserCall extends Call {
  readonly accounts: readonly AccountState[];
}

/** @returns the path's parameters; null where it is another path. */
export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const actual = decodeURIComponent(given[index] ?? "");
    if (part.startsWith(":")) params[part.slice(1)] = actual;
    else if (part !== actual) return null;
  }
  return params;
}

/** A parameter that the route has. */
export function param({ params }: Call, name: string): string {
  const value = params[name];
  if (value === undefined) throw new Error(`The route has no :${name}.`);
  return value;
}
