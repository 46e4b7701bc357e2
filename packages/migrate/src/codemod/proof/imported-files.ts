/** What the files of a program import of one another. */
import ts from "typescript";

/** Through static and dynamic imports, exports and import types. */
export function importedFiles(checker: ts.TypeChecker, file: ts.SourceFile): ts.SourceFile[] {
  const { imports } = file as ts.SourceFile & { imports?: readonly ts.StringLiteralLike[] };
  return (imports ?? []).flatMap((specifier) => {
    const target = checker.getSymbolAtLocation(specifier)?.valueDeclaration;
    return target && ts.isSourceFile(target) ? [target] : [];
  });
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
