/**
 * Where a secret's value comes from: a file, a hidden prompt, or standard input. Byte for byte:
 * nothing is trimmed, decoded or added. Never an argument, which the shell's history and the
 * process list would show.
 */
import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { LIMITS } from "@lunakey/contract";
import { cancelled, failure, systemCode, usageError } from "../cli-error.ts";
import { asIs, phrase, type Wording } from "../language/phrase.ts";
import type { Session } from "../session.ts";
import { askHidden } from "../terminal/terminal-prompts.ts";

/** Keeps a byte order mark, and refuses bytes that are not UTF-8 in place of replacing them. */
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * @param file path from `--file`; undefined for the prompt or standard input.
 * @throws CliError `value_invalid`, `file_unreadable`, `file_invalid`, `usage` or `cancelled`.
 */
export async function readValue(
  session: Session,
  name: string,
  file: string | undefined,
): Promise<string> {
  const value = decodeUtf8(await readValueBytes(session, name, file), asIs("The value"));
  if (value === "") throw failure("value_invalid", "The value is empty; nothing was changed.");
  if (/^[^\n]*\n$/.test(value)) {
    session.warn(
      file === undefined
        ? "The value ends with a newline, which was kept. To send it without: printf '%s' \"$VALUE\" | lunakey set …"
        : "The value ends with a newline, which was kept. If it does not belong, write the file without it.",
    );
  }
  return value;
}

async function readValueBytes(
  session: Session,
  name: string,
  file: string | undefined,
): Promise<Uint8Array> {
  if (file !== undefined)
    return readFileBytes(resolve(session.ports.cwd, file), "--file", LIMITS.VALUE_BYTES);
  if (session.canPrompt) {
    return askHidden(
      `${session.speak(phrase("Value of {name} (not shown, one line):", { name }))} `,
      session.ports,
    );
  }
  if (session.ports.stdin.isTTY === true) {
    throw usageError(
      "There is no terminal to ask for the value on.",
      "Pipe it in, or give --file FILE.",
    );
  }
  return readInputBytes(session, LIMITS.VALUE_BYTES);
}

/**
 * All of standard input.
 *
 * @throws CliError `value_invalid` as soon as it is more than `maxBytes`.
 */
export async function readInputBytes(session: Session, maxBytes: number): Promise<Uint8Array> {
  const { stdin, signal } = session.ports;
  // A signal that has fired already tells no new listener.
  if (signal.aborted) throw cancelled();
  const stop = () => stdin.emit("error", cancelled());
  signal.addEventListener("abort", stop);
  try {
    return await collect(stdin, maxBytes, asIs("Standard input"));
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/**
 * @param label what named the file. A path that leads nowhere is not repeated: it may be a value
 *   that was given in place of a path.
 * @throws CliError `file_unreadable`, or `value_invalid` as soon as it is more than `maxBytes`.
 */
export async function readFileBytes(
  path: string,
  label: string,
  maxBytes: number,
): Promise<Uint8Array> {
  try {
    return await collect(createReadStream(path), maxBytes, path);
  } catch (error) {
    if (error instanceof Error && error.name === "CliError") throw error;
    throw failure(
      "file_unreadable",
      phrase("The file of {label} can not be read ({code}).", { label, code: systemCode(error) }),
    );
  }
}

/**
 * @param what how an error names it.
 * @throws CliError `file_invalid` where the bytes are not UTF-8.
 */
export function decodeUtf8(bytes: Uint8Array, what: string | Wording): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw failure(
      "file_invalid",
      phrase("{what} is not text in UTF-8.", { what }),
      "Encode bytes as text first, for example with base64.",
    );
  }
}

async function collect(
  source: AsyncIterable<Buffer | string>,
  maxBytes: number,
  what: string | Wording,
): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    const bytes = Buffer.from(chunk);
    size += bytes.byteLength;
    if (size > maxBytes) {
      throw failure(
        "value_invalid",
        phrase("{what} is larger than {count} bytes; nothing was changed.", {
          what,
          count: maxBytes,
        }),
      );
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
