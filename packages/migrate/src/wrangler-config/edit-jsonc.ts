/** Plans the edits of a JSON config for one operation, in the way in which the text is laid out. */
import jsonc, { type Node } from "jsonc-parser";
import type { TextEdit } from "../edits/text-edit.ts";
import {
  ConfigEditError,
  type ConfigEntry,
  type ConfigOperation,
  type ConfigValue,
  environmentPath,
} from "./config-operation.ts";
import { type Container, insertItem, removeItem } from "./edit-items.ts";
import { beginsLine, findLineEnd, indentAt } from "./line-layout.ts";
import { parseJsoncText } from "./parse-jsonc.ts";

/**
 * @param text without byte order mark.
 * @returns null for a replacement that can only be a removal and an addition.
 * @throws ConfigEditError
 */
export function planJsoncEdits(text: string, operation: ConfigOperation): TextEdit[] | null {
  const root = parseJsoncText(text);
  if (Array.isArray(root) || root.type !== "object") {
    throw new ConfigEditError(operation.type, "the config does not parse");
  }
  const editor = { text, root, path: environmentPath(operation.environment) };
  switch (operation.type) {
    case "add-entry":
      return addEntry(editor, operation.kind, operation.entry, operation.comment);
    case "replace-entry":
      return replaceEntry(editor, operation);
    case "remove-entry":
      return removeEntry(editor, operation.kind, operation.index);
    case "set-var":
      return setMember(editor, [...editor.path, "vars", operation.name], operation.value);
    case "remove-var":
      return removeMember(editor, [...editor.path, "vars", operation.name]);
    case "remove-string":
      return removeString(editor, operation.path, operation.value);
    case "add-environment":
      return setMember(
        editor,
        ["env", operation.environment],
        operation.members,
        operation.comment,
      );
  }
}

interface Editor {
  readonly text: string;
  readonly root: Node;
  /** Of the environment: empty, or `env` and its name. */
  readonly path: readonly string[];
}

function addEntry(editor: Editor, kind: string, entry: ConfigEntry, comment: string | null) {
  const { text, root, path } = editor;
  const listPath = [...path, ...kind.split(".")];
  const list = find(root, listPath);
  if (!list) return setMember(editor, listPath, [entry], comment);
  if (list.type !== "array") throw new ConfigEditError("add-entry", "it is no list");
  const sibling = list.children?.at(-1);
  const isFlat = sibling && !text.slice(sibling.offset, end(sibling)).includes("\n");
  return insertItem(text, containerOf(editor, list), (indent) =>
    withComment(editor, indent, comment, render(editor, entry, isFlat ? null : indent)),
  );
}

/** Sets a member; the objects around it are made where they are missing. */
function setMember(
  editor: Editor,
  path: readonly string[],
  value: ConfigValue,
  comment: string | null = null,
): TextEdit[] {
  const { text, root } = editor;
  const existing = find(root, path);
  if (existing) {
    const { offset } = existing;
    return [{ start: offset, end: end(existing), text: render(editor, value, null) }];
  }
  let depth = path.length - 1;
  while (depth > 0 && !find(root, path.slice(0, depth))) depth -= 1;
  const owner = find(root, path.slice(0, depth));
  const key = path[depth];
  if (owner?.type !== "object" || key === undefined) {
    throw new ConfigEditError("set-var", "what should hold it is no object");
  }
  const inner = path
    .slice(depth + 1)
    .reduceRight<ConfigValue>((made, name) => ({ [name]: made }), value);
  return insertItem(text, containerOf(editor, owner), (indent) =>
    withComment(
      editor,
      indent,
      comment,
      `${JSON.stringify(key)}: ${render(editor, inner, indent)}`,
    ),
  );
}

function replaceEntry(
  editor: Editor,
  { kind, newKind, index, entry }: Extract<ConfigOperation, { type: "replace-entry" }>,
): TextEdit[] | null {
  const { text, root, path } = editor;
  const list = find(root, [...path, ...kind.split(".")]);
  const node = list?.children?.[index];
  if (!list || !node) throw new ConfigEditError("replace-entry", "there is no such entry");
  if (kind !== newKind) return replaceLoneMember(editor, list, newKind, entry);
  const isFlat = !text.slice(node.offset, end(node)).includes("\n");
  const item = render(editor, entry, isFlat ? null : indentAt(text, node.offset));
  return [{ start: node.offset, end: end(node), text: item }];
}

/** `"unsafe": { "bindings": [ … ] }` with one entry and no list of the new kind: one for the other. */
function replaceLoneMember(
  editor: Editor,
  list: Node,
  newKind: string,
  entry: ConfigEntry,
): TextEdit[] | null {
  const { text, root, path } = editor;
  const property = list.parent?.parent?.parent;
  const isAlone = list.children?.length === 1 && list.parent?.parent?.children?.length === 1;
  if (!isAlone || property?.type !== "property" || newKind.includes(".")) return null;
  if (find(root, [...path, newKind])) return null;
  const isFlat = !beginsLine(text, property.offset);
  const value = render(editor, [entry], isFlat ? null : indentAt(text, property.offset));
  const replaced = `${JSON.stringify(newKind)}: ${value}`;
  return [{ start: property.offset, end: end(property), text: replaced }];
}

function removeEntry(editor: Editor, kind: string, index: number): TextEdit[] {
  const listPath = [...editor.path, ...kind.split(".")];
  const list = find(editor.root, listPath);
  if (list?.type !== "array" || !list.children?.[index]) {
    throw new ConfigEditError("remove-entry", "there is no such entry");
  }
  if (list.children.length === 1) return removeMember(editor, listPath);
  return removeItem(editor.text, containerOf(editor, list), index);
}

/** With the object around it where nothing else is in there: wrangler refuses an empty `unsafe`. */
function removeMember(editor: Editor, path: readonly string[]): TextEdit[] {
  const property = find(editor.root, path)?.parent;
  const owner = property?.parent;
  if (!property || owner?.type !== "object") {
    throw new ConfigEditError("remove-var", "there is no such member");
  }
  if (owner.children?.length === 1 && path.length > editor.path.length + 1) {
    return removeMember(editor, path.slice(0, -1));
  }
  const index = owner.children?.indexOf(property) ?? -1;
  return removeItem(editor.text, containerOf(editor, owner), index);
}

function removeString(editor: Editor, path: string, value: string): TextEdit[] {
  const list = find(editor.root, [...editor.path, ...path.split(".")]);
  const index = list?.children?.findIndex((item) => item.value === value) ?? -1;
  if (!list || index < 0) throw new ConfigEditError("remove-string", "there is no such string");
  return removeItem(editor.text, containerOf(editor, list), index);
}

function find(root: Node, path: readonly string[]): Node | undefined {
  return path.length === 0 ? root : jsonc.findNodeAtLocation(root, [...path]);
}

function end(node: Node): number {
  return node.offset + node.length;
}

function containerOf({ text, root }: Editor, node: Node): Container {
  const isOneLine = !text.trim().includes("\n");
  return {
    open: node.offset,
    close: end(node),
    items: (node.children ?? []).map((child) => ({ start: child.offset, end: end(child) })),
    emptyIndent: isOneLine ? null : indentAt(text, node.offset) + indentUnit(text, root),
    padding: "",
  };
}

/** What the first member of the file is indented by. */
function indentUnit(text: string, root: Node): string {
  const first = root.children?.[0];
  const indent = first && beginsLine(text, first.offset) ? indentAt(text, first.offset) : "";
  return indent === "" ? "  " : indent;
}

/** A remark stands on its own line, and only where the file is one that may have them. */
function withComment(
  { text }: Editor,
  indent: string | null,
  comment: string | null,
  item: string,
): string {
  if (indent === null || comment === null) return item;
  return `// ${comment}${findLineEnd(text)}${indent}${item}`;
}

/** On one line where `indent` is null, else broken as JSON.stringify does, from there on. */
function render({ text, root }: Editor, value: ConfigValue, indent: string | null): string {
  if (indent === null) return renderFlat(value);
  const lines = JSON.stringify(value, null, indentUnit(text, root)).split("\n");
  return lines.join(findLineEnd(text) + indent);
}

function renderFlat(value: ConfigValue): string {
  if (typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(renderFlat).join(", ")}]`;
  const members = Object.entries(value).map(
    ([key, inner]) => `${JSON.stringify(key)}: ${renderFlat(inner)}`,
  );
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}
