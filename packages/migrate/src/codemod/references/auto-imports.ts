/**
 * What Nuxt and Nitro import by themselves: exports of `server/utils`, `utils` and `composables`, used by
 * name alone. Nothing declares such a name, or a file that a build makes does, or `#imports` gives it.
 */
import ts from "typescript";

const FOLDER = /^(.*\/)(?:server\/utils\/.*|(?:utils|composables)\/[^/]*)\.[cm]?[jt]s$/;
const IMPORTS = /^(?:#imports|nitro\/runtime|#nitro)$/;

interface Exported {
  /** Who is below it has the name. */
  readonly folder: string;
  readonly declarations: readonly ts.Declaration[];
}

export class AutoImports {
  readonly #checker: ts.TypeChecker;
  readonly #files: readonly ts.SourceFile[];
  #exported: ReadonlyMap<string, readonly Exported[]> | undefined;

  constructor(checker: ts.TypeChecker, files: readonly ts.SourceFile[]) {
    this.#checker = checker;
    this.#files = files;
  }

  /** @param symbol what the compiler says that `name` is. */
  declarationsOf(name: ts.Node, symbol: ts.Symbol | undefined): readonly ts.Declaration[] {
    if (!ts.isIdentifier(name) || !isFree(name) || (symbol && !isMade(symbol))) return [];
    this.#exported ??= this.#collect();
    const { fileName } = name.getSourceFile();
    const found = this.#exported.get(name.text) ?? [];
    const [only, ...others] = found.filter(({ folder }) => fileName.startsWith(folder));
    return only && others.length === 0 ? only.declarations : [];
  }

  #collect(): ReadonlyMap<string, readonly Exported[]> {
    const all = new Map<string, Exported[]>();
    for (const file of this.#files) {
      const folder = FOLDER.exec(file.fileName)?.[1];
      const module = folder && this.#checker.getSymbolAtLocation(file);
      if (!folder || !module || file.isDeclarationFile) continue;
      for (const { name, flags, declarations = [] } of this.#checker.getExportsOfModule(module)) {
        if (flags & ts.SymbolFlags.Alias || name === "default") continue;
        all.set(name, [...(all.get(name) ?? []), { folder, declarations }]);
      }
    }
    return all;
  }
}

/** Does the name stand by itself, and not as a member of something? */
function isFree(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isQualifiedName(parent)) return parent.left === node;
  return !ts.isPropertyAssignment(parent) || parent.initializer === node;
}

/** Of `#imports`, or declared by a build: `const useIt: typeof import("../server/utils/it")["useIt"]`. */
function isMade({ declarations = [] }: ts.Symbol): boolean {
  const [declaration] = declarations;
  if (!declaration) return true;
  if (ts.isImportSpecifier(declaration)) {
    const module = declaration.parent.parent.parent.moduleSpecifier;
    return ts.isStringLiteral(module) && IMPORTS.test(module.text);
  }
  return (
    ts.isVariableDeclaration(declaration) &&
    declaration.getSourceFile().isDeclarationFile &&
    /^typeof import\(/.test(declaration.type?.getText() ?? "")
  );
}
