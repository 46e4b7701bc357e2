/**
 * New random values. All randomness is from `crypto.getRandomValues`, and each character of an
 * alphabet is as likely as any other: bytes that would make some likelier are thrown away.
 */
import { LIMITS } from "@lunakey/contract";
import { usageError } from "../cli-error.ts";
import { asIs, phrase } from "../language/phrase.ts";

/** Fills bytes with random ones. */
export type Fill = (bytes: Uint8Array<ArrayBuffer>) => unknown;

const fillRandom: Fill = (bytes) => crypto.getRandomValues(bytes);

const BYTE_FORMATS = { hex: "hex", base64: "base64", base64url: "base64url" } as const;
/** A key of fewer bits can be guessed (NIST SP 800-131A, revision 2: 112; rounded to whole bytes). */
const LEAST_BYTES = 16;
/** Passwords for what takes no keys: 64 bits, where guessing has to ask somebody. */
const LEAST_ALPHABET_BITS = 64;
/** So many that the longest form of them is a value still. */
const MOST_BYTES = LIMITS.VALUE_BYTES / 2;
const BYTE_VALUES = 256;

/** What to make. */
export interface Recipe {
  readonly format: "hex" | "base64" | "base64url" | "uuid" | "alphabet";
  /** Bytes, or characters of an alphabet; nothing of a UUID. */
  readonly size: number;
  /** Each character once. */
  readonly alphabet: readonly string[];
}

/**
 * @param size as it was typed after `--generate`; undefined where the format needs none.
 * @param format as it was typed after `--format`; `base64url` where it was not.
 * @throws CliError `usage`; it does not say what was typed.
 */
export function parseRecipe(size: string | undefined, format = "base64url"): Recipe {
  if (format === "uuid") {
    if (size !== undefined) throw usageError("--generate takes no size where --format is uuid.");
    return { format, size: 0, alphabet: [] };
  }
  if (format.startsWith("alphabet:")) return parseAlphabet(size, format.slice("alphabet:".length));
  if (format !== "hex" && format !== "base64" && format !== "base64url") {
    throw usageError("--format must be hex, base64, base64url, uuid or alphabet:CHARACTERS.");
  }
  const bytes = readSize(size, LEAST_BYTES, MOST_BYTES, "bytes");
  return { format, size: bytes, alphabet: [] };
}

function parseAlphabet(size: string | undefined, characters: string): Recipe {
  const alphabet = [...characters];
  const isFit =
    alphabet.length >= 2 &&
    alphabet.length <= BYTE_VALUES &&
    new Set(alphabet).size === alphabet.length &&
    characters.isWellFormed();
  if (!isFit) {
    throw usageError(
      phrase(
        "--format alphabet: takes 2 to {most} different characters, such as alphabet:0123456789.",
        { most: BYTE_VALUES },
      ),
    );
  }
  const least = Math.ceil(LEAST_ALPHABET_BITS / Math.log2(alphabet.length));
  const longest = Math.floor(LIMITS.VALUE_BYTES / 4);
  return { format: "alphabet", size: readSize(size, least, longest, "characters"), alphabet };
}

function readSize(
  text: string | undefined,
  least: number,
  most: number,
  unit: "bytes" | "characters",
): number {
  const size = /^[1-9][0-9]{0,5}$/.test(text ?? "") ? Number(text) : 0;
  if (size >= least && size <= most) return size;
  throw usageError(
    phrase("--generate must be {least} to {most} {unit} in this format.", {
      least,
      most,
      unit: asIs(unit),
    }),
  );
}

export function generateValue({ format, size, alphabet }: Recipe, fill: Fill = fillRandom): string {
  if (format === "alphabet") return pickCharacters(alphabet, size, fill);
  const bytes = new Uint8Array(format === "uuid" ? 16 : size);
  fill(bytes);
  return format === "uuid" ? renderUuid(bytes) : Buffer.from(bytes).toString(BYTE_FORMATS[format]);
}

/** RFC 9562, 5.4: version 4 and the variant are fixed, 122 bits are random. */
function renderUuid(bytes: Uint8Array): string {
  const view = Buffer.from(bytes);
  view[6] = ((view[6] ?? 0) & 0x0f) | 0x40;
  view[8] = ((view[8] ?? 0) & 0x3f) | 0x80;
  return view.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function pickCharacters(alphabet: readonly string[], size: number, fill: Fill): string {
  // The largest multiple: a byte above it would fall on the first characters once more.
  const limit = BYTE_VALUES - (BYTE_VALUES % alphabet.length);
  const picked: string[] = [];
  while (picked.length < size) {
    const bytes = new Uint8Array(BYTE_VALUES);
    fill(bytes);
    for (const byte of bytes) {
      if (byte < limit && picked.length < size) picked.push(alphabet[byte % alphabet.length] ?? "");
    }
  }
  return picked.join("");
}
