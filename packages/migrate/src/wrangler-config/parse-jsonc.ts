/** JSON with comments and trailing commas, as wrangler reads both `.json` and `.jsonc`, to the tree. */
import jsonc, { type Node, type ParseError } from "jsonc-parser";
import type { ConfigNode, ParsedConfig, SyntaxProblem } from "./config-tree.ts";

/** @param text without byte order mark. Offsets count from its start. */
export function parseJsoncConfig(text: string): ParsedConfig {
  const tree = parseJsoncText(text);
  if (Array.isArray(tree)) return { root: null, errors: tree };
  const root = readNode(tree, tree.offset);
  return root.kind === "table"
    ? { root, errors: [] }
    : { root: null, errors: [{ at: tree.offset, detail: "a config must be an object" }] };
}

/** The syntax tree itself, for who edits the text; else every error in it. */
export function parseJsoncText(text: string): Node | SyntaxProblem[] {
  const errors: ParseError[] = [];
  const tree = jsonc.parseTree(text, errors, { allowTrailingComma: true });
  if (errors.length > 0)
    return errors.map(({ error, offset }) => ({ at: offset, detail: describe(error) }));
  return tree ?? [{ at: 0, detail: "the file is empty" }];
}

function describe(error: number): string {
  // `CommaExpected` becomes `comma expected`.
  const words = jsonc
    .printParseErrorCode(error)
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words.trim()}, this is no valid JSON`;
}

function readNode(node: Node, at: number): ConfigNode {
  const children = node.children ?? [];
  if (node.type === "array") {
    return { kind: "list", at, items: children.map((child) => readNode(child, child.offset)) };
  }
  if (node.type !== "object") return { kind: "scalar", at, value: node.value ?? null };
  const members = new Map<string, ConfigNode>();
  for (const { children: pair } of children) {
    const [key, value] = pair ?? [];
    // As for JSON.parse, the last of two members of one name counts.
    if (key && value) members.set(String(key.value), readNode(value, key.offset));
  }
  return { kind: "table", at, members };
}
