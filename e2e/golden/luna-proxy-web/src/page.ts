/** The frame of every page, and the style sheet. `html` escapes whatever is put into it. */
import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

export function page(title: string, content: Html): Html {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <link rel="stylesheet" href="/style.css">
  </head>
  <body>
    <main>${content}</main>
  </body>
</html>`;
}

export const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 36rem; margin: 12vh auto; padding: 0 1.5rem; }
h1 { font-size: 1.5rem; }
form { display: inline-block; margin: 0 0.5rem 0.5rem 0; }
button { font: inherit; padding: 0.4rem 1rem; cursor: pointer; }
dt { font-weight: 600; }
dd { margin: 0 0 0.75rem; }
[role="alert"] { border-left: 4px solid #c33; padding-left: 0.75rem; }
`;
