/**
 * Which version of the helper a copy is, and whether somebody changed it. The file has no stamp: it is
 * copied byte for byte, and its own bytes are known. The table is append-only: a copy that an old
 * lunakey wrote is recognised for ever.
 */
import { createHash } from "node:crypto";
import { isHelperText } from "@lunakey/migrate";

export interface HelperRelease {
  readonly version: string;
  /** SHA-256 of its text, with line feeds as line ends. */
  readonly text: string;
  /** SHA-256 of its code as formatters leave it: see `codeOf`. */
  readonly code: string;
}

/** The newest last: what this lunakey writes. */
export const HELPER_RELEASES: readonly HelperRelease[] = [
  {
    version: "0.1.0",
    text: "e5fb32a1450b9d9cd2af0476054d2940a16f5c9c2b2b7708175bf6542c86a861",
    code: "50b6a3843916b1cf16a3c0bd6e0ed2a3f4bbd79dd2e118b6a266ac051728d411",
  },
];

export interface HelperIdentity {
  /** Of an edited copy, the one that it is nearest to; null where that is none. */
  readonly version: string | null;
  /** `formatted`: other white space, quotes, semicolons or commas. `unknown`: another helper of ours. */
  readonly state: "unchanged" | "formatted" | "edited" | "unknown";
  /** Does it do what this lunakey's does, as far as is known? */
  readonly isCurrent: boolean;
  /** Lines that are other than in this lunakey's; 0 where the version is known by its bytes. */
  readonly changedLines: number;
}

/**
 * @param text of a copy. @param current what this lunakey writes.
 * @returns null for a file that is no helper.
 */
export function identifyHelper(
  text: string,
  current: string,
  releases: readonly HelperRelease[] = HELPER_RELEASES,
): HelperIdentity | null {
  const newest = releases.at(-1);
  const known = (state: "unchanged" | "formatted", release: HelperRelease): HelperIdentity => {
    return { version: release.version, state, isCurrent: release === newest, changedLines: 0 };
  };
  const same = releases.find((release) => release.text === hashOf(plain(text)));
  if (same) return known("unchanged", same);
  const formatted = releases.find((release) => release.code === hashOf(codeOf(text)));
  if (formatted) return known("formatted", formatted);
  if (!isHelperText(text)) return null;
  const changedLines = countOthers(text, current);
  const isNear = changedLines * 2 <= linesOf(current).length;
  return isNear && newest
    ? { version: newest.version, state: "edited", isCurrent: false, changedLines }
    : { version: null, state: "unknown", isCurrent: false, changedLines };
}

export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** As it is on a disk where git writes line ends of its own. */
export function plain(text: string): string {
  return text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
}

/** Without what formatters change: two files of the same code have the same. */
export function codeOf(text: string): string {
  return text.replace(/[\s;,\uFEFF*]/g, "").replaceAll("'", '"');
}

function linesOf(text: string): string[] {
  return plain(text)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Lines of either that the other does not have. */
function countOthers(a: string, b: string): number {
  const [ours, theirs] = [new Set(linesOf(a)), new Set(linesOf(b))];
  const missing = [...theirs].filter((line) => !ours.has(line)).length;
  return Math.max(missing, [...ours].filter((line) => !theirs.has(line)).length);
}
