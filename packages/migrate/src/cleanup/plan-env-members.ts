/**
 * Takes members out of the types of environments that people wrote, once nothing reads them as members
 * any more. The helper takes its names from that type, so that they move into the type of the store's
 * binding: `get(key: "A" | "B")`. Nothing is planned that has a new type error.
 */
import ts from "typescript";
import { applyEdits } from "../edits/apply-edits.ts";
import type { FileChange, TextEdit } from "../edits/text-edit.ts";
import { proveEject } from "../eject/prove-eject.ts";
import type { Inventory, InventoryEnvType } from "../inventory/inventory.ts";
import type { DiskReader } from "../repository/disk.ts";
import { propertyNameText } from "../source/syntax.ts";
import { groupMembers, memberEdit } from "./member-edit.ts";

/** What the binding is called, for the helper and everybody else. */
const STORE = "SECRETS";
const LINE_WIDTH = 100;

/**
 * @param disk of the files that the inventory was taken of.
 * @param configs of Workers in which these names are read through the helper alone, if at all.
 */
export function planEnvMembers(
  disk: DiskReader,
  inventory: Inventory,
  configs: readonly string[],
  names: readonly string[],
): readonly FileChange[] {
  const wanted = findTypes(inventory, configs, names);
  const files = Map.groupBy(wanted, ({ place }) => place.file);
  const changes = [...files].flatMap(([path, types]): FileChange[] => {
    const before = disk.readText(path);
    const after = removeMembers(path, before, types, names);
    return after === before ? [] : [{ path, before, after }];
  });
  return changes.length === 0 ? [] : proveEject({ disk, inventory, configs }, changes).changes;
}

/** Types of these Workers that no other one shares. */
function findTypes(
  { workers, reads, otherReads }: Inventory,
  configs: readonly string[],
  names: readonly string[],
): InventoryEnvType[] {
  const isRead = [...reads, ...otherReads].some(
    ({ name, throughHelper }) => names.includes(name) && throughHelper !== true,
  );
  if (isRead) return [];
  const others = workers.filter(({ config }) => !configs.includes(config));
  const key = ({ place }: InventoryEnvType) => `${place.file}:${place.line}:${place.column}`;
  const shared = new Set(others.flatMap(({ envTypes }) => envTypes.map(key)));
  const own = workers
    .filter(({ config }) => configs.includes(config))
    .flatMap(({ envTypes }) => envTypes)
    .filter((type) => !type.generated && !shared.has(key(type)))
    .filter(({ members }) => members.some(({ name }) => names.includes(name)));
  return [...new Map(own.map((type) => [key(type), type])).values()];
}

function removeMembers(
  path: string,
  text: string,
  types: readonly InventoryEnvType[],
  names: readonly string[],
): string {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const edits = types.flatMap((type) => {
    const places = type.members.map(({ place: { line, column } }) =>
      file.getPositionOfLineAndCharacter(line - 1, column - 1),
    );
    return findMemberLists(file, places).flatMap((list) => editMembers(file, list, names));
  });
  return applyEdits(
    text,
    edits.toSorted((a, b) => a.start - b.start),
  );
}

type Members = ts.InterfaceDeclaration | ts.TypeLiteralNode;

function findMemberLists(file: ts.SourceFile, places: readonly number[]): Members[] {
  const found = new Set<Members>();
  const visit = (node: ts.Node): void => {
    if (
      ts.isPropertySignature(node) &&
      places.includes(node.getStart(file)) &&
      (ts.isInterfaceDeclaration(node.parent) || ts.isTypeLiteralNode(node.parent))
    ) {
      found.add(node.parent);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...found];
}

function editMembers(
  file: ts.SourceFile,
  { members }: Members,
  names: readonly string[],
): TextEdit[] {
  const isGone = (member: ts.TypeElement) => names.includes(nameOf(member) ?? "");
  const gone = members.filter(isGone);
  const store = members.find((member) => nameOf(member) === STORE);
  const key = store && findKey(store);
  // Without them there the helper would not know the names any more.
  if (gone.length === 0 || key === undefined) return [];
  const texts = gone.flatMap((member) => nameOf(member) ?? []);
  return [
    ...groupMembers(file, members).flatMap((group) =>
      group.filter(isGone).map((member) => memberEdit(file, member, group.every(isGone))),
    ),
    narrowKey(file, key, texts),
  ];
}

function nameOf({ name }: ts.TypeElement): string | undefined {
  return name && propertyNameText(name);
}

/** The type of `key` in `SECRETS: { get(key: string): … }`: a string, or names that went before. */
function findKey(store: ts.TypeElement): ts.TypeNode | undefined {
  const type = ts.isPropertySignature(store) ? store.type : undefined;
  if (!type || !ts.isTypeLiteralNode(type)) return undefined;
  const get = type.members.find((member) => nameOf(member) === "get");
  const key = get && ts.isMethodSignature(get) ? get.parameters[0]?.type : undefined;
  return key && (key.kind === ts.SyntaxKind.StringKeyword || listLiterals(key)) ? key : undefined;
}

function listLiterals(type: ts.TypeNode): string[] | undefined {
  const parts = ts.isUnionTypeNode(type) ? [...type.types] : [type];
  const texts = parts.map((part) =>
    ts.isLiteralTypeNode(part) && ts.isStringLiteral(part.literal) ? part.literal.text : undefined,
  );
  return texts.every((each) => each !== undefined) ? texts : undefined;
}

function narrowKey(file: ts.SourceFile, key: ts.TypeNode, names: readonly string[]): TextEdit {
  const { text } = file;
  const [start, end] = [key.getStart(file), key.end];
  const quote = (text.match(/'/g)?.length ?? 0) > (text.match(/"/g)?.length ?? 0) ? "'" : '"';
  const all = [...new Set([...(listLiterals(key) ?? []), ...names])];
  const literals = all.map((name) => `${quote}${name}${quote}`);
  const line = text.slice(text.lastIndexOf("\n", start) + 1, start);
  const rest = text.slice(end).split(/\r?\n/, 1)[0] ?? "";
  const one = literals.join(" | ");
  if (line.length + one.length + rest.length <= LINE_WIDTH) return { start, end, text: one };
  const indent = /^[ \t]*/.exec(line)?.[0] ?? "";
  const inner = `${indent}${indent.startsWith("\t") ? "\t" : "    "}`;
  const newLine = text.includes("\r\n") ? "\r\n" : "\n";
  return { start, end, text: literals.map((each) => `${newLine}${inner}| ${each}`).join("") };
}
