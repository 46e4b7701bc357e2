/** Writes the second forms of functions that only some callers have moved from, and takes them back. */
import ts from "typescript";
import type { FunctionGroup } from "../asyncify/function-group.ts";
import type { Placement } from "../asyncify/placement.ts";
import {
  calleeNameOf,
  existingTwin,
  importOf,
  type Twinned,
  twinName,
  twinnedOf,
} from "../routes/twin.ts";
import { OUTERMOST } from "./file-edits.ts";
import type { WrittenCode } from "./write-functions.ts";

export interface MovedCalls {
  readonly group: FunctionGroup;
  readonly twinned: Twinned;
  /** The calls that go to the second form from now on. */
  readonly calls: readonly Placement[];
}

/** @returns what stays as it is, since its second form is there from an earlier run. */
export function writeTwin({ book, index }: WrittenCode, moved: MovedCalls): ts.Node | undefined {
  const { twinned, calls } = moved;
  const { statement, nameNode, name } = twinned;
  const edits = book.of(statement);
  const start = statement.getStart();
  edits.detach(start, statement.end);
  const isThere = existingTwin(twinned) !== undefined;
  if (!isThere) {
    book.replace(nameNode, twinName(name));
    const between = ts.isSourceFile(statement.parent) ? "\n\n" : `\n${indentationOf(statement)}`;
    edits.after(statement.end, OUTERMOST, () => between + edits.render(start, statement.end));
  }
  const names = calls.flatMap(({ site }) => calleeNameOf(site) ?? []);
  for (const one of names) book.replace(one, twinName(one.text));
  const imports = new Map(
    names.flatMap((one) => {
      const found = importOf(index, one);
      return found ? [[found, one.text] as const] : [];
    }),
  );
  for (const [specifier, local] of imports) {
    writeImport({ book, index }, specifier, { local, moved: new Set(names) });
  }
  return isThere ? statement : undefined;
}

/** How far the line of a statement stands in. */
function indentationOf(statement: ts.Statement): string {
  const { text } = statement.getSourceFile();
  const lineStart = text.lastIndexOf("\n", statement.getStart() - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? "";
}

interface MovedNames {
  /** What the file calls the function. */
  readonly local: string;
  readonly moved: ReadonlySet<ts.Node>;
}

function writeImport(
  { book, index }: Pick<WrittenCode, "book" | "index">,
  specifier: ts.ImportSpecifier,
  { local, moved }: MovedNames,
): void {
  const file = specifier.getSourceFile();
  const imported = (specifier.propertyName ?? specifier.name).text;
  const text = imported === local ? twinName(local) : `${twinName(imported)} as ${twinName(local)}`;
  const others = specifier.parent.elements;
  if (others.some((one) => one.name.text === twinName(local))) return;
  const stays = index.named(local).some((node) => {
    const isUse = node.getSourceFile() === file && node !== specifier.name;
    return isUse && !moved.has(node) && importOf(index, node as ts.Identifier) === specifier;
  });
  if (stays) book.of(file).after(specifier.end, OUTERMOST, `, ${text}`);
  else book.replace(specifier, text);
}

/** Takes back the second form of each function that is itself async now. */
export function mergeTwins(code: WrittenCode, groups: Iterable<FunctionGroup>): void {
  const pairs = [...groups].flatMap((group) => {
    const first = twinnedOf(group);
    const second = first && existingTwin(first);
    return first && second ? [{ first, second }] : [];
  });
  const names = pairs.map(({ second }) => second.name);
  const same = pairs.filter(({ first, second }) => {
    const now = withoutSuffix(code.book.render(first.statement), names);
    return now === withoutSuffix(second.statement.getText(), names);
  });
  for (const { first, second } of same) {
    const { statement } = second;
    code.book.of(statement).replace(statement.pos, statement.end, "");
    renameTwin(code, first, second);
  }
}

function withoutSuffix(text: string, names: readonly string[]): string {
  if (names.length === 0) return text;
  const pattern = new RegExp(`\\b(?:${names.join("|")})\\b`, "g");
  return text.replace(pattern, (name) => name.slice(0, -"Async".length));
}

function renameTwin({ book, index }: WrittenCode, first: Twinned, second: Twinned): void {
  const symbol = index.checker.getSymbolAtLocation(second.nameNode);
  const declared = new Set(symbol?.declarations ?? []);
  for (const node of index.referencesTo(declared, second.name)) {
    if (node === second.nameNode) continue;
    const { parent } = node;
    const both =
      ts.isImportSpecifier(parent) &&
      parent.parent.elements.some((one) => one.name.text === first.name);
    if (both) removeSpecifier(book, parent);
    else book.replace(node, first.name);
  }
}

function removeSpecifier(book: WrittenCode["book"], specifier: ts.ImportSpecifier): void {
  const { elements } = specifier.parent;
  const at = elements.indexOf(specifier);
  const before = elements[at - 1];
  const next = elements[at + 1];
  const edits = book.of(specifier);
  if (before) edits.replace(before.end, specifier.end, "");
  else if (next) edits.replace(specifier.getStart(), next.getStart(), "");
}
