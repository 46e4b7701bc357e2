/**
 * What the comments of a config speak of: teams list there the secrets that they set by hand. Lines
 * alone decide, as comments are in no tree; a `#` inside of a string may be taken for one.
 */

const COMMENT = {
  toml: /(?:^|\s)#(.*)$/,
  jsonc: /(?:^|\s)(?:\/\/|\/\*|\*)(.*)$/,
} as const;

/** Each word once, in the order in which they come. */
export function findCommentWords(text: string, format: "toml" | "json" | "jsonc"): string[] {
  const comment = format === "toml" ? COMMENT.toml : COMMENT.jsonc;
  const words = text.split(/\r?\n/).flatMap((line) => comment.exec(line)?.[1]?.match(/\w+/g) ?? []);
  return [...new Set(words)];
}
