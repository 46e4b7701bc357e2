/** Which files of the repository a Worker is made of: what its entry leads to, through imports. */
import ts from "typescript";
import { ownSourceFiles } from "./candidates.ts";

/**
 * @param entry absolute; undefined where the program does not hold it.
 * @param sources for each package of the repository by name, the absolute path of its first file:
 *   where an import leads to what a package has built, or will build, that is what it is built from.
 */
export function reachableFiles(
  program: ts.Program,
  entry: string,
  sources: ReadonlyMap<string, string>,
): Set<ts.SourceFile> | undefined {
  const first = program.getSourceFile(entry);
  return first && reachedFrom(program, [first], sources, specifiersOf);
}

/**
 * What runs with these files, whatever else is in the program: types that they import do not.
 * @param sources as of `reachableFiles`.
 */
export function runningWith(
  program: ts.Program,
  files: Iterable<ts.SourceFile>,
  sources: ReadonlyMap<string, string>,
): Set<ts.SourceFile> {
  const checker = program.getTypeChecker();
  const values = (file: ts.SourceFile) =>
    specifiersOf(file).filter((one) => !isOfTypes(one, checker));
  return reachedFrom(program, files, sources, values);
}

function reachedFrom(
  program: ts.Program,
  files: Iterable<ts.SourceFile>,
  sources: ReadonlyMap<string, string>,
  importsOf: (file: ts.SourceFile) => ts.StringLiteralLike[],
): Set<ts.SourceFile> {
  const checker = program.getTypeChecker();
  const own = new Set(ownSourceFiles(program));
  const reached = new Set(files);
  for (const file of reached) {
    for (const specifier of importsOf(file)) {
      const targets = filesOf(specifier, checker).filter((target) => own.has(target));
      const isBuilt = targets.every((target) => target.isDeclarationFile);
      const source = isBuilt ? program.getSourceFile(sources.get(specifier.text) ?? "") : undefined;
      for (const target of source ? [...targets, source] : targets) reached.add(target);
    }
  }
  return reached;
}

/** `import type …`, `import { type A }`, and `import { A }` of what is only a type: nothing of it is left. */
function isOfTypes({ parent }: ts.Node, checker: ts.TypeChecker): boolean {
  if (ts.isExportDeclaration(parent)) return parent.isTypeOnly;
  if (!ts.isImportDeclaration(parent) || !parent.importClause) return false;
  const { isTypeOnly, name, namedBindings } = parent.importClause;
  if (isTypeOnly || name || !namedBindings || !ts.isNamedImports(namedBindings)) return isTypeOnly;
  const { elements } = namedBindings;
  return elements.length > 0 && elements.every((one) => one.isTypeOnly || isType(one, checker));
}

function isType({ name }: ts.ImportSpecifier, checker: ts.TypeChecker): boolean {
  const symbol = checker.getSymbolAtLocation(name);
  const target = symbol && checker.getAliasedSymbol(symbol);
  const { Type, Value } = ts.SymbolFlags;
  return !!target && (target.flags & Type) !== 0 && (target.flags & Value) === 0;
}

/** What is of the repository, if it is there: no package, and no module of the platform. */
const OWN = /^(?:\.|\$|virtual:|[@~#]\/)/;
const ASSET = /\.(?:css|html?|json|md|sql|svg|txt|wasm)(?:\?\w*)?$/;
/** Packages that have a server for an entry to hand requests to. */
const FRAMEWORK =
  /^(?:@astrojs|@opennextjs|@react-router|@remix-run|@solidjs|@sveltejs|@tanstack|astro|next|nitro|nitropack|react-router|vinext)(?:\/|$)/;

/** Do the files lead to an app that a build makes? What that is made of can not be told by their imports. */
export function leadToApp(files: ReadonlySet<ts.SourceFile>, checker: ts.TypeChecker): boolean {
  return [...files].flatMap(specifiersOf).some((specifier) => {
    if (FRAMEWORK.test(specifier.text)) return true;
    const isOwn = OWN.test(specifier.text) && !ASSET.test(specifier.text);
    return isOwn && filesOf(specifier, checker).length === 0;
  });
}

/** `export … from` of a file without exports gives no symbol: it has no reads either. */
function filesOf(specifier: ts.Node, checker: ts.TypeChecker): ts.SourceFile[] {
  const symbol = checker.getSymbolAtLocation(specifier);
  return (symbol?.declarations ?? []).filter(ts.isSourceFile);
}

function specifiersOf(file: ts.SourceFile): ts.StringLiteralLike[] {
  const found: ts.StringLiteralLike[] = [];
  for (const statement of file.statements) {
    const specifier =
      ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)
        ? statement.moduleSpecifier
        : undefined;
    if (specifier && ts.isStringLiteralLike(specifier)) found.push(specifier);
  }
  // Only a file that calls one of these is walked for it.
  if (/\b(?:import|require)\s*\(/.test(file.text)) collectCalls(file, found);
  return found;
}

function collectCalls(file: ts.SourceFile, found: ts.StringLiteralLike[]): void {
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const [argument] = node.arguments;
      const loads =
        node.expression.kind === ts.SyntaxKind.ImportKeyword ||
        (ts.isIdentifier(node.expression) && node.expression.text === "require");
      if (loads && argument && ts.isStringLiteralLike(argument)) found.push(argument);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
}
