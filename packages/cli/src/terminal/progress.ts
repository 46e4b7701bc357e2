/**
 * Says how far a long command is: after a second, then less and less often, so that a minute is a dozen
 * lines in a terminal and in the log of a CI alike. Nothing where it takes less than a second.
 */
import { joinTexts, type Text } from "../language/phrase.ts";
import type { Session } from "../session.ts";

const FIRST_INTERVAL_MS = 1_000;
const LONGEST_INTERVAL_MS = 10_000;
const GROWTH = 1.3;

/** @returns a function to be called as often as there is something new. */
export function createProgress(session: Session): (text: Text) => void {
  let interval = FIRST_INTERVAL_MS;
  let saidAt = session.ports.now();
  return (text) => {
    const now = session.ports.now();
    if (now - saidAt < interval) return;
    saidAt = now;
    interval = Math.min(interval * GROWTH, LONGEST_INTERVAL_MS);
    session.say(joinTexts(["…", text], " "));
  };
}
