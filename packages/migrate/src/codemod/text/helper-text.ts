/** What the helper that Workers have a copy of is known by, whatever its version. */

/** Names of its file: the second, where the first is somebody else's. */
export const HELPER_FILES = ["secrets.ts", "lunakey-secrets.ts"] as const;

/** Words of the header of every helper so far; append-only. */
const MARKS = ["A Worker's secrets: from the store bound as `env.SECRETS`"] as const;

/** Is this text a helper of ours, of whatever version? */
export function isHelperText(text: string): boolean {
  return MARKS.some((mark) => text.includes(mark));
}
