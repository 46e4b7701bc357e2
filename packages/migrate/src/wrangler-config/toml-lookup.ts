/** Finds in TOML's syntax tree where something is written, and in which of TOML's many forms. */
import type { AST } from "toml-eslint-parser";

export type Pair = AST.TOMLKeyValue;
export type Table = AST.TOMLTable;

export interface TomlDefinitions {
  /** Headers `[path]`, `[path.more]`, `[[path]]`, in the order of the text. */
  readonly tables: readonly Table[];
  /** `path = …`, with whatever dots and braces. */
  readonly pair: Pair | undefined;
  /** `path.more = …`, in the order of the text. */
  readonly dotted: readonly DottedPair[];
}

export interface DottedPair {
  readonly pair: Pair;
  /** The keys of the pair that stand for the path: under a header, only the rest of it. */
  readonly prefix: readonly string[];
}

/** Everything that the text says about what stands under these keys. */
export function findDefinitions(
  program: AST.TOMLProgram,
  path: readonly string[],
): TomlDefinitions {
  const statements = program.body[0].body;
  const pairs = statements.filter((node) => node.type === "TOMLKeyValue");
  const allTables = statements.filter((node) => node.type === "TOMLTable");
  const tables = allTables.filter(({ resolvedKey }) => startsWith(resolvedKey, path));
  // Under a header of the path itself, or deeper, the pairs are the header's.
  const outer = allTables.filter(
    ({ resolvedKey }) => resolvedKey.length < path.length && startsWith(path, resolvedKey),
  );
  const found = [
    lookIn(pairs, path),
    ...outer.map(({ body, resolvedKey }) => lookIn(body, path.slice(resolvedKey.length))),
  ];
  return {
    tables,
    pair: found.find(({ pair }) => pair)?.pair,
    dotted: found.flatMap(({ dotted }) => dotted),
  };
}

/** The headers `[[path]]`, one per entry of the list, in its order. */
export function findArrayTables(program: AST.TOMLProgram, path: readonly string[]): Table[] {
  return findDefinitions(program, path).tables.filter(
    ({ kind, resolvedKey }) => kind === "array" && resolvedKey.length === path.length + 1,
  );
}

/** The one header `[path]`. */
export function findHeader(program: AST.TOMLProgram, path: readonly string[]): Table | undefined {
  return findDefinitions(program, path).tables.find(
    ({ kind, resolvedKey }) => kind === "standard" && resolvedKey.length === path.length,
  );
}

function lookIn(pairs: readonly Pair[], path: readonly string[]): Omit<TomlDefinitions, "tables"> {
  let exact: Pair | undefined;
  const dotted: DottedPair[] = [];
  for (const pair of pairs) {
    const keys = pairKeys(pair);
    if (keys.length === path.length && startsWith(keys, path)) exact = pair;
    else if (startsWith(keys, path)) dotted.push({ pair, prefix: path });
    else if (startsWith(path, keys) && pair.value.type === "TOMLInlineTable") {
      const inner = lookIn(pair.value.body, path.slice(keys.length));
      exact ??= inner.pair;
      dotted.push(...inner.dotted);
    }
  }
  return { pair: exact, dotted };
}

export function pairKeys({ key }: Pair): string[] {
  return key.keys.map((part) => (part.type === "TOMLBare" ? part.name : part.value));
}

/** Whether a pair stands in braces: what extends it must stay in them. */
export function isInBraces(pair: Pair): boolean {
  return pair.parent.type === "TOMLInlineTable";
}

function startsWith(
  keys: readonly (string | number)[],
  start: readonly (string | number)[],
): boolean {
  return start.length <= keys.length && start.every((key, index) => keys[index] === key);
}
