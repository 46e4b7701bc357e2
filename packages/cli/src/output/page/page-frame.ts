/**
 * One HTML document that needs nothing from anywhere: its style and its script are in it, and its
 * policy lets no other run, load or be sent.
 */
import { createHash } from "node:crypto";
import type { Language } from "../../language/language.ts";
import { escapeHtml } from "./escape-html.ts";

/** Tells a page of ours from another file of the same name. */
export const PAGE_MARK = '<meta name="generator" content="lunakey">';

export interface PageParts {
  readonly language: Language;
  readonly title: string;
  readonly style: string;
  readonly script: string;
  /** HTML. */
  readonly body: string;
}

/** @returns the whole file. */
export function renderPage({ language, title, style, script, body }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
${PAGE_MARK}
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
<script>${script}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
