/** Text from a repository into HTML: names, paths and code are somebody else's, and may be hostile. */

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * For text and for attributes in quotes. Control and formatting characters, which could turn the
 * order of what is shown, become replacement characters; tabs stay.
 */
export function escapeHtml(text: string): string {
  return text
    .replace(/[\r\n\u2028\u2029]+/gu, " ")
    .replace(/(?!\t)[\p{Cc}\p{Cf}]/gu, "\ufffd")
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
