/** What each file calls the helper's functions, and which of them it has to import. */
import ts from "typescript";
import type { HelperFunction, HelperSource } from "../migration-plan.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import type { EditBook } from "./edit-book.ts";
import type { HelperPaths } from "./helper-paths.ts";
import { aliasedModule } from "./import-alias.ts";
import {
  addImports,
  extensionLike,
  type ImportedName,
  moduleSpecifier,
  relativeImports,
  tellingImports,
} from "./imports.ts";
import { dropUnusedImports, findUnusedImports } from "./unused-imports.ts";

export type ImportedFunction = HelperFunction | "secretName";

const OTHER_NAMES: Readonly<Record<ImportedFunction, string>> = {
  getSecret: "readSecret",
  findSecret: "findStoredSecret",
  requireSecret: "requireStoredSecret",
  getSecrets: "readSecrets",
  secretName: "asSecretName",
};

type FilesAndPaths = Pick<
  ReferenceIndex,
  "files" | "checker" | "paths" | "keepsImports" | "takesTsExtension"
>;

export class HelperNames {
  readonly paths: HelperPaths;
  readonly #book: EditBook;
  readonly #helper: HelperSource;
  readonly #index: FilesAndPaths;
  readonly #likes = new Map<string, readonly string[]>();
  /** By files and modules, then by names as the modules call them. */
  readonly #used = new Map<ts.SourceFile, Map<string, Map<string, ImportedName>>>();

  constructor(book: EditBook, helper: HelperSource, paths: HelperPaths, index: FilesAndPaths) {
    this.#book = book;
    this.#helper = helper;
    this.paths = paths;
    this.#index = index;
  }

  /** What `file` calls a function of the helper; it is imported from now on. */
  use(file: ts.SourceFile, name: ImportedFunction): string {
    const module = this.#moduleFor(file);
    const as = isTaken(file, name, module) ? OTHER_NAMES[name] : name;
    this.#note(file, module, { name, as });
    return as;
  }

  /** What `file` calls what `module` exports as `name`; it is imported from now on. */
  useOf(file: ts.SourceFile, module: string, name: string, otherwise: string): string {
    const as = this.#freeIn(
      file,
      module,
      isTaken(file, name, module) ? [otherwise] : [name, otherwise],
    );
    this.#note(file, module, { name, as });
    return as;
  }

  /** Two modules can export the same name. */
  #freeIn(file: ts.SourceFile, module: string, wanted: readonly string[]): string {
    const others = [...(this.#used.get(file) ?? [])].filter(([other]) => other !== module);
    const taken = new Set(others.flatMap(([, names]) => [...names.values()].map(({ as }) => as)));
    const last = wanted.at(-1) ?? "";
    const names = [...wanted, ...Array.from(taken, (_, position) => `${last}${position + 2}`)];
    return names.find((one) => !taken.has(one)) ?? last;
  }

  /** As `useOf`, of the file `to` of the repository, absolute. */
  useOfFile(file: ts.SourceFile, to: string, name: string, otherwise: string): string {
    return this.useOf(file, this.#specifierOf(file, to), name, otherwise);
  }

  /** As `useOfFile`, of a type. */
  useTypeOfFile(file: ts.SourceFile, to: string, name: string, otherwise: string): string {
    const module = this.#specifierOf(file, to);
    const as = isTaken(file, name, module) ? otherwise : name;
    this.#note(file, module, { name, as, isType: true });
    return as;
  }

  #note(file: ts.SourceFile, module: string, imported: ImportedName): void {
    const modules = this.#used.get(file) ?? new Map<string, Map<string, ImportedName>>();
    this.#used.set(file, modules);
    const names = modules.get(module) ?? new Map<string, ImportedName>();
    modules.set(module, names.set(imported.name, imported));
  }

  #moduleFor(file: ts.SourceFile): string {
    if (this.#helper.kind === "package") return this.#helper.name;
    return this.#specifierOf(file, this.paths.of(file));
  }

  #specifierOf(file: ts.SourceFile, to: string): string {
    const own = relativeImports(file);
    const telling = tellingImports(own, this.#index.takesTsExtension);
    const like = own.length > 0 ? telling : this.#likeOf(file);
    const relative = moduleSpecifier(file, to, like);
    const isNear = relative.startsWith("./") || own.some((one) => one.startsWith("../"));
    if (isNear) return relative;
    const packageOf = (path: string) => this.paths.packageOf(path);
    return aliasedModule(this.#index, file, to, packageOf) ?? relative;
  }

  /** Of a file that imports nothing from beside it, most of its package tell how it would. */
  #likeOf(file: ts.SourceFile): readonly string[] {
    const folder = this.paths.packageOf(file.fileName);
    const known = this.#likes.get(folder);
    if (known) return known;
    const lists = this.#index.files
      .filter((file) => isWritten(file) && this.paths.packageOf(file.fileName) === folder)
      .map(relativeImports)
      .filter((list) => list.length > 0);
    const [plain, extended] = [lists.filter(isPlain), lists.filter((list) => !isPlain(list))];
    const like = extended.length > plain.length ? (extended[0] ?? []) : [];
    this.#likes.set(folder, like);
    return like;
  }

  /** Adds the imports, and takes out those that nothing uses now; once everything else is known. */
  settle(): void {
    const changed = [...this.#book.files].map(([file]) => file);
    for (const file of new Set([...changed, ...this.#used.keys()])) {
      const lost = findUnusedImports(this.#book, file, this.#keepsImports(file));
      const modules = [...(this.#used.get(file) ?? [])];
      const added = modules.map(([module, names]) => ({ module, names: [...names.values()] }));
      if (added.length > 0) addImports(this.#book, file, added, lost);
      dropUnusedImports(this.#book, lost);
    }
  }

  /** Do imports that nothing uses stay, and do what their modules do when they are loaded? */
  #keepsImports({ flags }: ts.SourceFile): boolean {
    return this.#index.keepsImports || (flags & ts.NodeFlags.JavaScriptFile) !== 0;
  }
}

/** By people: what a tool makes (`next-env.d.ts`, `.next/types/`) has its own ways. */
const isWritten = ({ fileName, isDeclarationFile }: ts.SourceFile) =>
  !isDeclarationFile && !/\/\.[^/]+\//.test(fileName);
const isPlain = (list: readonly string[]) => extensionLike(list) === "";

/** Is the name something else in this file than what `module` exports under it? */
function isTaken(file: ts.SourceFile, name: string, module: string): boolean {
  if (!new RegExp(`\\b${name}\\b`).test(file.text)) return false;
  let taken = false;
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const same = ts.isStringLiteral(node.moduleSpecifier) && node.moduleSpecifier.text === module;
      if (same) return;
    }
    if (declares(node, name)) taken = true;
    if (!taken) ts.forEachChild(node, visit);
  };
  visit(file);
  return taken;
}

function declares(node: ts.Node, name: string): boolean {
  const declares =
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isImportSpecifier(node) ||
    ts.isImportClause(node);
  return (
    declares && node.name !== undefined && ts.isIdentifier(node.name) && node.name.text === name
  );
}
