/**
 * A backup's file: lines of JSON, read and checked one at a time, so that its size does not matter.
 * Checks here need no key and find damage; that nobody put something in is the store's to prove,
 * which alone has the key. `docs/storage-schema.md` has the format.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import {
  BACKUP,
  type BackupChunk,
  type BackupManifest,
  backupChunk,
  backupManifest,
  describeIssue,
} from "@lunakey/contract";
import * as z from "zod";
import { CliError, failure, systemCode } from "../cli-error.ts";
import { describeFault } from "../language/french/schema-refusals.ts";
import { asIs, phrase, type Sentence, type Wording } from "../language/phrase.ts";

/** The first line. */
export const BACKUP_HEAD = `${JSON.stringify({ format: BACKUP.FORMAT, v: BACKUP.VERSION })}\n`;

/** Follows the chunks of one backup and refuses what does not follow. */
export class ChunkSequence {
  #next = 0;
  #backup: string | undefined;
  #isEnded = false;

  /** @throws CliError `backup_damaged`. */
  take(chunk: BackupChunk): void {
    const isNext = !this.#isEnded && chunk.index === this.#next;
    if (!isNext || chunk.backup !== (this.#backup ?? chunk.backup)) {
      throw damaged(phrase("chunk {index} is missing or out of its place", { index: this.#next }));
    }
    if (createHash("sha256").update(chunk.body).digest("hex") !== chunk.digest) {
      throw damaged(phrase("chunk {index} was altered", { index: this.#next }));
    }
    this.#backup = chunk.backup;
    this.#next += 1;
    this.#isEnded = chunk.last;
  }

  /** Index of the chunk that must follow. */
  get wanted(): number {
    return this.#next;
  }

  /** @throws CliError `backup_damaged` unless the last chunk was taken. */
  end(): void {
    if (!this.#isEnded) throw damaged("its end is missing");
  }
}

/**
 * The chunks of a file, each once it was checked; the last only where nothing follows it.
 *
 * @throws CliError `backup_damaged` or `file_unreadable`.
 */
export async function* readChunks(path: string): AsyncGenerator<BackupChunk> {
  const stream = createReadStream(path, "utf8");
  const sequence = new ChunkSequence();
  let isFirst = true;
  try {
    for await (const line of createInterface({
      input: stream,
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      if (isFirst) checkHead(line);
      else yield takeLine(sequence, line);
      isFirst = false;
    }
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw failure(
      "file_unreadable",
      phrase("The backup can not be read ({code}).", { code: systemCode(error) }),
    );
  } finally {
    stream.destroy();
  }
  if (isFirst) checkHead("");
  sequence.end();
}

/** @throws CliError `backup_damaged` where it is none. */
export function parseManifest(chunk: BackupChunk): BackupManifest {
  const body = parseJson(chunk.body);
  const parsed = backupManifest.safeParse(body);
  if (parsed.success) return parsed.data;
  throw damaged(phrase("in its manifest, {problem}", { problem: explain(parsed.error, body) }));
}

function takeLine(sequence: ChunkSequence, line: string): BackupChunk {
  const json = parseJson(line);
  const parsed = backupChunk.safeParse(json);
  if (!parsed.success) {
    throw damaged(
      phrase("in chunk {index}, {problem}", {
        index: sequence.wanted,
        problem: explain(parsed.error, json),
      }),
    );
  }
  sequence.take(parsed.data);
  return parsed.data;
}

const head = z.strictObject(
  {
    format: z.literal(BACKUP.FORMAT, { error: `must be ${BACKUP.FORMAT}` }),
    v: z.literal(BACKUP.VERSION, { error: `must be ${BACKUP.VERSION}` }),
  },
  { error: "must be an object" },
);

function checkHead(line: string): void {
  const json = parseJson(line);
  const parsed = head.safeParse(json);
  if (parsed.success) return;
  const { v } = Object(json) as { v?: unknown };
  throw failure(
    "file_invalid",
    phrase("This is not a backup of lunakey, version 1: {problem}.", {
      problem: explain(parsed.error, json),
    }),
    typeof v === "number" && v > BACKUP.VERSION
      ? "A newer lunakey made it: use that one."
      : "Name a file that lunakey backup made.",
  );
}

/** The first issue, with its field and without a full stop. */
function explain({ issues }: z.ZodError, input: unknown): Wording {
  return describeFault(describeIssue(issues[0], input, "the line").message.replace(/\.$/, ""));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Half a line, or another file: the caller refuses it with a fixed text.
    return undefined;
  }
}

function damaged(what: Sentence | Wording): CliError {
  return failure(
    "backup_damaged",
    phrase("The backup is not whole: {what}. Nothing was changed.", {
      what: typeof what === "string" ? asIs(what) : what,
    }),
    "Take another copy of it.",
  );
}
