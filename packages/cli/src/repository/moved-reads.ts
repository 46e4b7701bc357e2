/** Which reads go through the helper already: by the code that stands there. */
import type { Disk, InventoryRead, Place } from "@lunakey/migrate";

const HELPER_CALL =
  /\b(?:getSecrets?|findSecret|requireSecret|withSecret|verifyWithSecret)\s*(?:<[^>]*>)?\($/;
/** A call may begin on the line before its name. */
const LOOKED_AT_CHARACTERS = 200;

/** @returns a function that reads each file once. */
export function createMovedReads(disk: Disk): (read: InventoryRead) => boolean {
  const files = new Map<string, string>();
  const textOf = (file: string) => {
    const text = files.get(file) ?? readText(disk, file);
    files.set(file, text);
    return text;
  };
  return ({ form, place, name }) =>
    form === "accessor" && isHelperCall(textOf(place.file), place, name);
}

/** The place is that of the call, from the function's name or from what stands before it. */
function isHelperCall(text: string, { line, column }: Place, name: string): boolean {
  const start = offsetOf(text, line) + column - 1;
  const end = text.indexOf(name, start);
  if (end === -1 || end - start > LOOKED_AT_CHARACTERS) return false;
  const [call = ""] = /^[^(]*\(/.exec(text.slice(start, end)) ?? [];
  return HELPER_CALL.test(call);
}

function offsetOf(text: string, line: number): number {
  let offset = 0;
  for (let at = 1; at < line; at += 1) {
    const end = text.indexOf("\n", offset);
    if (end === -1) break;
    offset = end + 1;
  }
  return offset;
}

function readText(disk: Disk, file: string): string {
  try {
    return disk.readText(file);
  } catch {
    // It was readable for the scan; then nothing is known of it.
    return "";
  }
}
