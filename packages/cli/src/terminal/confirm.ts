/** Before something is changed that can hurt: a question on a terminal, `--yes` anywhere else. */
import { CliError, cancelled, EXIT } from "../cli-error.ts";
import type { Session } from "../session.ts";
import { askVisible } from "./terminal-prompts.ts";

/**
 * Asks for yes or no.
 *
 * @param question without the "[y/N]".
 * @throws CliError `cancelled`, or `confirmation_needed` where nobody can be asked.
 */
export async function confirm(session: Session, question: string): Promise<void> {
  requireAnswerer(session);
  const answer = await askVisible(`${question} [y/N] `, session.ports);
  if (!/^y(es)?$/i.test(answer.trim())) throw cancelled();
}

/** Asks to type a name, so that it is not confirmed by habit. */
export async function confirmByName(
  session: Session,
  question: string,
  name: string,
): Promise<void> {
  requireAnswerer(session);
  const answer = await askVisible(`${question} Type its name to go on: `, session.ports);
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
