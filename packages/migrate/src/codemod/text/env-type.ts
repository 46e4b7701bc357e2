/** Adds the store's binding to the type of the environment, where people write that type. */
import ts from "typescript";
import { isGeneratedByWrangler } from "../../source/generated-types.ts";
import type { MigratingRead } from "../reads/migrating-read.ts";
import { nearest } from "../references/nearest.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { indentationAt } from "./code-style.ts";
import type { EditBook } from "./edit-book.ts";
import { OUTERMOST } from "./file-edits.ts";

/**
 * How the binding is declared: `required` as it will be bound; `optional` where the repository's own
 * environments, of tests for example, would no longer be of the type.
 */
export type StoreMember = "required" | "optional" | "none";

type Members = ts.InterfaceDeclaration | ts.TypeLiteralNode;

const STORE = "SECRETS";
/** Not what a bundler puts into the code, nor Node's own. */
const ENV_NAME = /^(?!(?:ImportMeta|Process)Env$)(?:\w*Env|\w*Bindings|\w*Environment)$/;

/** @returns the generated types that wrangler has to write anew. */
export function addStoreToEnv(
  index: ReferenceIndex,
  book: EditBook,
  reads: readonly MigratingRead[],
  member: StoreMember,
): ts.Node[] {
  const generated: ts.Node[] = [];
  if (member === "none") return generated;
  for (const members of envTypes(index, reads)) {
    if (isGeneratedByWrangler(members.getSourceFile())) generated.push(members);
    else addMember(book, members, member === "optional" || isLoose(members) ? `${STORE}?` : STORE);
  }
  return generated;
}

/** The types that declare the secrets that are read, and no store. */
function envTypes(index: ReferenceIndex, reads: readonly MigratingRead[]): Set<Members> {
  const found = new Set<Members>();
  for (const read of reads) {
    const type = typeOfEnv(index, read);
    if (!type || index.checker.getPropertyOfType(type, STORE)) continue;
    for (const name of read.names) {
      const { sourceFile } = read.source;
      for (const declaration of membersCalled(index, { type, name, sourceFile })) {
        const members = declaration.parent;
        const has = isEnvType(members) && index.isOwn(members) && !hasStore(index, members);
        if (has && !isPartOfOne(index, members, found)) found.add(members);
      }
    }
  }
  return found;
}

/** A type whose every member may be missing is that of `{}`, too: `context.env ?? {}`. */
function isLoose({ members }: Members): boolean {
  return members.every((one) => ts.isPropertySignature(one) && one.questionToken !== undefined);
}

/** An interface that is declared in parts gets the store once. */
function isPartOfOne(
  { checker }: ReferenceIndex,
  members: Members,
  found: ReadonlySet<Members>,
): boolean {
  const { symbol } = checker.getTypeAtLocation(members);
  return [...found].some((one) => checker.getTypeAtLocation(one).symbol === symbol);
}

interface Searched {
  readonly type: ts.Type;
  readonly name: string;
  /** Where the environment is read. */
  readonly sourceFile: ts.SourceFile;
}

/** Where packages are missing a type can be lost; then the nearest that has such a member is it. */
function membersCalled(
  index: ReferenceIndex,
  { type, name, sourceFile }: Searched,
): readonly ts.Declaration[] {
  const isLost = index.lacksPackages && type.flags & ts.TypeFlags.Any;
  if (!isLost) return index.checker.getPropertyOfType(type, name)?.declarations ?? [];
  const members = index
    .named(name)
    .flatMap(({ parent }) => (ts.isPropertySignature(parent) ? [parent] : []));
  return nearest(index, sourceFile, members);
}

function hasStore({ checker }: ReferenceIndex, members: Members): boolean {
  return !!checker.getPropertyOfType(checker.getTypeAtLocation(members), STORE);
}

function typeOfEnv(index: ReferenceIndex, read: MigratingRead): ts.Type | undefined {
  const node =
    read.shape === "expression"
      ? read.env
      : read.shape === "pattern"
        ? read.declaration.initializer
        : read.parameter;
  return node && index.checker.getNonNullableType(index.checker.getTypeAtLocation(node));
}

function isEnvType(node: ts.Node): node is Members {
  if (ts.isInterfaceDeclaration(node)) return ENV_NAME.test(node.name.text);
  if (!ts.isTypeLiteralNode(node)) return false;
  return ts.isTypeAliasDeclaration(node.parent) && ENV_NAME.test(node.parent.name.text);
}

function addMember(book: EditBook, members: Members, name: string): void {
  const last = members.members.at(-1);
  if (!last) return;
  const { text } = members.getSourceFile();
  const separator = /[;,]$/.exec(last.getText())?.[0] ?? "";
  const lineEnd = last.end + text.slice(last.end).search(/\r?\n/);
  if (lineEnd < last.end || lineEnd >= members.end) {
    const member = `${name}: { get(key: string): Promise<string | null> }${separator}`;
    book.of(members).after(last.end, OUTERMOST, `${separator === "" ? ";" : ""} ${member}`);
    return;
  }
  const indent = indentationAt(text, last.getStart());
  const inner = indent + (indent.startsWith("\t") ? "\t" : "  ");
  const lines = [
    "",
    `${indent}// Secrets Store`,
    `${indent}${name}: {`,
    `${inner}get(key: string): Promise<string | null>${separator === "," ? ";" : separator}`,
    `${indent}}${separator}`,
  ];
  book.of(members).after(lineEnd, OUTERMOST, `\n${lines.join("\n")}`);
}
