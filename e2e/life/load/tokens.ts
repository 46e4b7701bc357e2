/**
 * Session tokens that were issued or signed earlier, each with the moment until which it has to be
 * accepted and from which it has to be refused: its own expiry, or the end of its key's overlap.
 */
import { createHmac } from "node:crypto";

export interface EarlierToken {
  readonly token: string;
  readonly expiresAt: number;
  /** What signed it. */
  readonly key: string;
}

export interface Tokens {
  /** @throws Error where no key of ours has signed it. @param expiresAt milliseconds since 1970. */
  add(token: string, expiresAt: number): void;
  /** From now on tokens may be signed with this one too. */
  addKey(key: string): void;
  /** From that moment on a key counts no more. */
  endKey(key: string, endsAt: number): void;
  /** One of those from before, any; undefined where there is none. */
  pick(): EarlierToken | undefined;
  /** Null: too near to its end to say. */
  mustBeAccepted(token: EarlierToken, now: number): boolean | null;
  /** Notes what became of one whose key is not the newest. */
  note(token: EarlierToken, isAccepted: boolean): void;
  /** How many of an earlier key were accepted, and refused for their key's end alone. */
  readonly seen: { readonly accepted: number; readonly refused: number };
}

/** Kept at most: those that live longest. */
const KEPT_COUNT = 60;
/** How often one of an earlier key is picked, where there is one. */
const OLDER_SHARE = 0.7;
/** A second is the unit of a token's expiry; an answer takes time. */
const MARGIN_MS = 5_000;

export function createTokens(firstKey: string): Tokens {
  const kept: EarlierToken[] = [];
  const keys = [firstKey];
  const ends = new Map<string, number>();
  const seen = { accepted: 0, refused: 0 };
  const endOf = ({ key, expiresAt }: EarlierToken) =>
    Math.min(expiresAt, ends.get(key) ?? Number.POSITIVE_INFINITY);
  return {
    seen,
    addKey: (key) => void keys.push(key),
    endKey: (key, endsAt) => void ends.set(key, endsAt),
    add(token, expiresAt) {
      const key = keys.find((each) => isSignedWith(each, token));
      if (key === undefined) throw new Error("signed with no key of ours");
      kept.push({ token, expiresAt, key });
      kept.sort((a, b) => b.expiresAt - a.expiresAt);
      kept.splice(KEPT_COUNT);
    },
    pick() {
      const older = kept.filter((each) => each.key !== keys.at(-1));
      const from = older.length > 0 && Math.random() < OLDER_SHARE ? older : kept;
      return from[Math.floor(Math.random() * from.length)];
    },
    mustBeAccepted(token, now) {
      const end = endOf(token);
      if (now < end - MARGIN_MS) return true;
      return now < end + MARGIN_MS ? null : false;
    },
    note(token, isAccepted) {
      if (token.key === keys.at(-1)) return;
      if (isAccepted) seen.accepted += 1;
      else if (endOf(token) < token.expiresAt) seen.refused += 1;
    },
  };
}

/** HS256, as the API signs. */
function isSignedWith(key: string, token: string): boolean {
  const dot = token.lastIndexOf(".");
  const signature = createHmac("sha256", key).update(token.slice(0, dot)).digest("base64url");
  return signature === token.slice(dot + 1);
}
