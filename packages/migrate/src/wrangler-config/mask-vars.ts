/**
 * Hides the values of a config's vars in lines that are to be shown. A config on one line, or with its
 * vars in braces, shows them in a diff of something else, and one may be a secret that should not be
 * there.
 */
import type { FileChange } from "../edits/text-edit.ts";
import { type ConfigNode, type ConfigTable, findNode, listTables } from "./config-tree.ts";
import { parseConfigText } from "./read-config.ts";

const MASK = "…";

/** For lines of a config before or after a change. Where it does not parse, nothing is hidden. */
export function createVarMask({ path, before }: FileChange): (line: string) => string {
  const { root } = parseConfigText(before ?? "", path);
  const values = new Set(root ? [root, ...environmentsOf(root)].flatMap(findValues) : []);
  // The longest first: one value may be a part of another.
  const sorted = [...values].sort((a, b) => b.length - a.length);
  return (line) => sorted.reduce((masked, value) => hide(masked, value), line);
}

function environmentsOf(root: ConfigTable): ConfigTable[] {
  const env = findNode(root, "env");
  const tables = env?.kind === "table" ? [...env.members.values()] : [];
  return tables.filter((table) => table.kind === "table");
}

function findValues(environment: ConfigTable): string[] {
  const vars = findNode(environment, "vars");
  // `{ type = "plain_text", text = "…" }` is a var by another way.
  const texts = listTables(environment, "unsafe", "bindings").flatMap((entry) =>
    ["text", "json"].flatMap((key) => findNode(entry, key) ?? []),
  );
  return [...(vars ? [vars] : []), ...texts].flatMap(stringsIn);
}

function stringsIn(node: ConfigNode): string[] {
  if (node.kind === "scalar") return typeof node.value === "string" ? [node.value] : [];
  const inner = node.kind === "list" ? node.items : [...node.members.values()];
  return inner.flatMap(stringsIn);
}

/** In quotes of either kind, escaped or not; a line of a longer string as a whole. */
function hide(line: string, value: string): string {
  const written = [value, JSON.stringify(value).slice(1, -1)];
  const quoted = written.reduce(
    (masked, text) =>
      masked.replaceAll(`"${text}"`, `"${MASK}"`).replaceAll(`'${text}'`, `'${MASK}'`),
    line,
  );
  if (!value.includes("\n")) return quoted;
  // A line of a longer string, and the quotes that it begins or ends behind.
  const parts = line.split(/"""|'''/).map((part) => part.trim());
  const own = parts.filter((part) => part !== "" && value.includes(part));
  return own.reduce((masked, part) => masked.replace(part, MASK), quoted);
}
