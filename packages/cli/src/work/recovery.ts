/**
 * The recovery file in use: its keys go to wrangler through a pipe, and a new key goes into it. No
 * key is written to a screen, an argument or another file.
 */
import { resolve } from "node:path";
import { failure, usageError } from "../cli-error.ts";
import type { CommandInput, Outcome } from "../command-spec.ts";
import { decodeUtf8, readFileBytes } from "../input/value-input.ts";
import { makeRootKey } from "../keys/key-material.ts";
import { readPassphrase } from "../keys/passphrase.ts";
import { openRecovery, type RecoveryContent, sealRecovery } from "../keys/recovery-file.ts";
import { asIs, phrase, speak } from "../language/phrase.ts";
import { writePrivateFile } from "../local/private-file.ts";
import { lunakeyCommand, putSecretsCommand } from "../output/deployed-commands.ts";
import type { Session } from "../session.ts";

/** A recovery file has about 200 bytes per key. */
const FILE_BYTES = 65_536;
const GATEWAY_CONFIG = "lunakey/store/wrangler.jsonc";

/** @param label what named the file. @throws CliError `file_unreadable`, `file_invalid`. */
export async function readRecoveryText(path: string, label: string): Promise<string> {
  return decodeUtf8(await readFileBytes(path, label, FILE_BYTES), asIs("The recovery file"));
}

/** As wrangler reads them: JSON, since a .env file would expand `$`. */
export async function writeSecrets(session: Session, input: CommandInput): Promise<Outcome> {
  if (session.ports.stdout.isTTY === true) {
    throw usageError(
      "Keys are not written to a terminal.",
      phrase("Pipe them into wrangler: {command}", {
        command: putSecretsCommand("FILE", GATEWAY_CONFIG),
      }),
    );
  }
  const { content } = await open(session, input);
  const secrets = {
    ...Object.fromEntries(
      Object.entries(content.rootKeys).map(([version, key]) => [
        `LUNAKEY_ROOT_KEY_V${version}`,
        key,
      ]),
    ),
    LUNAKEY_FIRST_ADMIN_TOKEN_HASH: content.tokenHash,
  };
  return { json: secrets, text: () => `${JSON.stringify(secrets)}\n` };
}

export async function addRootKey(session: Session, input: CommandInput): Promise<Outcome> {
  const { content, passphrase, path } = await open(session, input);
  const version = Math.max(...Object.keys(content.rootKeys).map(Number)) + 1;
  const rootKeys = { ...content.rootKeys, [version]: makeRootKey() };
  try {
    await writePrivateFile(path, await sealRecovery({ ...content, rootKeys }, passphrase));
  } catch {
    throw failure("file_unwritable", "The recovery file can not be written; it is as it was.");
  }
  const commands = [putSecretsCommand(path, GATEWAY_CONFIG), `${lunakeyCommand()} rewrap`];
  const made = phrase(
    "Root key {version} is in {path}. Copy that file to where its other copies are. Then:",
    { version, path },
  );
  return {
    json: { recoveryFile: path, rootKeyVersion: version, commands },
    text: ({ language }) => `${made[language]}
  1. ${speak(language, "Give the key to the gateway:")}
     ${commands[0]}
  2. ${speak(language, "Move the values to it, while reads go on:")}
     ${commands[1]}
`,
  };
}

async function open(
  session: Session,
  input: CommandInput,
): Promise<{ content: RecoveryContent; passphrase: string; path: string }> {
  const path = resolve(session.ports.cwd, input.operands[0] ?? "");
  const text = await readRecoveryText(path, "FILE");
  const passphrase = await readPassphrase(session, input);
  return { content: await openRecovery(text, passphrase), passphrase, path };
}
