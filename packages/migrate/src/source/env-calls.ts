/** Calls by their names, which say enough where packages are not installed. */

/** Calls whose result holds the environment. */
export const HOLDER_CALLS: ReadonlySet<string> = new Set([
  "getCloudflareContext",
  "getRequestContext",
  "getOptionalRequestContext",
  "getPlatformProxy",
]);
/** A schema's, whose answer is a copy; the safe ones hold it in `data`. */
export const PARSE_CALLS: ReadonlySet<string> = new Set(["parse", "parseAsync"]);
export const SAFE_PARSE_CALLS: ReadonlySet<string> = new Set([
  "safeParse",
  "safeParseAsync",
  "spa",
]);
