/** The tables of docs/bad-input.md, and the inputs that they stand for. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseTable } from "../ways-in/markdown-table.ts";

/** Where the tables are. */
export const DOCUMENT: string = readFileSync(
  join(import.meta.dirname, "../../docs/bad-input.md"),
  "utf8",
);

export interface Kind {
  /** What the error may say, without the field and the full stop. */
  readonly right: readonly string[];
  readonly accepted: readonly Input[];
  readonly refused: readonly Input[];
}

/** One input for a field. */
export interface Input {
  readonly title: string;
  /** JSON, or a `{ $: … }` of the stranger's. */
  readonly value: unknown;
  /** There is no such thing in JSON. */
  readonly isRpcOnly?: true;
}

const TEXTS: readonly Input[] = parseTable(DOCUMENT, ["text", "is"]).map(
  ({ text = "", is = "" }) => {
    const [, letter, count] = /^(.) × (\d+)$/.exec(is) ?? [];
    const value: unknown = letter === undefined ? JSON.parse(is) : letter.repeat(Number(count));
    return { title: text, value };
  },
);

const TYPES: readonly (Input & { readonly type: string })[] = [
  { type: "null", title: "null", value: null },
  { type: "number", title: "a number", value: 7 },
  { type: "boolean", title: "true", value: true },
  { type: "string", title: "a text", value: "zq zq" },
  { type: "list", title: "a list", value: [] },
  { type: "object", title: "an object", value: {} },
  { type: "object", title: "a nested object", value: { $: "nested", depth: 100 }, isRpcOnly: true },
  ...["nan", "infinity", "bigint", "date", "map", "function"].map(
    (name) => ({ type: name, title: name, value: { $: name }, isRpcOnly: true }) as const,
  ),
  { type: "bytes", title: "bytes", value: { $: "bytes", base64: "AQI=" }, isRpcOnly: true },
];

/** Objects to JavaScript: what is wrong with them is what they hold. */
const OBJECTS = ["date", "map", "bytes"];

const UNIT_TYPES: Readonly<Record<string, string>> = {
  items: "list",
  letters: "string",
  bytes: "string",
  "": "number",
};

/** The kinds by their names. @param item an item for lists of a size. */
export function readKinds(itemOf: (kind: string, index: number) => unknown): Map<string, Kind> {
  const head = ["kind", "right, as the error says", "sizes", "takes", "also refused"];
  return new Map(
    parseTable(DOCUMENT, head).map((row) => {
      const { kind = "", sizes = "", takes = "" } = row;
      const texts = splitTexts(takes);
      const sized = readSizes(sizes, (index) => itemOf(kind, index));
      const also = [...(row["also refused"] ?? "").matchAll(/`([^`]+)`/g)].map(([, json = ""]) => ({
        title: json,
        value: JSON.parse(json) as unknown,
      }));
      const own = typeOf(kind, sizes, also);
      return [
        kind,
        {
          right: (row["right, as the error says"] ?? "").split(" / "),
          accepted: [...sized.accepted, ...(own === "string" ? texts.accepted : [])],
          refused: [
            ...sized.refused,
            ...also,
            ...(own === "string" ? texts.refused : []),
            ...TYPES.filter(
              ({ type }) => type !== own && !(own === "object" && OBJECTS.includes(type)),
            ),
          ],
        },
      ];
    }),
  );
}

/** The type of a kind's right values: by its sizes, else by what is refused of the right type. */
function typeOf(kind: string, sizes: string, also: readonly Input[]): string {
  const unit = /^\d+\.\.\d+ ?(\w*)$/.exec(sizes)?.[1];
  if (unit !== undefined) return UNIT_TYPES[unit] ?? "";
  if (kind === "yes or no") return "boolean";
  if (["versions", "root keys"].includes(kind)) return "list";
  if (["chunk", "derivation", "checkpoint"].includes(kind)) return "object";
  return typeof also[0]?.value === "number" ? "number" : "string";
}

function splitTexts(takes: string): { accepted: Input[]; refused: Input[] } {
  const isAll = takes.startsWith("all");
  const named = takes
    .replace(/^all( but)?/, "")
    .split(",")
    .map((name) => name.trim());
  const isTaken = ({ title }: Input) => named.includes(title) !== isAll;
  return { accepted: TEXTS.filter(isTaken), refused: TEXTS.filter((text) => !isTaken(text)) };
}

function readSizes(sizes: string, itemOf: (index: number) => unknown) {
  const match = /^(\d+)\.\.(\d+) ?(\w*)$/.exec(sizes);
  if (match === null) return { accepted: [], refused: [] };
  const [smallest, largest] = [Number(match[1]), Number(match[2])];
  const make = (size: number): Input => {
    const title = `${size} ${match[3]}`;
    if (match[3] === "") return { title, value: size };
    if (match[3] === "items")
      return { title, value: Array.from({ length: size }, (_, index) => itemOf(index)) };
    return { title, value: "A".repeat(size) };
  };
  const middle = [smallest + 1, largest - 1].map(make);
  const below = smallest === 0 && match[3] !== "" ? [] : [make(smallest - 1)];
  return {
    accepted: [make(smallest), ...middle, make(largest)],
    refused: [...below, make(largest + 1)],
  };
}
