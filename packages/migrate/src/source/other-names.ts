/**
 * What a file calls things by another name than they have where they are made. A name that is not among
 * these is what it says, so that nobody has to be asked what it means.
 */
import ts from "typescript";

/** `import g = ns.getKey`, and `exports.g = getKey`, wherever they stand. */
const GIVEN = /\bimport\s+(?:type\s+)?([\w$]+)\s*=|\bexports\s*\.\s*([\w$]+)\s*=/g;
/** Programs that come one after the other share most of their files. */
const KNOWN = new WeakMap<ts.SourceFile, readonly string[]>();

/** By imports and exports. What JavaScript takes of `require` is not among them. */
export function otherNames(files: readonly ts.SourceFile[]): ReadonlySet<string> {
  return new Set(files.flatMap(namesGivenBy));
}

function namesGivenBy(file: ts.SourceFile): readonly string[] {
  const known = KNOWN.get(file);
  if (known) return known;
  const names = [
    ...file.statements.flatMap((one) => (ts.isImportDeclaration(one) ? ofImport(one) : [])),
    ...file.statements.flatMap((one) => (ts.isExportDeclaration(one) ? ofExport(one) : [])),
    ...file.statements.flatMap(ofDefault),
    ...[...file.text.matchAll(GIVEN)].flatMap(([, a, b]) => a ?? b ?? []),
  ];
  KNOWN.set(file, names);
  return names;
}

function ofImport({ importClause }: ts.ImportDeclaration): string[] {
  const { name, namedBindings } = importClause ?? {};
  const own = name ? [name.text] : [];
  if (!namedBindings || ts.isNamespaceImport(namedBindings)) return own;
  return [...own, ...renamed(namedBindings.elements)];
}

function ofExport({ exportClause }: ts.ExportDeclaration): string[] {
  return exportClause && ts.isNamedExports(exportClause) ? renamed(exportClause.elements) : [];
}

/** To others it is the `default` of its file. */
function ofDefault(one: ts.Statement): string[] {
  if (!ts.isFunctionDeclaration(one) || !one.name) return [];
  const isDefault = one.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
  return isDefault ? [one.name.text] : [];
}

function renamed(elements: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[]): string[] {
  return elements.flatMap(({ name, propertyName }) => (propertyName ? [name.text] : []));
}
