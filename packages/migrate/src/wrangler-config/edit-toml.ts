/** Plans the edits of a TOML config for one operation, in the form in which the text is written. */
import type { AST } from "toml-eslint-parser";
import type { TextEdit } from "../edits/text-edit.ts";
import {
  ConfigEditError,
  type ConfigEntry,
  type ConfigOperation,
  environmentPath,
} from "./config-operation.ts";
import { type Container, insertItem, removeItem } from "./edit-items.ts";
import { findLineEnd, indentAt, lineEndAt } from "./line-layout.ts";
import { parseTomlText } from "./parse-toml.ts";
import { removePair, removeTable, replaceTable } from "./remove-toml.ts";
import {
  renderInlineTable,
  renderPairs,
  renderTomlKey,
  renderTomlPath,
  renderTomlValue,
} from "./render-toml.ts";
import { findIndent, insertBlock } from "./toml-block.ts";
import {
  findArrayTables,
  findDefinitions,
  findHeader,
  isInBraces,
  type Pair,
  pairKeys,
} from "./toml-lookup.ts";

/**
 * @param text without byte order mark.
 * @returns null for a replacement that can only be a removal and an addition.
 * @throws ConfigEditError
 */
export function planTomlEdits(text: string, operation: ConfigOperation): TextEdit[] | null {
  const program = parseTomlText(text);
  if ("detail" in program) throw new ConfigEditError(operation.type, program.detail);
  const editor = { text, program, path: environmentPath(operation.environment) };
  switch (operation.type) {
    case "add-entry":
      return addEntry(editor, operation.kind, operation.entry, operation.comment);
    case "replace-entry":
      return replaceEntry(editor, operation);
    case "remove-entry":
      return removeEntry(editor, operation.kind, operation.index);
    case "set-var":
      return setPair(editor, "vars", operation.name, renderTomlValue(operation.value));
    case "remove-var":
      return removeVar(editor, operation.name);
    case "remove-string":
      return removeString(editor, operation.path, operation.value);
    case "add-environment":
      return addEnvironment(editor, operation);
  }
}

interface Editor {
  readonly text: string;
  readonly program: AST.TOMLProgram;
  /** Of the environment: empty, or `env` and its name. */
  readonly path: readonly string[];
}

function addEntry(editor: Editor, kind: string, entry: ConfigEntry, comment: string | null) {
  const { text, program, path } = editor;
  const listPath = [...path, ...kind.split(".")];
  const { pair } = findDefinitions(program, listPath);
  if (pair) return extendList(text, pair, renderInlineTable(entry));
  if (findArrayTables(program, listPath).length > 0 || hasHeader(editor)) {
    const header = `[[${renderTomlPath(listPath)}]]`;
    return [insertBlock(text, program, path, { comment, header, pairs: renderPairs(entry) })];
  }
  return [extendEnvironment(editor, kind.split("."), `[${renderInlineTable(entry)}]`)];
}

/** The top level can always be given headers; an environment only where it has one. */
function hasHeader({ program, path }: Editor): boolean {
  return path.length === 0 || findDefinitions(program, path).tables.length > 0;
}

function extendList(text: string, pair: Pair, item: string): TextEdit[] {
  if (pair.value.type !== "TOMLArray") throw new ConfigEditError("add-entry", "it is no list");
  return insertItem(text, containerOf(pair.value, text), () => item);
}

function containerOf(node: AST.TOMLArray | AST.TOMLInlineTable, text: string): Container {
  const items = node.type === "TOMLArray" ? node.elements : node.body;
  const inner = text.slice(node.range[0] + 1, node.range[1] - 1);
  return {
    open: node.range[0],
    close: node.range[1],
    items: items.map(({ range }) => ({ start: range[0], end: range[1] })),
    emptyIndent: null,
    padding: node.type === "TOMLInlineTable" || inner.includes(" ") ? " " : "",
  };
}

/** Adds `key = value` to an environment that is written in dotted keys or in braces. */
function extendEnvironment(editor: Editor, key: readonly string[], value: string): TextEdit {
  const { text, program, path } = editor;
  const { pair, dotted } = findDefinitions(program, path);
  if (pair?.value.type === "TOMLInlineTable") {
    return insertPair(text, pair.value, `${renderTomlPath(key)} = ${value}`);
  }
  const last = dotted.at(-1);
  if (!last) throw new ConfigEditError("add-entry", "the config has no such environment");
  const line = `${renderTomlPath([...last.prefix, ...key])} = ${value}`;
  return insertBehind(text, last.pair, line);
}

function insertBehind(text: string, pair: Pair, line: string): TextEdit {
  if (pair.parent.type === "TOMLInlineTable") return insertPair(text, pair.parent, line);
  const at = lineEndAt(text, pair.range[1]);
  return { start: at, end: at, text: findLineEnd(text) + indentAt(text, pair.range[0]) + line };
}

function insertPair(text: string, table: AST.TOMLInlineTable, line: string): TextEdit {
  const edits = insertItem(text, containerOf(table, text), () => line);
  const [first, second] = edits;
  if (!first) throw new ConfigEditError("add-entry", "the table can not be extended");
  // A comma and a line: they touch, or one remark stands between, so that they make one edit.
  return second
    ? {
        start: first.start,
        end: second.end,
        text: first.text + text.slice(first.start, second.start) + second.text,
      }
    : first;
}

/** Sets `name = value` in a table of the environment, made where it is missing. */
function setPair(editor: Editor, table: string, name: string, value: string): TextEdit[] {
  const { text, program, path } = editor;
  const own = findOwnPair(editor, [table, name]);
  if (own) return [{ start: own.value.range[0], end: own.value.range[1], text: value }];
  const line = `${renderTomlKey(name)} = ${value}`;
  const tablePath = [...path, table];
  const header = findHeader(program, tablePath);
  if (header) {
    const last = header.body.at(-1);
    if (last) return [insertBehind(text, last, line)];
    const at = lineEndAt(text, header.range[1]);
    const indent = findIndent(text, header).pairs;
    return [{ start: at, end: at, text: findLineEnd(text) + indent + line }];
  }
  const { pair, dotted } = findTable(editor, table);
  if (pair?.value.type === "TOMLInlineTable") return [insertPair(text, pair.value, line)];
  const last = dotted.at(-1);
  if (last) {
    const path = renderTomlPath([...last.prefix, name]);
    return [insertBehind(text, last.pair, `${path} = ${value}`)];
  }
  if (hasHeader(editor)) {
    const block = { comment: null, header: `[${renderTomlPath(tablePath)}]`, pairs: [line] };
    return [insertBlock(text, program, path, block)];
  }
  return [extendEnvironment(editor, [table, name], value)];
}

/** As `findDefinitions`; pairs under the environment's own header count too. */
function findTable({ program, path }: Editor, table: string) {
  return findDefinitions(program, [...path, table]);
}

function findOwnPair({ program, path }: Editor, keys: readonly string[]): Pair | undefined {
  const { pair } = findDefinitions(program, [...path, ...keys]);
  return pair;
}

/** null where the entry can not stay where it is: the list of the new kind is in brackets, say. */
function replaceEntry(
  { text, program, path }: Editor,
  { kind, newKind, index, entry }: Extract<ConfigOperation, { type: "replace-entry" }>,
): TextEdit[] | null {
  const listPath = [...path, ...kind.split(".")];
  const newPath = [...path, ...newKind.split(".")];
  const { pair } = findDefinitions(program, newPath);
  if (pair) {
    const item = pair.value.type === "TOMLArray" ? pair.value.elements[index] : undefined;
    if (kind !== newKind || !item) return null;
    return [{ start: item.range[0], end: item.range[1], text: renderInlineTable(entry) }];
  }
  const table = findArrayTables(program, listPath)[index];
  if (!table) return replaceLonePair(program, path, kind, newKind, entry);
  const header = `[[${renderTomlPath(newPath)}]]`;
  return replaceTable(text, program, table, { comment: null, header, pairs: renderPairs(entry) });
}

/** `unsafe = { bindings = [ … ] }` or `unsafe.bindings = [ … ]` with one entry: a pair for a pair. */
function replaceLonePair(
  program: AST.TOMLProgram,
  path: readonly string[],
  kind: string,
  newKind: string,
  entry: ConfigEntry,
): TextEdit[] | null {
  const [table = "", ...rest] = kind.split(".");
  const list = findDefinitions(program, [...path, table, ...rest]).pair?.value;
  if (list?.type !== "TOMLArray" || list.elements.length !== 1) return null;
  const { pair, dotted } = findDefinitions(program, [...path, table]);
  const [only] = dotted;
  const outer = pair ?? only?.pair;
  const isAlone = pair
    ? pair.value.type === "TOMLArray" ||
      (pair.value.type === "TOMLInlineTable" && pair.value.body.length === 1)
    : dotted.length === 1;
  if (!outer || !isAlone) return null;
  const prefix = (pair ? pairKeys(pair) : (only?.prefix ?? [])).slice(0, -1);
  const key = renderTomlPath([...prefix, ...newKind.split(".")]);
  const text = `${key} = [${renderInlineTable(entry)}]`;
  return [{ start: outer.range[0], end: outer.range[1], text }];
}

function removeEntry(editor: Editor, kind: string, index: number): TextEdit[] {
  const { text, program, path } = editor;
  const listPath = [...path, ...kind.split(".")];
  const table = findArrayTables(program, listPath)[index];
  if (table) return removeTable(text, program, table);
  const { pair } = findDefinitions(program, listPath);
  if (pair?.value.type !== "TOMLArray" || !pair.value.elements[index]) {
    throw new ConfigEditError("remove-entry", "there is no such entry");
  }
  if (pair.value.elements.length === 1) return removePair(text, pair, containerOf);
  return removeItem(text, containerOf(pair.value, text), index);
}

function removeVar(editor: Editor, name: string): TextEdit[] {
  const pair = findOwnPair(editor, ["vars", name]);
  if (!pair) throw new ConfigEditError("remove-var", "there is no such var");
  return removePair(editor.text, pair, containerOf);
}

function removeString(editor: Editor, path: string, value: string): TextEdit[] {
  const pair = findOwnPair(editor, path.split("."));
  const list = pair?.value.type === "TOMLArray" ? pair.value : undefined;
  const index = list?.elements.findIndex(
    (item) => item.type === "TOMLValue" && item.kind === "string" && item.value === value,
  );
  if (!list || index === undefined || index < 0) {
    throw new ConfigEditError("remove-string", "there is no such string");
  }
  return removeItem(editor.text, containerOf(list, editor.text), index);
}

function addEnvironment(
  { text, program }: Editor,
  { environment, members, comment }: Extract<ConfigOperation, { type: "add-environment" }>,
): TextEdit[] {
  const { pair } = findDefinitions(program, ["env"]);
  if (pair?.value.type === "TOMLInlineTable") {
    const line = `${renderTomlKey(environment)} = ${renderInlineTable(members)}`;
    return [insertPair(text, pair.value, line)];
  }
  if (pair && isInBraces(pair)) throw new ConfigEditError("add-environment", "env is no table");
  const header = `[${renderTomlPath(["env", environment])}]`;
  const block = { comment, header, pairs: renderPairs(members) };
  return [insertBlock(text, program, [], block)];
}
