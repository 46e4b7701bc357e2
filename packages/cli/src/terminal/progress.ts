/** Says how far a long command is, at most once a second, and nothing where it takes less. */
import { joinTexts, type Text } from "../language/phrase.ts";
import type { Session } from "../session.ts";

const INTERVAL_MS = 1_000;

/** @returns a function to be called as often as there is something new. */
export function createProgress(session: Session): (text: Text) => void {
  let saidAt = session.ports.now();
  return (text) => {
    const now = session.ports.now();
    if (now - saidAt < INTERVAL_MS) return;
    saidAt = now;
    session.say(joinTexts(["…", text], " "));
  };
}
