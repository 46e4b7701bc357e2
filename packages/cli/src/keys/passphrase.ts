/** The recovery file's passphrase: from a hidden prompt, or from a file. Never an argument. */
import { resolve } from "node:path";
import { failure, usageError } from "../cli-error.ts";
import { type CommandInput, type OptionSpec, textOption } from "../command-spec.ts";
import { decodeUtf8, readFileBytes } from "../input/value-input.ts";
import { asIs, phrase, type Sentence } from "../language/phrase.ts";
import type { Session } from "../session.ts";
import { askHidden } from "../terminal/terminal-prompts.ts";

export const PASSPHRASE_OPTION: OptionSpec = {
  flags: "--passphrase-file <file>",
  summary: "read the recovery file's passphrase from a file",
};

/** Short ones are tried out offline by whoever finds the file. */
const SHORTEST_LENGTH = 12;
const LONGEST_BYTES = 1_024;

/** A new one: typed twice. @throws CliError `value_invalid`, `usage`, `cancelled`. */
export async function makePassphrase(session: Session, input: CommandInput): Promise<string> {
  const passphrase = await readPassphrase(session, input, "New passphrase for the recovery file");
  if (passphrase.length < SHORTEST_LENGTH) {
    throw failure(
      "value_invalid",
      phrase("The passphrase must be at least {count} characters; nothing was changed.", {
        count: SHORTEST_LENGTH,
      }),
      "Several random words are easier to keep than a short one.",
    );
  }
  if (textOption(input, "passphraseFile") !== undefined) return passphrase;
  if ((await readPassphrase(session, input, "The same again")) === passphrase) return passphrase;
  throw failure("value_invalid", "The two passphrases differ; nothing was changed.");
}

/** That of an existing file: typed once. @throws CliError as above. */
export async function readPassphrase(
  session: Session,
  input: CommandInput,
  question: Sentence = "Passphrase of the recovery file",
): Promise<string> {
  const bytes = await readBytes(session, textOption(input, "passphraseFile"), question);
  // Editors end a file with a newline, keyboards compose letters in different ways.
  return decodeUtf8(bytes, asIs("The passphrase"))
    .replace(/\r?\n$/, "")
    .normalize("NFC");
}

function readBytes(
  session: Session,
  file: string | undefined,
  question: Sentence,
): Promise<Uint8Array> {
  if (file !== undefined) {
    const path = resolve(session.ports.cwd, file);
    return readFileBytes(path, "--passphrase-file", LONGEST_BYTES);
  }
  if (session.canPrompt)
    return askHidden(
      `${session.speak(phrase("{question} (not shown):", { question: asIs(question) }))} `,
      session.ports,
    );
  throw usageError(
    "There is no terminal to ask for the passphrase on.",
    "Give --passphrase-file FILE.",
  );
}
