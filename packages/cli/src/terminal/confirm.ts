/** Before something is changed that can hurt: a question on a terminal, `--yes` anywhere else. */
import { CliError, cancelled, EXIT } from "../cli-error.ts";
import type { Catalogue } from "../language/catalogue.ts";
import { type Checked, phrase, speak, type Text } from "../language/phrase.ts";
import type { Session } from "../session.ts";
import { askVisible } from "./terminal-prompts.ts";

/** What means yes. In French `y` does too: hands know it. */
const YES: Catalogue<RegExp> = { en: /^y(es)?$/i, fr: /^(y(es)?|o(ui)?)$/i };

/**
 * Asks for yes or no.
 *
 * @param question without the "[y/N]".
 * @throws CliError `cancelled`, or `confirmation_needed` where nobody can be asked.
 */
export async function confirm<const T extends Text>(
  session: Session,
  question: T & Checked<T>,
): Promise<void> {
  requireAnswerer(session);
  const asked = phrase("{question} [y/N]", { question: speak(session.language, question) });
  const answer = await askVisible(`${session.speak(asked)} `, session.ports);
  if (!YES[session.language].test(answer.trim())) throw cancelled();
}

/** Asks to type a name, so that it is not confirmed by habit. */
export async function confirmByName<const T extends Text>(
  session: Session,
  question: T & Checked<T>,
  name: string,
): Promise<void> {
  requireAnswerer(session);
  const asked = phrase("{question} Type its name to go on:", {
    question: speak(session.language, question),
  });
  const answer = await askVisible(`${session.speak(asked)} `, session.ports);
  if (answer.trim() !== name) throw cancelled("That is not its name; nothing was changed.");
}

function requireAnswerer(session: Session): void {
  if (session.canAsk) return;
  throw new CliError(
    {
      code: "confirmation_needed",
      message: "This needs a confirmation, and there is no terminal to ask on.",
      hint: "Add --yes to confirm; nothing was changed.",
    },
    EXIT.USAGE,
  );
}
