/**
 * Finds references by meaning: names are looked up as text first, and only where a name is written
 * down the checker is asked what it refers to. Each file is walked at most once.
 */
import ts from "typescript";
import { AutoImports } from "./auto-imports.ts";
import { BrowserCode } from "./browser-code.ts";
import { describesOthers } from "./described.ts";
import { NextApp } from "./next-app.ts";
import { NodeEntries } from "./node-entries.ts";
import { OutsideUses } from "./outside-uses.ts";
import { isTestPath } from "./test-files.ts";
import { WordIndex } from "./word-index.ts";

export type NameNode = ts.Identifier | ts.PrivateIdentifier | ts.StringLiteralLike;

/** What is known of a program's code besides the program. */
export interface CodeAround {
  /** Scripts of files in other languages, which are no part of the program. */
  readonly components?: readonly ts.SourceFile[] | undefined;
  /** Packages that the manifest of the code names. */
  readonly packages?: readonly string[] | undefined;
  /** Is a file, by its path relative to the root, of a package that only other programs run? */
  readonly isOfOthers?: ((path: string) => boolean) | undefined;
  /** Can a file, by its path relative to the root, import a package? */
  readonly resolves?: ((path: string, name: string) => boolean) | undefined;
  /** Code that is no part of the program, with the absolute paths of files that it runs of the program's. */
  readonly outside?: { readonly runElsewhere: ReadonlySet<string> } | undefined;
}

export class ReferenceIndex {
  readonly checker: ts.TypeChecker;
  readonly files: readonly ts.SourceFile[];
  readonly outside: OutsideUses;
  readonly nodeEntries: NodeEntries;
  readonly browserCode: BrowserCode;
  readonly nextApp: NextApp;
  /** Is a parameter that nothing reads a type error here? */
  readonly refusesUnusedParameters: boolean;
  /** And an import? */
  readonly refusesUnusedImports: boolean;
  /** Does an import stay, where TypeScript is compiled, that nothing uses? */
  readonly keepsImports: boolean;
  /** Packages that the manifest of the code names. */
  readonly packages: readonly string[];
  /** Patterns of the tsconfig for modules: `@/*`. */
  readonly paths: readonly string[];
  /** May an import of values say `.ts`? */
  readonly takesTsExtension: boolean;
  readonly #root: string;
  readonly #resolves: (path: string, name: string) => boolean;
  readonly #autoImports: AutoImports;
  readonly #words: WordIndex;
  readonly #names = new Map<ts.SourceFile, Map<string, NameNode[]>>();
  readonly #found = new Map<string, readonly NameNode[]>();
  readonly #meant = new Map<NameNode, readonly ts.Declaration[]>();
  #lacksPackages: boolean | undefined;
  #defaultNames: ReadonlySet<string> | undefined;

  constructor(program: ts.Program, around: CodeAround = {}) {
    const { components = [], packages = [], isOfOthers = () => false, outside } = around;
    this.#resolves = around.resolves ?? (() => true);
    this.checker = program.getTypeChecker();
    this.files = ownFiles(program);
    this.#root = program.getCurrentDirectory();
    this.nodeEntries = new NodeEntries(this.checker, this.files, this.#root, isOfOthers);
    this.browserCode = new BrowserCode(this.checker, this.files, outside?.runElsewhere);
    this.outside = new OutsideUses(this.checker, this.files, components);
    this.packages = packages;
    this.nextApp = new NextApp(this.files, packages);
    const options = program.getCompilerOptions();
    const { noUnusedParameters, noUnusedLocals, verbatimModuleSyntax, paths = {} } = options;
    this.paths = Object.keys(paths);
    this.takesTsExtension =
      (options.allowImportingTsExtensions || options.rewriteRelativeImportExtensions) ?? false;
    this.keepsImports = verbatimModuleSyntax ?? false;
    this.refusesUnusedParameters = noUnusedParameters ?? false;
    this.refusesUnusedImports = noUnusedLocals ?? false;
    this.#autoImports = new AutoImports(this.checker, this.files);
    this.#words = new WordIndex(this.files);
  }

  /** Can the file import a package, as its manager installs it? */
  resolves({ fileName }: ts.SourceFile, name: string): boolean {
    return this.#resolves(fileName.slice(this.#root.length + 1), name);
  }

  /** Are there imports of packages that lead nowhere, so that types are missing? */
  get lacksPackages(): boolean {
    this.#lacksPackages ??= this.files.some((file) =>
      file.statements.some((one) => {
        const module = ts.isImportDeclaration(one) ? one.moduleSpecifier : undefined;
        if (!module || !ts.isStringLiteral(module) || /^[.]|:/.test(module.text)) return false;
        return this.checker.getSymbolAtLocation(module) === undefined;
      }),
    );
    return this.#lacksPackages;
  }

  /** The files of the repository that one imports, or exports again. */
  importsOf(file: ts.SourceFile): ts.SourceFile[] {
    return file.statements.flatMap((one) => {
      const module =
        ts.isImportDeclaration(one) || ts.isExportDeclaration(one)
          ? one.moduleSpecifier
          : undefined;
      const found = module && this.checker.getSymbolAtLocation(module)?.valueDeclaration;
      return found && ts.isSourceFile(found) && this.isOwn(found) ? [found] : [];
    });
  }

  /** Is it in a test? */
  isInTest(node: ts.Node): boolean {
    return isTestPath(node.getSourceFile().fileName.slice(this.#root.length));
  }

  /** Is the declaration in a file of the repository, so that it can be changed? */
  isOwn(node: ts.Node): boolean {
    return isOwnName(node.getSourceFile().fileName);
  }

  /** Does changing the declaration change what it speaks of, too? */
  canChange(declaration: ts.Node): boolean {
    return this.isOwn(declaration) && !describesOthers(declaration);
  }

  /** Every place in the repository where `name` is written down as a name. */
  named(name: string): readonly NameNode[] {
    const known = this.#found.get(name);
    if (known) return known;
    const files = this.#words.filesWith(name);
    const found = files.flatMap((file) => this.#namesOf(file).get(name) ?? []);
    this.#found.set(name, found);
    return found;
  }

  #namesOf(file: ts.SourceFile): ReadonlyMap<string, NameNode[]> {
    const known = this.#names.get(file);
    if (known) return known;
    const names = new Map<string, NameNode[]>();
    const visit = (node: ts.Node): void => {
      if (isName(node)) {
        const list = names.get(node.text);
        if (list) list.push(node);
        else names.set(node.text, [node]);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
    this.#names.set(file, names);
    return names;
  }

  /** What a name refers to, through imports and exports; none where it can not be known. */
  declarationsOf(name: ts.Node): readonly ts.Declaration[] {
    const spied = ts.isStringLiteralLike(name) ? spiedObject(name) : undefined;
    if (spied && ts.isStringLiteralLike(name)) {
      return this.#memberOf(spied, name.text)?.declarations ?? [];
    }
    const symbol = this.#symbolOf(name);
    const made = this.#autoImports.declarationsOf(name, symbol);
    return made.length > 0 || !symbol ? made : (this.#aliased(symbol).declarations ?? []);
  }

  #symbolOf(name: ts.Node): ts.Symbol | undefined {
    const { parent } = name;
    return ts.isShorthandPropertyAssignment(parent) && parent.name === name
      ? this.checker.getShorthandAssignmentValueSymbol(parent)
      : this.checker.getSymbolAtLocation(name);
  }

  #memberOf(object: ts.Expression, name: string): ts.Symbol | undefined {
    const member = this.checker.getTypeAtLocation(object).getProperty(name);
    return member && this.#aliased(member);
  }

  #aliased(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  /** All names that refer to one of `declarations`, which are called `name`, under any other name too. */
  referencesTo(declarations: ReadonlySet<ts.Declaration>, name: string): NameNode[] {
    const found: NameNode[] = [];
    const asked = new Set<string>();
    const todo = [name];
    for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
      if (asked.has(next)) continue;
      asked.add(next);
      for (const node of this.named(next)) {
        if (!this.#meantBy(node).some((one) => declarations.has(one))) continue;
        found.push(node);
        todo.push(...this.#otherNames(node));
      }
    }
    return found;
  }

  /** Many functions can have one name, and each of them is asked for all that is called so. */
  #meantBy(node: NameNode): readonly ts.Declaration[] {
    const known = this.#meant.get(node);
    if (known) return known;
    const meant = [...this.declarationsOf(node), ...this.#takenFromModule(node)];
    this.#meant.set(node, meant);
    return meant;
  }

  /** `check` of `const { check } = await import("./guards")`, which another module can export again. */
  #takenFromModule({ parent, text }: NameNode): readonly ts.Declaration[] {
    if (!ts.isBindingElement(parent) || parent.propertyName) return [];
    const member = this.checker.getTypeAtLocation(parent.parent).getProperty(text);
    const isAlias = member !== undefined && (member.flags & ts.SymbolFlags.Alias) !== 0;
    return isAlias ? (this.checker.getAliasedSymbol(member).declarations ?? []) : [];
  }

  #otherNames(node: NameNode): Iterable<string> {
    const { parent } = node;
    if (isDefaultExport(node)) return this.#namesOfDefaults();
    if (!ts.isImportSpecifier(parent) && !ts.isExportSpecifier(parent)) return [];
    if (parent.name.text === "default") return this.#namesOfDefaults();
    return [parent.name.text, (parent.propertyName ?? parent.name).text];
  }

  /** Every name that a default import or `default as x` gives; and the one that a module itself has for it. */
  #namesOfDefaults(): ReadonlySet<string> {
    this.#defaultNames ??= new Set(["default", ...this.files.flatMap(namesOfDefaultImports)]);
    return this.#defaultNames;
  }
}

/** The files of a program that people of the repository write. */
export function ownFiles(program: ts.Program): ts.SourceFile[] {
  return program
    .getSourceFiles()
    .filter((file) => !program.isSourceFileDefaultLibrary(file) && isOwnName(file.fileName));
}

/** Is it one of the declarations that the compiler brings along? */
export function isLanguageFile({ fileName }: ts.SourceFile): boolean {
  return /\/lib\.[^/]*\.d\.ts$/.test(fileName);
}

/** Is the file, by its absolute name, one that people of the repository write? */
export const isOwnName = (name: string) =>
  !name.includes("/node_modules/") && !/\/typescript\/lib\/lib\.[^/]*\.d\.ts$/.test(name);

function isName(node: ts.Node): node is NameNode {
  if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) return true;
  if (!ts.isStringLiteralLike(node)) return false;
  const { parent } = node;
  return (
    (ts.isElementAccessExpression(parent) && parent.argumentExpression === node) ||
    spiedObject(node) !== undefined
  );
}

/** `module` of `spyOn(module, "name")`. */
function spiedObject(node: ts.Node): ts.Expression | undefined {
  const { parent } = node;
  if (!ts.isCallExpression(parent) || parent.arguments[1] !== node) return undefined;
  const { expression } = parent;
  const callee = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  return ts.isIdentifier(callee) && callee.text === "spyOn" ? parent.arguments[0] : undefined;
}

function isDefaultExport(node: NameNode): boolean {
  const { parent } = node;
  if (ts.isExportAssignment(parent)) return true;
  return (
    (ts.isFunctionDeclaration(parent) || ts.isClassDeclaration(parent)) &&
    parent.name === node &&
    (parent.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false)
  );
}

function clauseOf(statement: ts.Statement): ts.ImportClause | ts.NamedExportBindings | undefined {
  if (ts.isImportDeclaration(statement)) return statement.importClause;
  return ts.isExportDeclaration(statement) ? statement.exportClause : undefined;
}

function namesOfDefaultImports(file: ts.SourceFile): string[] {
  return file.statements.flatMap((statement) => {
    const clause = clauseOf(statement);
    if (!clause) return [];
    const own = ts.isImportClause(clause) && clause.name ? [clause.name.text] : [];
    const named = ts.isImportClause(clause) ? clause.namedBindings : clause;
    if (!named || !(ts.isNamedImports(named) || ts.isNamedExports(named))) return own;
    const specifiers: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[] = named.elements;
    const renamed = specifiers.filter(({ propertyName }) => propertyName?.text === "default");
    return [...own, ...renamed.map(({ name }) => name.text)];
  });
}
