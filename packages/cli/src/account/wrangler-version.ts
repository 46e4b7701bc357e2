/**
 * Which wrangler a Worker is deployed with: the copy that is installed for its folder, else what
 * its package.json asks for. Reads files, starts nothing.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, parse } from "node:path";

/** `props` of a service binding; older ones ignore them (seen 2026-11 with 4.12 and 4.13). */
const OLDEST_WRANGLER_FOR_PROPS = "4.13.0";

export interface InstalledWrangler {
  /** As its package.json says, for example `4.155.0`. */
  readonly version: string;
  /** Absolute path of the JavaScript file that is its command. */
  readonly program: string;
}

/**
 * `ok` and `too_old` say by which version; `unknown` means that what package.json asks for can be
 * either (`^4.10.0`) or names no version (`latest`, `catalog:`); `missing` that it is neither
 * installed nor asked for.
 */
export type WranglerCheck =
  | { readonly state: "ok" | "too_old"; readonly version: string; readonly from: WranglerSource }
  | { readonly state: "unknown" | "missing" };

/** `declared` is the lowest version that the range in package.json allows. */
export type WranglerSource = "installed" | "declared";

/** @param folder absolute path of the folder of a wrangler config. */
export function checkWranglerVersion(
  folder: string,
  oldest: string = OLDEST_WRANGLER_FOR_PROPS,
): WranglerCheck {
  const installed = findWrangler(folder);
  if (installed !== null) return compare(installed.version, "installed", oldest);
  const range = readDeclaredRange(folder);
  return range === null ? { state: "missing" } : compareRange(range, oldest);
}

/** @returns null where none is installed that this folder's code would find. */
export function findWrangler(folder: string): InstalledWrangler | null {
  const { resolve } = createRequire(join(folder, "package.json"));
  try {
    const manifest = resolve("wrangler/package.json");
    const { version, bin } = readManifest(manifest) ?? {};
    const program = typeof bin === "object" ? bin.wrangler : bin;
    if (version === undefined || program === undefined) return null;
    return { version, program: join(dirname(manifest), program) };
  } catch {
    // Not installed, or not for this folder: that is the answer.
    return null;
  }
}

/** Compares by major, minor and patch; what follows them is left aside. */
export function isAtLeast(version: string, oldest: string): boolean {
  const [have, need] = [toNumbers(version), toNumbers(oldest)];
  const different = have.findIndex((part, index) => part !== need[index]);
  return different === -1 || (have[different] ?? 0) > (need[different] ?? 0);
}

function compare(version: string, from: WranglerSource, oldest: string): WranglerCheck {
  return { state: isAtLeast(version, oldest) ? "ok" : "too_old", version, from };
}

/** A range whose lowest version is too old can still have led to a newer one. */
function compareRange(range: string, oldest: string): WranglerCheck {
  const [, sign = "", lowest] = /([~^<>=]*)\s*(\d+(?:\.\d+){0,2})/.exec(range) ?? [];
  if (lowest === undefined || sign.startsWith("<")) return { state: "unknown" };
  const check = compare(lowest, "declared", oldest);
  return check.state === "too_old" && canBeNewer(sign, lowest, oldest)
    ? { state: "unknown" }
    : check;
}

function canBeNewer(sign: string, lowest: string, oldest: string): boolean {
  if (sign.startsWith(">")) return true;
  const isSameMajor = toNumbers(lowest)[0] === toNumbers(oldest)[0];
  const isWhole = !lowest.includes(".");
  return isSameMajor && (sign === "^" || isWhole);
}

/** The three numbers; zero for each that is not given. */
function toNumbers(version: string): readonly number[] {
  const parts = version.split(/[-+]/)[0]?.split(".") ?? [];
  return [0, 1, 2].map((index) => Number(parts[index] ?? 0));
}

interface Manifest {
  readonly version?: string;
  readonly bin?: string | Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** What the nearest package.json that names wrangler asks for; null where none does. */
function readDeclaredRange(folder: string): string | null {
  const { dependencies, devDependencies } = readManifest(join(folder, "package.json")) ?? {};
  const range = devDependencies?.wrangler ?? dependencies?.wrangler;
  if (range !== undefined) return range;
  return folder === parse(folder).root ? null : readDeclaredRange(dirname(folder));
}

function readManifest(path: string): Manifest | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Manifest;
  } catch {
    // There is none, or it can not be read: somebody else's file says nothing then.
    return null;
  }
}
