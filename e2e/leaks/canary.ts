/**
 * Values that are unique to a run, and every form in which one could turn up: as it is, encoded,
 * escaped, reversed, or a part of it. Looks in bytes, whatever they are.
 */

/** A part of a value as short as this is as good as the value. */
const PART_LENGTH = 12;

export interface Canary {
  readonly name: string;
  readonly value: string;
}

/** Text of several lines, with what each encoding treats differently. */
export function makeText(name: string): Canary {
  return { name, value: `-----BEGIN ${hex(8)}\n${hex(12)} "\\ <é> %41&+ ${hex(12)}\tend-----\n` };
}

/** A key in one line of ASCII that can stand in a header or an argument, and is no name. */
export function makeKey(name: string): Canary {
  return { name, value: `sk_live_${hex(16)}+/${hex(16)}==` };
}

/** A value of the largest size that the store takes. */
export function makeLarge(name: string): Canary {
  return { name, value: hex(32_768) };
}

function hex(bytes: number): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString("hex");
}

export type Search = (content: string | Uint8Array) => string[];

/** @returns what finds the canaries: `name (form)` for each form that the content holds. */
export function createSearch(canaries: readonly Canary[]): Search {
  const needles = canaries.flatMap(({ name, value }) =>
    [...formsOf(value)].map(([form, bytes]) => ({ label: `${name} (${form})`, bytes })),
  );
  return (content) => {
    const buffer = Buffer.from(content as Uint8Array);
    const found = needles.filter(({ bytes }) => buffer.includes(bytes));
    return [...new Set(found.map(({ label }) => label))];
  };
}

function formsOf(value: string): [form: string, bytes: Buffer][] {
  const bytes = Buffer.from(value);
  const reverse = (text: string) => [...text].reverse().join("");
  const half = Math.floor(value.length / 2);
  const [first, second] = [value.slice(0, half), value.slice(half)];
  const forms: [string, string | Buffer][] = [
    ["as it is", value],
    ["hexadecimal", bytes.toString("hex")],
    ["upper-case hexadecimal", bytes.toString("hex").toUpperCase()],
    ["in a URL", encodeURIComponent(value)],
    ["in a form", new URLSearchParams({ value }).toString().slice("value=".length)],
    ["in JSON", JSON.stringify(value).slice(1, -1)],
    ["in JSON in JSON", JSON.stringify(JSON.stringify(value).slice(1, -1)).slice(1, -1)],
    ["in HTML", value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;")],
    ["UTF-16", Buffer.from(value, "utf16le")],
    ["reversed", reverse(value)],
    ["halves reversed", reverse(first) + reverse(second)],
    ["halves swapped", second + first],
    ...([0, 1, 2] as const).map((offset): [string, string] => ["base64", base64(bytes, offset)]),
    ...([0, 1, 2] as const).map((offset): [string, string] => ["base64url", url64(bytes, offset)]),
    ...partsOf(value).map((part): [string, string] => ["a part of it", part]),
    ...partsOf(reverse(value)).map((part): [string, string] => ["a part, reversed", part]),
  ];
  return forms.map(([form, content]) => [form, Buffer.from(content as string)]);
}

/** As it stands in the base64 of a longer text, at one of the three places in a group of three. */
function base64(bytes: Buffer, offset: 0 | 1 | 2): string {
  const shifted = Buffer.concat([Buffer.alloc(offset), bytes]);
  // What depends on the neighbours is left out: the first group, and the last.
  const whole = shifted.toString("base64");
  return whole.slice(offset === 0 ? 0 : 4, Math.floor(shifted.byteLength / 3) * 4);
}

function url64(bytes: Buffer, offset: 0 | 1 | 2): string {
  return base64(bytes, offset).replaceAll("+", "-").replaceAll("/", "_");
}

/** Every part of that length that is random; of a large value, some of them. */
function partsOf(value: string): string[] {
  const step = Math.ceil(value.length / 200);
  const starts = Array.from({ length: Math.ceil(value.length / step) }, (_, i) => i * step);
  return starts
    .map((start) => value.slice(start, start + PART_LENGTH))
    .filter((part) => part.length === PART_LENGTH && /[A-Za-z0-9]{10}/.test(part));
}
