/**
 * Imports that lead to code of the repository, but not for the compiler: those of Astro, Svelte and Vue
 * files, what an Astro file shows, and those by an alias that only a build knows. What they call can not be seen to be awaited.
 */
import ts from "typescript";
import { isInTemplate, isTopOfAstro } from "../../source/frontmatter.ts";

interface OutsideUse {
  readonly name: string;
  readonly node: ts.Node;
  /** What the import can name. */
  readonly targets: readonly ts.SourceFile[];
}

/** What is imported under another name, or as a whole, is asked for as this. */
const ALL = "*";
const EXTENSION = /(?:\.d)?\.[cm]?[jt]sx?$/;

export class OutsideUses {
  readonly #checker: ts.TypeChecker;
  readonly #files: readonly ts.SourceFile[];
  readonly #components: readonly ts.SourceFile[];
  #uses: ReadonlyMap<string, readonly OutsideUse[]> | undefined;

  constructor(
    checker: ts.TypeChecker,
    files: readonly ts.SourceFile[],
    components: readonly ts.SourceFile[],
  ) {
    this.#checker = checker;
    this.#files = files;
    this.#components = components;
  }

  /** An import from outside that gets `declaration`, or what it is a member of. */
  find(declaration: ts.Declaration): ts.Node | undefined {
    const statement = topStatement(declaration);
    if (!statement) return undefined;
    const own = declaration.getSourceFile();
    if (namesOf(statement).some((name) => isInTemplate(own, name))) return statement;
    this.#uses ??= this.#collect();
    for (const name of [...namesOf(statement), "default", ALL]) {
      const found = this.#uses
        .get(name)
        ?.find(({ targets }) => targets.some((file) => this.#exports(file, name, statement)));
      if (found) return found.node;
    }
    return undefined;
  }

  /** Does `file` export something of the statement under the name, its own or another file's? */
  #exports(file: ts.SourceFile, name: string, statement: ts.Statement): boolean {
    const module = this.#checker.getSymbolAtLocation(file);
    const exported = module ? this.#checker.getExportsOfModule(module) : [];
    return exported.some((symbol) => {
      if (name !== ALL && symbol.name !== name) return false;
      const isAlias = symbol.flags & ts.SymbolFlags.Alias;
      const target = isAlias ? this.#checker.getAliasedSymbol(symbol) : symbol;
      return target.declarations?.some((one) => topStatement(one) === statement);
    });
  }

  #collect(): ReadonlyMap<string, readonly OutsideUse[]> {
    const uses = new Map<string, OutsideUse[]>();
    const ends = filesByEnd(this.#files);
    const add = (file: ts.SourceFile, isOutside: (specifier: ts.Expression) => boolean) => {
      for (const use of usesIn(file, isOutside, ends)) {
        uses.set(use.name, [...(uses.get(use.name) ?? []), use]);
      }
    };
    for (const file of this.#components) add(file, () => true);
    for (const file of this.#files.filter(isTopOfAstro)) {
      for (const use of usesIn(
        file,
        () => true,
        ends,
        (name) => isInTemplate(file, name),
      )) {
        uses.set(use.name, [...(uses.get(use.name) ?? []), use]);
      }
    }
    for (const file of this.#files) {
      add(file, (specifier) => this.#checker.getSymbolAtLocation(specifier) === undefined);
    }
    return uses;
  }
}

type FilesByEnd = ReadonlyMap<string, readonly ts.SourceFile[]>;

/** By the last name of what imports call them; of an `index`, that of its folder. */
function filesByEnd(files: readonly ts.SourceFile[]): FilesByEnd {
  const ends = new Map<string, ts.SourceFile[]>();
  for (const file of files) {
    const end = importPathOf(file).split("/").at(-1) ?? "";
    ends.set(end, [...(ends.get(end) ?? []), file]);
  }
  return ends;
}

const importPathOf = ({ fileName }: ts.SourceFile) =>
  fileName.replace(EXTENSION, "").replace(/\/index$/, "");

function usesIn(
  file: ts.SourceFile,
  isOutside: (specifier: ts.Expression) => boolean,
  ends: FilesByEnd,
  isUsed: (local: string) => boolean = () => true,
): OutsideUse[] {
  return file.statements.flatMap((node) => {
    if (!ts.isImportDeclaration(node) || !isOutside(node.moduleSpecifier)) return [];
    const targets = targetsOf(node.moduleSpecifier, file, ends);
    if (targets.length === 0) return [];
    return importedNames(node, isUsed).map((name) => ({ name, node, targets }));
  });
}

function topStatement(node: ts.Node): ts.Statement | undefined {
  let current = node;
  while (current.parent && !ts.isSourceFile(current.parent)) current = current.parent;
  return current.parent && ts.isStatement(current) ? current : undefined;
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name) ? [name.text] : [],
    );
  }
  const named = statement as ts.Statement & { readonly name?: ts.Node };
  return named.name && ts.isIdentifier(named.name) ? [named.name.text] : [];
}

/** @param isUsed of what an import is called in the file. */
function importedNames(
  { importClause }: ts.ImportDeclaration,
  isUsed: (local: string) => boolean,
): string[] {
  if (!importClause || importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return [];
  const { name, namedBindings } = importClause;
  const own = name && isUsed(name.text) ? ["default"] : [];
  if (!namedBindings) return own;
  if (ts.isNamespaceImport(namedBindings)) {
    return isUsed(namedBindings.name.text) ? [...own, ALL] : own;
  }
  const values = namedBindings.elements.filter((one) => !one.isTypeOnly && isUsed(one.name.text));
  return [...own, ...values.map((one) => (one.propertyName ?? one.name).text)];
}

/** `../lib/auth` is a whole path, of `$lib/auth` and `@/lib/auth` the end is known. */
function targetsOf(
  specifier: ts.Expression,
  file: ts.SourceFile,
  ends: FilesByEnd,
): readonly ts.SourceFile[] {
  if (!ts.isStringLiteral(specifier)) return [];
  const text = specifier.text.replace(EXTENSION, "").replace(/\/index$/, "");
  const isRelative = text.startsWith(".");
  const slash = text.indexOf("/");
  if (!isRelative && (text.includes(":") || slash < 0)) return [];
  const path = isRelative ? absolutePath(text, file) : text.slice(slash);
  const candidates = ends.get(path.split("/").at(-1) ?? "") ?? [];
  return candidates.filter((one) => {
    const own = importPathOf(one);
    return isRelative ? own === path : own.endsWith(path);
  });
}

function absolutePath(relative: string, { fileName }: ts.SourceFile): string {
  const parts = fileName.split("/").slice(0, -1);
  for (const part of relative.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}
