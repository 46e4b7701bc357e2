/** Which names a file takes of the modules that it imports, by what it says alone. */
import ts from "typescript";

export interface ImportedNames {
  readonly specifier: string;
  /** As the module calls them, `default` among them; `all` where that is not said. */
  readonly names: ReadonlySet<string> | "all";
  /** `import type`: nothing of it is left where the code runs. */
  readonly isForTypes: boolean;
}

/** Programs that come one after the other share most of their files. */
const KNOWN = new WeakMap<ts.SourceFile, readonly ImportedNames[]>();

/** One entry for each import and export statement; what is only called or named in a type is `all`. */
export function importedNames(file: ts.SourceFile): readonly ImportedNames[] {
  const known = KNOWN.get(file) ?? list(file);
  KNOWN.set(file, known);
  return known;
}

function list(file: ts.SourceFile): ImportedNames[] {
  const said = file.statements.flatMap((statement): ImportedNames[] => {
    const isImport = ts.isImportDeclaration(statement);
    if (!isImport && !ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier } = statement;
    if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return [];
    const names = isImport ? namesOfImport(statement) : namesOfExport(statement);
    const isForTypes = isImport
      ? statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
      : statement.isTypeOnly;
    return [{ specifier: moduleSpecifier.text, names, isForTypes }];
  });
  const calls = /\b(?:import|require)\s*\(|\bimport\b[^"'(;]*=\s*require/.test(file.text)
    ? ts.preProcessFile(file.text, true, true).importedFiles
    : [];
  const inStatements = count(said.map(({ specifier }) => specifier));
  const inAll = count(calls.map(({ fileName }) => fileName));
  const others = [...inAll].filter(([name, times]) => times > (inStatements.get(name) ?? 0));
  return [
    ...said,
    ...others.map(([specifier]) => {
      return { specifier, names: "all" as const, isForTypes: false };
    }),
  ];
}

function count(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function namesOfImport({ importClause }: ts.ImportDeclaration): ImportedNames["names"] {
  if (!importClause) return new Set();
  const { name, namedBindings } = importClause;
  if (namedBindings && ts.isNamespaceImport(namedBindings)) return "all";
  const named = namedBindings?.elements.map((one) => (one.propertyName ?? one.name).text) ?? [];
  return new Set(name ? ["default", ...named] : named);
}

function namesOfExport({ exportClause }: ts.ExportDeclaration): ImportedNames["names"] {
  if (!exportClause || !ts.isNamedExports(exportClause)) return "all";
  return new Set(exportClause.elements.map((one) => (one.propertyName ?? one.name).text));
}
