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
    const place = brokenAt === null ? "" : ` at event ${brokenAt}`;
    session.warn(`The restored audit log is broken${place}, as it was in the backup: ${reason}.`);
  }
  return {
    json: { ...result, store: manifest.store, audit: verdict },
    text: () => `Restored ${result.secrets} secrets, ${result.versions} versions and the audit log into the ${client.connection.label}.
The log is ${verdict === "broken" ? "BROKEN" : "self-consistent"} and goes on at event ${result.auditEvents}. Tokens and grants are as they were.
`,
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
  const what = `the backup of store ${store} as of ${renderMoment(at)} (${secrets} secrets)`;
  await confirm(session, `Restore ${what} into the ${client.connection.label}?`);
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
      progress(`chunk ${wanted}`);
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
