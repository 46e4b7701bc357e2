/** Colour and safety of text on a terminal: string in, string out. */

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export type StyleName = keyof typeof CODES;

/** @returns the text as it is where colour is off. */
export function paint(style: StyleName, text: string, colour: boolean): string {
  const [on, off] = CODES[style];
  return colour ? `\u001b[${on}m${text}\u001b[${off}m` : text;
}

/**
 * Text from elsewhere (names, labels, comments, messages) on one line and without control
 * characters, so that it can not move the cursor or change what is shown.
 */
export function plainText(text: string): string {
  return text.replace(/\s+/gu, " ").replace(/[\p{Cc}\p{Cf}]/gu, "\ufffd");
}
