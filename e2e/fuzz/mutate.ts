/** Makes something else of a valid input: one to three changes, each at a random place in it. */
import fc from "fast-check";

type Container = Record<string | number, unknown>;

/** In every text that mutation puts in. No valid name holds it, since a name has no such letter. */
export const CANARY = "c\u00e2n\u00e4ry";

/** A change: which place and key (as fractions of what is there), what to do, with which text. */
interface Change {
  readonly place: number;
  readonly key: number;
  readonly deed: "drop" | "duplicate" | "swap" | "retype" | "extend" | "huge" | "text" | "nest";
  readonly text: string;
}

/** Values of the wrong types; `$` ones are made by the stranger, over RPC. */
const ODD: readonly unknown[] = [
  null,
  0,
  -1,
  1.5,
  2 ** 53,
  1e308,
  true,
  false,
  "",
  [],
  {},
  [null],
  [[]],
  { a: 1 },
  { length: 1 },
  { toString: CANARY },
  { toJSON: CANARY },
  JSON.parse(`{"then":"${CANARY}"}`),
  [CANARY],
  { [CANARY]: CANARY },
];
const KEYS = [
  "__proto__",
  "constructor",
  "toJSON",
  "then",
  "length",
  "type",
  CANARY,
  "",
  "0",
  "a.b",
];

const HOSTILE = [
  "\u0000",
  "\ud800",
  "\u202e",
  "\r\n",
  "'",
  "%",
  "_",
  "../..",
  "\ufeff",
  "$(x)",
  "\\u0000",
  "\ud83d\ude00",
  "<b>",
  "*",
  "NaN",
  "1e999",
  "-0",
];

export const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.record({
    place: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    key: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    deed: fc.constantFrom("drop", "duplicate", "swap", "retype", "extend", "huge", "text", "nest"),
    text: fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "binary", maxLength: 20 })),
  }),
  { minLength: 1, maxLength: 3 },
);

/** The first kind a quarter of the time: wrong inputs have more ways to go wrong. */
export function oneInFour<T>(valid: fc.Arbitrary<T>, mutated: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ arbitrary: valid, weight: 1 }, { arbitrary: mutated, weight: 3 });
}

/** A changed copy. */
export function applyChanges(valid: unknown, all: readonly Change[]): unknown {
  const copy = structuredClone(valid);
  for (const change of all) applyChange(copy, change);
  return copy;
}

function applyChange(root: unknown, change: Change): void {
  const places = listContainers(root);
  const at = places[Math.floor(change.place * places.length)];
  if (at === undefined) return;
  const keys = Object.keys(at);
  const key = keys[Math.floor(change.key * keys.length)] ?? CANARY;
  DEEDS[change.deed](at, key, change, keys);
}

type Deed = (at: Container, key: string, change: Change, keys: readonly string[]) => void;

const DEEDS: Readonly<Record<Change["deed"], Deed>> = {
  drop: (at, key) => (Array.isArray(at) ? at.splice(Number(key), 1) : delete at[key]),
  duplicate: (at, key) =>
    put(at, Array.isArray(at) ? String(at.length) : `${key}2`, structuredClone(at[key])),
  swap: (at, key, { place }, keys) => {
    const other = keys[Math.floor(place * keys.length)] ?? key;
    const held = at[key];
    put(at, key, at[other]);
    put(at, other, held);
  },
  // A copy: a later change may land in it, and one put into itself would never end.
  retype: (at, key, { place }) =>
    put(at, key, structuredClone(ODD[Math.floor(place * ODD.length)])),
  extend: (at, _, { key, text }) =>
    put(at, KEYS[Math.floor(key * KEYS.length)] ?? "", CANARY + text),
  huge: (at, key, { place }) => put(at, key, CANARY.repeat(Math.floor(10 ** (1 + place * 4)))),
  text: (at, key, { text }) => put(at, key, CANARY + text),
  nest: (at, key) => put(at, key, { [key]: at[key] }),
};

/** Assigning to `__proto__` would make no member. */
function put(at: Container, key: string, value: unknown): void {
  if (Array.isArray(at) && !/^\d+$/.test(key)) at.push(value);
  else
    Object.defineProperty(at, key, { value, enumerable: true, configurable: true, writable: true });
}

function listContainers(value: unknown): Container[] {
  if (typeof value !== "object" || value === null) return [];
  return [value as Container, ...Object.values(value).flatMap(listContainers)];
}
