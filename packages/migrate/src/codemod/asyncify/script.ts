/** Statements of a module that is run by itself, where top-level `await` is as good as any. */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import type { Site } from "./function-group.ts";

/** Is the site a statement `main();` of a module that is no part of a Worker, and that nobody imports? */
export function runsAsScript(index: ReferenceIndex, site: Site): boolean {
  const statement = site.node.parent;
  if (site.kind !== "call" || !ts.isExpressionStatement(statement)) return false;
  const file = statement.parent;
  if (!ts.isSourceFile(file) || !ts.isExternalModule(file)) return false;
  const symbol = index.checker.getSymbolAtLocation(file);
  if (symbol && index.checker.getExportsOfModule(symbol).length > 0) return false;
  return !index.files.some((other) => imports(index.checker, other, file));
}

function imports(checker: ts.TypeChecker, file: ts.SourceFile, target: ts.SourceFile): boolean {
  return file.statements.some((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return false;
    const specifier = statement.moduleSpecifier;
    const module = specifier && checker.getSymbolAtLocation(specifier);
    return module?.valueDeclaration === target;
  });
}
