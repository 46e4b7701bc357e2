/**
 * Hides the values of a config's vars in lines that are to be shown. A config on one line, or with its
 * vars in braces, shows them in a diff of something else, and one may be a secret that should not be
 * there.
 */
import type { FileChange } from "../edits/text-edit.ts";
import { type ConfigNode, type ConfigTable, findNode, listTables } from "./config-tree.ts";
import { parseConfigText } from "./read-config.ts";

const MASK = "…";

/** A string, and what it is called; null in a list. */
interface Hidden {
  readonly key: string | null;
  readonly value: string;
}

/** For lines of a config before or after a change. Where it does not parse, nothing is hidden. */
export function createVarMask({ path, before }: FileChange): (line: string) => string {
  const { root } = parseConfigText(before ?? "", path);
  const hidden = root ? [root, ...environmentsOf(root)].flatMap(findHidden) : [];
  return (line) => hidden.reduce(hide, line);
}

function environmentsOf(root: ConfigTable): ConfigTable[] {
  const env = findNode(root, "env");
  const tables = env?.kind === "table" ? [...env.members.values()] : [];
  return tables.filter((table) => table.kind === "table");
}

function findHidden(environment: ConfigTable): Hidden[] {
  const vars = findNode(environment, "vars");
  // `{ type = "plain_text", text = "…" }` is a var by another way.
  const texts = listTables(environment, "unsafe", "bindings").flatMap((entry) =>
    ["text", "json"].flatMap((key) => {
      const node = findNode(entry, key);
      return node ? stringsIn(key, node) : [];
    }),
  );
  return [...(vars ? stringsIn(null, vars) : []), ...texts];
}

function stringsIn(key: string | null, node: ConfigNode): Hidden[] {
  if (node.kind === "list") return node.items.flatMap((item) => stringsIn(null, item));
  if (node.kind === "table") {
    return [...node.members].flatMap(([name, member]) => stringsIn(name, member));
  }
  return typeof node.value === "string" ? [{ key, value: node.value }] : [];
}

function hide(line: string, { key, value }: Hidden): string {
  if (value.includes("\n")) return hideParts(line, value);
  // What is added may hold the same word under another name.
  const name = key === null ? "" : `${escapePattern(key)}["']?\\s*[=:]\\s*`;
  const written = [value, JSON.stringify(value).slice(1, -1)].map(escapePattern).join("|");
  const pattern = new RegExp(`(${name})(["'])(?:${written})\\2`, "g");
  return line.replace(pattern, (_, before: string, quote: string) => {
    return before + quote + MASK + quote;
  });
}

/** A line of a longer string, and the quotes that it begins or ends behind; or all of it, escaped. */
function hideParts(line: string, value: string): string {
  const parts = line.split(/"""|'''/).map((part) => part.trim());
  const own = parts.filter((part) => part !== "" && value.includes(part));
  return [JSON.stringify(value).slice(1, -1), ...own].reduce(
    (masked, part) => masked.replace(part, MASK),
    line,
  );
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
