/** The files that run with others, by what these import. */
import ts from "typescript";

/** Of each file, the one that the way to it begins with. */
export type Reached = ReadonlyMap<ts.SourceFile, ts.SourceFile>;

export function reachedFrom(checker: ts.TypeChecker, entries: readonly ts.SourceFile[]): Reached {
  const reached = new Map(entries.map((entry) => [entry, entry]));
  for (const [file, entry] of reached) {
    for (const next of importedAtRuntime(checker, file)) {
      if (!reached.has(next)) reached.set(next, entry);
    }
  }
  return reached;
}

/** Without what is imported for its types alone. */
function importedAtRuntime(checker: ts.TypeChecker, file: ts.SourceFile): ts.SourceFile[] {
  const { imports } = file as ts.SourceFile & { imports?: readonly ts.StringLiteralLike[] };
  return (imports ?? []).flatMap((specifier) => {
    if (isForTypes(specifier.parent)) return [];
    const target = checker.getSymbolAtLocation(specifier)?.valueDeclaration;
    return target && ts.isSourceFile(target) && !target.isDeclarationFile ? [target] : [];
  });
}

function isForTypes(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node)) {
    return node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
  }
  return (ts.isExportDeclaration(node) && node.isTypeOnly) || ts.isLiteralTypeNode(node);
}
