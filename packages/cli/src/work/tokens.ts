/**
 * Tokens for people and CI. A new token goes into a file that only its owner reads, or to a pipe;
 * on a screen it would stay in the terminal's history.
 */
import { open, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { role, tokenCreate, tokenRevoke } from "@lunakey/contract";
import { failure, systemCode, usageError } from "../cli-error.ts";
import { type CommandInput, hasFlag, type Outcome, textOption } from "../command-spec.ts";
import { listAll, openStore } from "../connection/store-session.ts";
import { readExpiry, readInput } from "../input/user-input.ts";
import { phrase } from "../language/phrase.ts";
import { renderTokens } from "../output/log.ts";
import type { Session } from "../session.ts";
import { confirm } from "../terminal/confirm.ts";

const PAGE_ROWS = 1_000;

export async function createToken(session: Session, input: CommandInput): Promise<Outcome> {
  const command = {
    type: "token.create" as const,
    label: readInput(tokenCreate.shape.label, textOption(input, "label"), "--label"),
    role: readInput(role, textOption(input, "role"), "--role"),
    ...expiryOf(session, input),
  };
  const out = textOption(input, "out");
  if (out === undefined && session.ports.stdout.isTTY === true && !hasFlag(input, "show")) {
    throw usageError(
      "A token is not written to a terminal.",
      "Give --out FILE, pipe the output, or add --show.",
    );
  }
  const client = await openStore(session);
  const file = out === undefined ? null : await createPrivateFile(resolve(session.ports.cwd, out));
  const created = await client.call(command).catch(async (error: unknown) => {
    await file?.discard();
    throw error;
  });
  if (created.token === null) {
    await file?.discard();
    throw failure(
      "bad_answer",
      phrase("Token {id} was made, but its answer was lost, and it is not shown twice.", {
        id: created.id,
      }),
      phrase("Revoke it (lunakey token revoke {id}) and make another.", { id: created.id }),
    );
  }
  const { id, token } = created;
  if (file === null) return { json: { id, token }, text: () => `${token}\n` };
  await file.fill(`${token}\n`);
  return {
    json: { id, tokenFile: file.path },
    text: ({ language }) =>
      `${phrase("Token {id} ({role}) is in {path}, mode 0600.", { id, role: command.role, path: file.path })[language]}\n`,
  };
}

export async function listTokens(session: Session): Promise<Outcome> {
  const client = await openStore(session);
  const tokens = await listAll(
    (cursor) => client.call({ type: "token.list", limit: PAGE_ROWS, ...cursor }),
    (answer) => answer.tokens,
  );
  return { json: { tokens }, text: (view) => renderTokens(tokens, view) };
}

export async function revokeToken(session: Session, input: CommandInput): Promise<Outcome> {
  const id = readInput(tokenRevoke.shape.id, input.operands[0], "ID");
  const client = await openStore(session);
  if (!hasFlag(input, "yes")) {
    await confirm(
      session,
      phrase("Revoke token {id} of the {store} for ever?", { id, store: client.connection.label }),
    );
  }
  const token = await client.call({ type: "token.revoke", id });
  return {
    json: token,
    text: ({ language }) =>
      `${phrase("Revoked token {id}. It opens nothing any more.", { id })[language]}\n`,
  };
}

function expiryOf(session: Session, input: CommandInput) {
  const expiresAt = readExpiry(input, session.ports.now());
  return expiresAt === undefined ? {} : { expiresAt };
}

/** Made before the token is asked for, so that no token is made that can not be kept. */
async function createPrivateFile(path: string) {
  const handle = await open(path, "wx", 0o600).catch((error: unknown) => {
    const code = systemCode(error);
    throw failure(
      "file_unwritable",
      phrase("The file of --out can not be made ({code}).", { code }),
      code === "EEXIST" ? "It exists, and is not overwritten: name another file." : undefined,
    );
  });
  return {
    path,
    fill: async (text: string) => {
      await handle.writeFile(text);
      await handle.sync();
      await handle.close();
    },
    discard: async () => {
      await handle.close();
      await rm(path, { force: true });
    },
  };
}
