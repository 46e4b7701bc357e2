/**
 * Imports that only moved code used: `import { env } from "node:process"`. Nobody would leave them, and
 * under `noUnusedLocals` they are errors. What is still used is asked of the new text of the file.
 */
import ts from "typescript";
import { SPEAKS_OF_NEXT_LINE } from "./code-style.ts";
import { dropImports, dropWholeImport } from "./drop-import.ts";
import type { EditBook } from "./edit-book.ts";

export type UnusedImports = ReadonlyMap<ts.ImportDeclaration, ReadonlySet<ImportedBinding>>;
type ImportedBinding = ts.ImportSpecifier | ts.ImportClause | ts.NamespaceImport;

/** Modules that do nothing when they are loaded. */
const PLATFORM = /^(?:node:.+|process|cloudflare:.+)$/;

/** @param keepsImports do imports that nothing uses stay where they are compiled? */
export function findUnusedImports(
  book: EditBook,
  file: ts.SourceFile,
  keepsImports: boolean,
): UnusedImports {
  const candidates = file.statements.filter(
    (one): one is ts.ImportDeclaration =>
      ts.isImportDeclaration(one) && mayGo(book, one, keepsImports),
  );
  const found = new Map<ts.ImportDeclaration, ReadonlySet<ImportedBinding>>();
  if (candidates.length === 0 || !/\.[cm]?[jt]sx?$/.test(file.fileName)) return found;
  const names = new Set(candidates.flatMap(bindingsOf).map((one) => one.name?.text ?? ""));
  const before = usedIn(file.fileName, file.text, names);
  const lost = (one: ImportedBinding) => before.has(one.name?.text ?? "");
  const likely = candidates.filter((one) => bindingsOf(one).some(lost));
  if (likely.length === 0) return found;
  const after = usedIn(file.fileName, book.of(file).render(), names);
  for (const one of likely) {
    const unused = bindingsOf(one).filter(
      (binding) => lost(binding) && !after.has(binding.name?.text ?? ""),
    );
    if (unused.length > 0 && canDrop(one, unused)) found.set(one, new Set(unused));
  }
  return found;
}

export function dropUnusedImports(book: EditBook, unused: UnusedImports): void {
  const specifiers = new Map<ts.ImportSpecifier, undefined>();
  for (const [declaration, bindings] of unused) {
    for (const one of bindings) {
      if (ts.isImportSpecifier(one)) specifiers.set(one, undefined);
      else dropWholeImport(book, declaration);
    }
  }
  dropImports(book, specifiers);
}

/** Does nothing of the import stay? */
export function goesWhole(unused: UnusedImports, declaration: ts.ImportDeclaration): boolean {
  return unused.get(declaration)?.size === bindingsOf(declaration).length;
}

/** A tool's comment on it, or what something else has written into it, is not for us to take out. */
function mayGo(book: EditBook, node: ts.ImportDeclaration, keepsImports: boolean): boolean {
  const { text } = node.getSourceFile();
  const { moduleSpecifier } = node;
  if (!ts.isStringLiteral(moduleSpecifier) || bindingsOf(node).length === 0) return false;
  if (keepsImports && !PLATFORM.test(moduleSpecifier.text)) return false;
  if (book.render(node) !== node.getText()) return false;
  const comments = ts.getLeadingCommentRanges(text, node.pos) ?? [];
  return !comments.some(({ pos, end }) => SPEAKS_OF_NEXT_LINE.test(text.slice(pos, end)));
}

/** A default beside others would leave a comma to take care of: that is rare, and stays. */
function canDrop(node: ts.ImportDeclaration, unused: readonly ImportedBinding[]): boolean {
  const all = bindingsOf(node);
  return unused.every(ts.isImportSpecifier) || (all.length === 1 && unused.length === 1);
}

function bindingsOf({ importClause }: ts.ImportDeclaration): ImportedBinding[] {
  if (!importClause) return [];
  const named = importClause.namedBindings;
  const others = !named ? [] : ts.isNamedImports(named) ? [...named.elements] : [named];
  return importClause.name ? [importClause, ...others] : others;
}

/** Which of `names`, of imports, the code of a file refers to: by its scopes, since others can have the name. */
function usedIn(fileName: string, text: string, names: ReadonlySet<string>): Set<string> {
  const { Latest } = ts.ScriptTarget;
  const file = ts.createSourceFile(fileName, text, Latest, true);
  const options = { noLib: true, noResolve: true, allowJs: true, jsx: ts.JsxEmit.Preserve };
  const host: ts.CompilerHost = {
    ...{
      getSourceFile: (name) => (name === fileName ? file : undefined),
      writeFile: () => undefined,
    },
    ...{ getDefaultLibFileName: () => "", getCurrentDirectory: () => "/", getNewLine: () => "\n" },
    ...{ getCanonicalFileName: (name) => name, useCaseSensitiveFileNames: () => true },
    ...{ fileExists: (name) => name === fileName, readFile: () => undefined },
  };
  const checker = ts.createProgram([fileName], options, host).getTypeChecker();
  const used = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    const isOpen = ts.isIdentifier(node) && names.has(node.text) && !used.has(node.text);
    if (isOpen && isImported(checker, node)) used.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return used;
}

function isImported(checker: ts.TypeChecker, node: ts.Identifier): boolean {
  const { parent } = node;
  const symbol = ts.isShorthandPropertyAssignment(parent)
    ? checker.getShorthandAssignmentValueSymbol(parent)
    : ts.isExportSpecifier(parent)
      ? checker.getExportSpecifierLocalTargetSymbol(parent)
      : checker.getSymbolAtLocation(node);
  return (symbol?.declarations ?? []).some(
    (one) => ts.isImportSpecifier(one) || ts.isImportClause(one) || ts.isNamespaceImport(one),
  );
}
