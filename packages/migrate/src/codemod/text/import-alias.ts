/**
 * Files of some projects name each other from the root: `@/lib/mail`. The tsconfig has to say so of all
 * that begins that way (`@/*`, not `@/lib/*` alone). What it stands for is told by an import that is
 * there; only one of values shows that it is known when the code runs, as types are gone by then.
 */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { extensionLike } from "./imports.ts";

/** No package has such a name. */
const ALIASED = /^([@~#$]\/)(.+)$/;
const EXTENSION = /\.[cm]?[jt]sx?$/;

/**
 * How `file` names the file `to` in this way; undefined where it does not do so, or can not reach it.
 *
 * @param to absolute.
 */
export function aliasedModule(
  { checker, paths }: Pick<ReferenceIndex, "checker" | "paths">,
  file: ts.SourceFile,
  to: string,
): string | undefined {
  const imports = file.statements.filter(ts.isImportDeclaration);
  const aliased = imports.filter(({ moduleSpecifier }) => ALIASED.test(textOf(moduleSpecifier)));
  const extension = extensionLike(aliased.map(({ moduleSpecifier }) => textOf(moduleSpecifier)));
  for (const one of aliased) {
    if (!bringsValues(checker, one)) continue;
    const [known = "", prefix = "", rest = ""] = ALIASED.exec(textOf(one.moduleSpecifier)) ?? [];
    const base = folderOf(checker, one.moduleSpecifier, rest);
    if (base === undefined || !to.startsWith(base)) continue;
    const module = prefix + to.slice(base.length).replace(EXTENSION, extension);
    const isSame = [known, module].every((text) => patternOf(paths, text) === `${prefix}*`);
    if (isSame) return module;
  }
  return undefined;
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
