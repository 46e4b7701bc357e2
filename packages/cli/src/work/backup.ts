/** Copies a store into a file: chunk by chunk, checked on the way, whole or not at all. */

import { readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { BackupChunk, BackupManifest } from "@lunakey/contract";
import { failure, systemCode } from "../cli-error.ts";
import type { CommandInput, Outcome } from "../command-spec.ts";
import type { AdminClient } from "../connection/admin-client.ts";
import { openStore } from "../connection/store-session.ts";
import { BACKUP_HEAD, ChunkSequence, parseManifest } from "../files/backup-file.ts";
import { openNewFile, PRIVATE_MODE } from "../files/new-file.ts";
import { counted } from "../language/counted.ts";
import { asIs, joinTexts, phrase, type Wording } from "../language/phrase.ts";
import { renderMoment } from "../output/moment.ts";
import type { Session } from "../session.ts";
import { createProgress } from "../terminal/progress.ts";

export async function backUp(session: Session, input: CommandInput): Promise<Outcome> {
  const path = resolve(session.ports.cwd, input.operands[0] ?? "");
  await refuseExisting(path);
  const client = await openStore(session);
  const { chunk, nextCursor } = await client.call({ type: "backup.begin" });
  const manifest = parseManifest(chunk);
  const bytes = await writeFile(session, client, path, chunk, nextCursor);
  const { store, at, backend, secrets, versions, head } = manifest;
  const result = { file: path, bytes, store, at, secrets, versions, auditHead: head };
  if (backend === "cloudflare") {
    session.warn("The values are in Cloudflare's Secrets Store, and not in the backup.");
  }
  return {
    json: result,
    text: ({ language }) => describe(manifest, path)[language],
  };
}

function describe(manifest: BackupManifest, path: string): Wording {
  const { store, at, secrets, versions, head } = manifest;
  const counts = {
    secrets: counted(secrets, "secrets"),
    versions: counted(versions, "versions"),
    events: counted(head.seq, "events"),
  };
  return joinTexts(
    [
      phrase("Store {store} as of {at} is in {path}, mode 0600: {secrets}, {versions}, {events}.", {
        store,
        at: renderMoment(at),
        path,
        ...counts,
      }),
      "It opens with the recovery file only: keep the two apart.",
      phrase("Audit head {head}: note it elsewhere, it shows whether the log is cut one day.", {
        head: head.head,
      }),
      "",
    ],
    "\n",
  );
}

/** Under another name until it is whole, so that half a backup is never taken for one. */
async function writeFile(
  session: Session,
  client: AdminClient,
  path: string,
  first: BackupChunk,
  firstCursor: string,
): Promise<number> {
  await removeLeftOver(path);
  const part = `${path}.${process.pid}.part`;
  const handle = await openNewFile(part, PRIVATE_MODE);
  const sequence = new ChunkSequence();
  const progress = createProgress(session);
  let bytes = 0;
  const write = async (text: string) => {
    await handle.writeFile(text);
    bytes += Buffer.byteLength(text);
  };
  try {
    await write(BACKUP_HEAD);
    let chunk = first;
    for (let cursor: string | null = firstCursor; ; ) {
      sequence.take(chunk);
      await write(`${JSON.stringify(chunk)}\n`);
      progress(asIs(`${Math.round(bytes / 1_048_576)} MiB`));
      if (cursor === null) break;
      ({ chunk, nextCursor: cursor } = await client.call({ type: "backup.read", cursor }));
    }
    sequence.end();
    await handle.sync();
    await handle.close();
    await refuseExisting(path);
    await rename(part, path);
    return bytes;
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(part, { force: true });
    throw error;
  }
}

/** Half a file of a run that was killed; those of runs that still go on are left alone. */
async function removeLeftOver(path: string): Promise<void> {
  // A folder that can not be listed is not to be written to either, which is said then.
  const names = await readdir(dirname(path)).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(`${basename(path)}.`)) continue;
    const [, pid] = /\.([0-9]+)\.part$/.exec(name) ?? [];
    if (name !== `${basename(path)}.${pid}.part` || isRunning(Number(pid))) continue;
    await rm(join(dirname(path), name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  // In a container every run may have the same number; this one has written nothing yet.
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process is one that runs.
    return systemCode(error) === "EPERM";
  }
}

async function refuseExisting(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found !== null)
    throw failure("file_exists", phrase("{path} exists, and is not overwritten.", { path }));
}
