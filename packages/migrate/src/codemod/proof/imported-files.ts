/** What the files of a program import of one another. */
import ts from "typescript";

/** Through static and dynamic imports, exports and import types. */
export function importedFiles(checker: ts.TypeChecker, file: ts.SourceFile): ts.SourceFile[] {
  return specifiersOf(file).flatMap((specifier) => {
    const target = checker.getSymbolAtLocation(specifier)?.valueDeclaration;
    return target && ts.isSourceFile(target) ? [target] : [];
  });
}

/** What it writes for the files that it imports. */
export function specifiersOf(file: ts.SourceFile): readonly ts.StringLiteralLike[] {
  // The compiler's own list, which its declarations leave out.
  return (file as ts.SourceFile & { imports?: readonly ts.StringLiteralLike[] }).imports ?? [];
}

/** The files that import each; of `files` alone. */
export function importersOf(
  program: ts.Program,
  files: readonly ts.SourceFile[],
): ReadonlyMap<ts.SourceFile, readonly ts.SourceFile[]> {
  const checker = program.getTypeChecker();
  const importers = new Map<ts.SourceFile, ts.SourceFile[]>();
  for (const file of files) {
    for (const target of importedFiles(checker, file)) {
      const list = importers.get(target);
      if (list) list.push(file);
      else importers.set(target, [file]);
    }
  }
  return importers;
}
