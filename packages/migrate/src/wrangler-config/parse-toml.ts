/** TOML text to the common tree: headers, dotted keys and inline tables come out the same. */
import { type AST, ParseError, parseTOML } from "toml-eslint-parser";
import type { ConfigNode, ParsedConfig, SyntaxProblem } from "./config-tree.ts";

/** @param text without byte order mark. Offsets count from its start. */
export function parseTomlConfig(text: string): ParsedConfig {
  const program = parseTomlText(text);
  if ("detail" in program) return { root: null, errors: [program] };
  const root: Table = { kind: "table", at: 0, members: new Map() };
  for (const statement of program.body[0].body) {
    if (statement.type === "TOMLKeyValue") {
      addKeyValue(root, statement);
      continue;
    }
    const table = openTable(root, statement.resolvedKey, statement.range[0]);
    for (const pair of statement.body) addKeyValue(table, pair);
  }
  return { root, errors: [] };
}

/** The syntax tree itself, for who edits the text. */
export function parseTomlText(text: string): AST.TOMLProgram | SyntaxProblem {
  try {
    // What wrangler's own parser accepts: newlines in inline tables too.
    return parseTOML(text, { tomlVersion: "1.1" });
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return { at: error.index, detail: describe(error.message) };
  }
}

/** The parser's own words may quote the text. */
function describe(message: string): string {
  if (message.includes("multiple times")) return "a key or table is defined a second time";
  if (message.includes("Unterminated string")) return "a string has no end";
  return "this is no valid TOML";
}

interface Table {
  kind: "table";
  at: number;
  members: Map<string, Node>;
}
interface List {
  kind: "list";
  at: number;
  items: Node[];
}
type Node = Table | List | Exclude<ConfigNode, { kind: "table" | "list" }>;

function addKeyValue(table: Table, pair: AST.TOMLKeyValue): void {
  const keys = keysOf(pair.key);
  const last = keys.pop();
  if (last === undefined) return;
  const owner = openTable(table, keys, pair.range[0]);
  owner.members.set(last, readValue(pair.value, pair.range[0]));
}

function keysOf(key: AST.TOMLKey): string[] {
  return key.keys.map((part) => (part.type === "TOMLBare" ? part.name : part.value));
}

function readValue(value: AST.TOMLContentNode, at: number): Node {
  if (value.type === "TOMLArray") {
    return {
      kind: "list",
      at,
      items: value.elements.map((item) => readValue(item, item.range[0])),
    };
  }
  if (value.type === "TOMLInlineTable") {
    const table: Table = { kind: "table", at, members: new Map() };
    for (const pair of value.body) addKeyValue(table, pair);
    return table;
  }
  return { kind: "scalar", at, value: value.value instanceof Date ? "" : value.value };
}

/** The table under these keys, made where it is missing; a number counts in an array of tables. */
function openTable(root: Table, keys: readonly (string | number)[], at: number): Table {
  let node: Node = root;
  keys.forEach((key, index) => {
    const wantsList = typeof keys[index + 1] === "number";
    node = openMember(node, key, () =>
      wantsList ? { kind: "list", at, items: [] } : { kind: "table", at, members: new Map() },
    );
  });
  // The parser has refused a text where a header and a value meet under one name.
  return node.kind === "table" ? node : { kind: "table", at, members: new Map() };
}

function openMember(node: Node, key: string | number, make: () => Node): Node {
  if (node.kind === "list" && typeof key === "number") {
    node.items[key] ??= make();
    return node.items[key];
  }
  if (node.kind !== "table") return make();
  const existing = node.members.get(String(key)) ?? make();
  node.members.set(String(key), existing);
  return existing;
}
