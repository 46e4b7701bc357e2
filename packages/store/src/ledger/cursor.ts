/**
 * Page cursors: the key after which the next page starts, as base64url of JSON, with the command it
 * belongs to. Opaque to callers; a cursor of another list or a broken one is refused.
 */
import { type CommandType, LunakeyError } from "@lunakey/contract";
import { fromBase64, toBase64Url } from "../bytes.ts";

type Key = readonly (string | number)[];

/** The cursor of the page after `key`. Keys are ASCII: names, ids and numbers. */
export function renderCursor(command: CommandType, key: Key): string {
  return toBase64Url(new TextEncoder().encode(JSON.stringify([command, ...key])));
}

/**
 * @param start the key before the first page; also says how many parts there are and of what type.
 * @throws LunakeyError `invalid_input` on field `cursor`.
 */
export function parseCursor<Start extends Key>(
  command: CommandType,
  cursor: string | undefined,
  start: Start,
): Start {
  if (cursor === undefined) return start;
  const parts = decode(cursor);
  if (Array.isArray(parts) && parts[0] === command && parts.length === start.length + 1) {
    const key = parts.slice(1);
    if (key.every((part, index) => typeof part === typeof start[index])) {
      return key as unknown as Start;
    }
  }
  throw new LunakeyError({
    code: "invalid_input",
    field: "cursor",
    message: "cursor must be the nextCursor of a page of the same list.",
  });
}

function decode(cursor: string): unknown {
  try {
    const bytes = fromBase64(cursor.replaceAll("-", "+").replaceAll("_", "/"));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // Not base64, or no JSON: either way no cursor of ours.
    return undefined;
  }
}
