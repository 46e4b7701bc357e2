/**
 * What TOML and JSON have in common: tables, lists and values, each with its offset in the text.
 * Whoever asks what a config means asks this, and need not know how it was written.
 */

export interface ConfigTable {
  readonly kind: "table";
  /** Where it begins: its header, its key, or its brace. */
  readonly at: number;
  readonly members: ReadonlyMap<string, ConfigNode>;
}

export interface ConfigList {
  readonly kind: "list";
  readonly at: number;
  readonly items: readonly ConfigNode[];
}

export interface ConfigScalar {
  readonly kind: "scalar";
  readonly at: number;
  /** A date of TOML is its text. */
  readonly value: string | number | boolean | null;
}

export type ConfigNode = ConfigTable | ConfigList | ConfigScalar;

/** The text could not be parsed. `detail` holds nothing of it. */
export interface SyntaxProblem {
  readonly at: number;
  readonly detail: string;
}

export type ParsedConfig =
  | { readonly root: ConfigTable; readonly errors: readonly [] }
  | { readonly root: null; readonly errors: readonly SyntaxProblem[] };

/** What stands under these keys; undefined where anything on the way is missing or no table. */
export function findNode(root: ConfigTable, ...path: readonly string[]): ConfigNode | undefined {
  let node: ConfigNode | undefined = root;
  for (const key of path) node = node?.kind === "table" ? node.members.get(key) : undefined;
  return node;
}

/** The string under these keys; undefined where there is none. */
export function findString(root: ConfigTable, ...path: readonly string[]): string | undefined {
  const node = findNode(root, ...path);
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}

/** The tables in the list under these keys; anything else in it is passed over. */
export function listTables(root: ConfigTable, ...path: readonly string[]): readonly ConfigTable[] {
  const node = findNode(root, ...path);
  return node?.kind === "list" ? node.items.filter((item) => item.kind === "table") : [];
}

/** The strings in the list under these keys, each with its place. */
export function listStrings(
  root: ConfigTable,
  ...path: readonly string[]
): readonly { readonly at: number; readonly value: string }[] {
  const node = findNode(root, ...path);
  if (node?.kind !== "list") return [];
  return node.items.flatMap((item) =>
    item.kind === "scalar" && typeof item.value === "string"
      ? [{ at: item.at, value: item.value }]
      : [],
  );
}

/** As JSON.parse would give it: plain data, without places. */
export function toData(node: ConfigNode): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(toData);
  return Object.fromEntries([...node.members].map(([key, member]) => [key, toData(member)]));
}
