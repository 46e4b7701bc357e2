/**
 * Files of some projects name each other from a folder: `@/lib/mail`, `@worker/lib/mail`. The tsconfig has to
 * say so of all that begins that way (`@/*`, not `@/lib/*` alone). What it stands for is told by an import
 * that is there; only one of values shows that it is known when the code runs, as types are gone by then.
 */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { extensionLike, tellingImports } from "./imports.ts";

/** No package has such a name. */
const NO_PACKAGE = /^[@~#$]\//;
const EXTENSION = /\.[cm]?[jt]sx?$/;

/**
 * How `file` names the file `to` in this way; undefined where it does not do so, or can not reach it.
 *
 * @param to absolute.
 * @param packageOf the folder of the package that a path is in: a prefix as packages have it (`@acme/db`) may
 * be found as one of them when the code runs, where it leads out of the file's own.
 */
export function aliasedModule(
  {
    checker,
    paths,
    takesTsExtension,
  }: Pick<ReferenceIndex, "checker" | "paths" | "takesTsExtension">,
  file: ts.SourceFile,
  to: string,
  packageOf: (path: string) => string,
): string | undefined {
  const imports = file.statements.filter(ts.isImportDeclaration);
  const aliased = imports.flatMap((one) => {
    const known = textOf(one.moduleSpecifier);
    const prefix = prefixOf(paths, known);
    return prefix === undefined ? [] : [{ one, known, prefix }];
  });
  const like = aliased.map(({ known }) => known);
  const extension = extensionLike(tellingImports(like, takesTsExtension));
  const own = packageOf(file.fileName);
  for (const { one, known, prefix } of aliased) {
    if (!bringsValues(checker, one)) continue;
    const base = folderOf(checker, one.moduleSpecifier, known.slice(prefix.length));
    if (base === undefined || !to.startsWith(base)) continue;
    if (!NO_PACKAGE.test(prefix) && [base, to].some((path) => packageOf(path) !== own)) continue;
    const module = prefix + to.slice(base.length).replace(EXTENSION, extension);
    if (prefixOf(paths, module) === prefix) return module;
  }
  return undefined;
}

/** `@worker/` of a module that `@worker/*` decides over. */
function prefixOf(paths: readonly string[], module: string): string | undefined {
  const pattern = module.startsWith(".") ? undefined : patternOf(paths, module);
  return pattern?.endsWith("/*") ? pattern.slice(0, -1) : undefined;
}

/** The one that decides over a module: the longest whose beginning it has. */
function patternOf(paths: readonly string[], module: string): string | undefined {
  return paths
    .filter((pattern) => module.startsWith(pattern.replace(/\*.*$/, "")))
    .sort((a, b) => b.length - a.length)[0];
}

const textOf = (node: ts.Expression) => (ts.isStringLiteral(node) ? node.text : "");

/** The folder that the prefix of `specifier` stands for, with `/` at its end. */
function folderOf(
  checker: ts.TypeChecker,
  specifier: ts.Expression,
  rest: string,
): string | undefined {
  const target = checker.getSymbolAtLocation(specifier)?.valueDeclaration;
  if (!target || !ts.isSourceFile(target)) return undefined;
  const path = target.fileName.replace(EXTENSION, "");
  const wanted = `/${rest.replace(EXTENSION, "")}`;
  const found = [wanted, `${wanted}/index`].find((end) => path.endsWith(end));
  return found === undefined ? undefined : path.slice(0, 1 - found.length);
}

function bringsValues(checker: ts.TypeChecker, { importClause }: ts.ImportDeclaration): boolean {
  const bindings = importClause?.namedBindings;
  if (!importClause || importClause.isTypeOnly || !bindings || !ts.isNamedImports(bindings)) {
    return false;
  }
  return bindings.elements.some((element) => {
    const symbol = checker.getSymbolAtLocation(element.name);
    if (element.isTypeOnly || !symbol) return false;
    return (checker.getAliasedSymbol(symbol).flags & ts.SymbolFlags.Value) !== 0;
  });
}
