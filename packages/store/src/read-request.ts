/**
 * A read's request, looked at by hand: the schema of the contract costs more than all the rest of a
 * read. A test holds the two to each other; what is wrong is said by the schema alone.
 */
import { LIMITS, type ReadRequest } from "@lunakey/contract";

const FIELDS = ["v", "names", "known", "stages"];
const VERSION_LARGEST = 2 ** 31;

/** Is it what `readRequest` takes, with as many versions as names where there are any? */
export function isReadRequest(input: unknown): input is ReadRequest {
  if (typeof input !== "object" || input === null) return false;
  const { v, names, known, stages } = input as Record<string, unknown>;
  if (v !== 1 || !areNames(names)) return false;
  if (stages !== undefined && typeof stages !== "boolean") return false;
  if (known !== undefined && !areVersions(known, names.length)) return false;
  for (const field in input) if (!FIELDS.includes(field)) return false;
  return true;
}

function areNames(input: unknown): input is string[] {
  if (!Array.isArray(input)) return false;
  if (input.length === 0 || input.length > LIMITS.NAMES_PER_READ) return false;
  for (const name of input) if (typeof name !== "string") return false;
  return true;
}

function areVersions(input: unknown, count: number): boolean {
  if (!Array.isArray(input) || input.length !== count) return false;
  for (const version of input) {
    if (!Number.isInteger(version) || version < 0 || version > VERSION_LARGEST) return false;
  }
  return true;
}
