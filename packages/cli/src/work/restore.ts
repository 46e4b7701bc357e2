/**
 * Puts a backup into an empty store. The file is read twice: once to check all of it before the
 * store is asked for anything, once to hand it over.
 */

import { resolve } from "node:path";
import type { BackupChunk, BackupManifest } from "@lunakey/contract";
import { CliError, failure } from "../cli-error.ts";
import { type CommandInput, hasFlag, type Outcome } from "../command-spec.ts";
import type { AdminClient } from "../connection/admin-client.ts";
import { openStore } from "../connection/store-session.ts";
import { parseManifest, readChunks } from "../files/backup-file.ts";
import { counted } from "../language/counted.ts";
import { phrase } from "../language/phrase.ts";
import { renderMoment } from "../output/moment.ts";
import type { Session } from "../session.ts";
import { confirm } from "../terminal/confirm.ts";
import { createProgress } from "../terminal/progress.ts";

/** Refusals after which going on with the same file makes no sense. */
const FINAL_CODES = ["invalid_input", "conflict"];

export async function restore(session: Session, input: CommandInput): Promise<Outcome> {
  const path = resolve(session.ports.cwd, input.operands[0] ?? "");
  const manifest = await checkWhole(path);
  const client = await openStore(session);
  if (!hasFlag(input, "yes")) await confirmRestore(session, client, manifest);
  const result = await send(session, client, path);
  const { verdict, brokenAt, reason } = await client.call({ type: "audit.verify" });
  if (verdict === "broken") {
    const place = brokenAt === null ? "" : phrase(" at event {index}", { index: brokenAt });
    session.warn(
      phrase("The restored audit log is broken{place}, as it was in the backup: {reason}.", {
        place,
        reason: reason ?? "",
      }),
    );
  }
  const restored = phrase("Restored {secrets}, {versions} and the audit log into the {store}.", {
    secrets: counted(result.secrets, "secrets"),
    versions: counted(result.versions, "versions"),
    store: client.connection.label,
  });
  const log = phrase(
    verdict === "broken"
      ? "The log is BROKEN and goes on at event {index}. Tokens and grants are as they were."
      : "The log is self-consistent and goes on at event {index}. Tokens and grants are as they were.",
    { index: result.auditEvents },
  );
  return {
    json: { ...result, store: manifest.store, audit: verdict },
    text: ({ language }) => `${restored[language]}\n${log[language]}\n`,
  };
}

async function checkWhole(path: string): Promise<BackupManifest> {
  let manifest: BackupManifest | undefined;
  for await (const chunk of readChunks(path)) manifest ??= parseManifest(chunk);
  if (manifest === undefined) throw failure("backup_damaged", "The backup is empty.");
  return manifest;
}

async function confirmRestore(
  session: Session,
  client: AdminClient,
  { store, at, secrets }: BackupManifest,
): Promise<void> {
  const question = phrase(
    "Restore the backup of store {store} as of {at} ({secrets}) into the {label}?",
    {
      store,
      at: renderMoment(at),
      secrets: counted(secrets, "secrets"),
      label: client.connection.label,
    },
  );
  await confirm(session, question);
}

async function send(session: Session, client: AdminClient, path: string) {
  const progress = createProgress(session);
  let backup = "";
  let wanted = 0;
  try {
    for await (const chunk of readChunks(path)) {
      if (chunk.index < wanted) continue;
      const answer = await sendChunk(client, chunk);
      backup = answer.backup;
      wanted = answer.nextIndex;
      progress(phrase("chunk {index}", { index: wanted }));
    }
    return await client.call({ type: "restore.commit", backup });
  } catch (error) {
    await cleanUp(client, error, backup);
    throw error;
  }
}

function sendChunk(client: AdminClient, chunk: BackupChunk) {
  return chunk.index === 0
    ? client.call({ type: "restore.begin", chunk })
    : client.call({ type: "restore.write", chunk });
}

/** What was refused is thrown away; what was interrupted stays, so that the next run goes on. */
async function cleanUp(client: AdminClient, error: unknown, backup: string): Promise<void> {
  const isRefused = error instanceof CliError && FINAL_CODES.includes(error.failure.code);
  if (!isRefused || backup === "") return;
  // The refusal is what counts; an abort that fails is made up for by the next run's begin.
  await client.call({ type: "restore.abort" }).catch(() => undefined);
}
