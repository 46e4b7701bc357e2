/** What is said of a read that was left as it is: why, and what would make it movable. */
import type { GiveUpCode, Remark } from "@lunakey/migrate";

/** What a sentence can speak of. */
export interface LeftAlone {
  /** The secrets, as a list in words. */
  readonly names: string;
  /** The function, class or variable in the way, in backquotes; null where it has no name. */
  readonly subject: string | null;
  /** What the compiler says, without a full stop; null where it is not about that. */
  readonly error: string | null;
}

export interface Explanation {
  readonly reason: (left: LeftAlone) => string;
  /** The edit that it takes. */
  readonly edit: (left: LeftAlone) => string;
}

/** A function that very many calls wait for from now on; without calls for any other remark. */
export interface Wide extends NonNullable<Remark["spread"]> {
  /** What leaves it as it is; null where that would leave too many names. */
  readonly command: string | null;
}

export interface GiveUpWords {
  readonly reasons: Readonly<Record<GiveUpCode, Explanation>>;
  readonly remarks: Readonly<Record<Remark["code"], (names: string, wide: Wide) => string>>;
}

/** Words in front of a name; nothing where there is no name. */
export function of(words: string, subject: string | null): string {
  return subject === null ? "" : `${words}${subject}`;
}
