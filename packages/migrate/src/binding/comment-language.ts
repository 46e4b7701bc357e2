/** Which language the comments of a config are in, so that added ones do not stand out. */

const COMMENT = /(?:#|\/\/)[^\n]*|\/\*[\s\S]*?\*\//g;
const FRENCH =
  /[éèêàùçœ]|\b(?:le|la|les|l'|d'|des|du|une?|pour|dans|avec|sans|est|sont|et|aux?|qui|sur)\b/gi;
const ENGLISH =
  /\b(?:the|an?|of|for|to|in|with|without|is|are|and|your|this|that|on|see|docs|use)\b/gi;

/** English where there are no comments, or as many words of the one as of the other. */
export function findCommentLanguage(text: string): "en" | "fr" {
  const comments = (text.match(COMMENT) ?? []).join("\n");
  const count = (words: RegExp) => comments.match(words)?.length ?? 0;
  return count(FRENCH) > count(ENGLISH) ? "fr" : "en";
}
