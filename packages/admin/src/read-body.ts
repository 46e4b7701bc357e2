/**
 * Reads a JSON body: its type, its size while it streams in, its syntax. No message here repeats
 * any of it, and so JSON.parse's own message, which quotes the text, is not passed on.
 */
import { LIMITS, LunakeyError } from "@lunakey/contract";

const JSON_TYPE = /^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i;

/** @throws LunakeyError `unsupported_media_type`, `too_large` or `invalid_input`. */
export async function readJsonBody(request: Request): Promise<unknown> {
  if (!JSON_TYPE.test(request.headers.get("Content-Type") ?? "")) {
    throw new LunakeyError({
      code: "unsupported_media_type",
      field: "Content-Type",
      message: "Content-Type must be application/json.",
    });
  }
  const text = await readText(request);
  try {
    return JSON.parse(text);
  } catch {
    throw malformed("JSON");
  }
}

async function readText(request: Request): Promise<string> {
  const bytes = await readBytes(request);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed("JSON in UTF-8");
  }
}

async function readBytes(request: Request): Promise<Uint8Array> {
  // What Content-Length says is not relied on, but it can save the reading.
  if (Number(request.headers.get("Content-Length")) > LIMITS.REST_BODY_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop by a throw cancels the stream.
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > LIMITS.REST_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return join(chunks, size);
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const joined = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return joined;
}

function malformed(expected: string): LunakeyError {
  return new LunakeyError({
    code: "invalid_input",
    field: "body",
    message: `body must be ${expected}.`,
  });
}

function tooLarge(): LunakeyError {
  return new LunakeyError({
    code: "too_large",
    field: "body",
    message: `body must be at most ${LIMITS.REST_BODY_BYTES} bytes.`,
    hint: "Split an import into several.",
  });
}
