/** Texts as the tables spell them: a JSON string, one × n, bytes in hex, or nesting × n. */
const TIMES = /^`?(.*?)`? × (\d+)$/;

/** @throws SyntaxError for what is none of them. */
export function readText(spelled: string): string {
  const [, text = spelled, count] = TIMES.exec(spelled) ?? [];
  const times = Number(count ?? 1);
  if (text === "nested lists") return `{"value":${"[".repeat(times)}${"]".repeat(times)}}`;
  if (text === "nested objects") return `{"value":${'{"a":'.repeat(times)}1${"}".repeat(times)}}`;
  // A text that is repeated may stand without its quotes.
  return (text.startsWith('"') ? String(JSON.parse(text)) : text).repeat(times);
}

export function readBytes(spelled: string): Uint8Array {
  const hex = /^hex `([0-9a-f]+)`$/.exec(spelled)?.[1];
  return hex === undefined ? Buffer.from(readText(spelled)) : Buffer.from(hex, "hex");
}
