/**
 * Whether a function is called by others than those whose calls are seen: handed on by its name, as a
 * handler that a router is given, or exported for a framework.
 */
import ts from "typescript";
import { aliasedSymbol } from "./schema-types.ts";

/** What frameworks look for among the exports of a file, such as `onRequestPost` of Pages. */
const FOR_FRAMEWORK =
  /^(?:on[A-Z]\w*|GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ALL|loader|action|load|handler?|middleware)$/;

export class HandedOn {
  readonly #checker: ts.TypeChecker;
  readonly #files: readonly ts.SourceFile[];
  readonly #known = new Map<ts.Symbol, boolean>();

  constructor(checker: ts.TypeChecker, files: readonly ts.SourceFile[]) {
    this.#checker = checker;
    this.#files = files;
  }

  /** @param name of a function or a class, where it is declared. */
  has(name: ts.Identifier): boolean {
    const symbol = this.#checker.getSymbolAtLocation(name);
    if (!symbol) return true;
    const known = this.#known.get(symbol);
    if (known !== undefined) return known;
    const found =
      FOR_FRAMEWORK.test(name.text) ||
      isDefault(name.parent) ||
      this.#files.some((file) => this.#isHandedOnIn(file, name.text, symbol));
    this.#known.set(symbol, found);
    return found;
  }

  #isHandedOnIn(file: ts.SourceFile, text: string, symbol: ts.Symbol): boolean {
    if (!file.text.includes(text)) return false;
    const visit = (node: ts.Node): boolean => {
      if (ts.isIdentifier(node)) {
        return node.text === text && isValue(node) && this.#meant(node) === symbol;
      }
      return ts.forEachChild(node, visit) ?? false;
    };
    return visit(file);
  }

  #meant(node: ts.Identifier): ts.Symbol | undefined {
    return ts.isShorthandPropertyAssignment(node.parent)
      ? this.#checker.getShorthandAssignmentValueSymbol(node.parent)
      : aliasedSymbol(node, this.#checker);
  }
}

const isDefault = (declaration: ts.Node) =>
  ts.canHaveModifiers(declaration) &&
  (declaration.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false);

/** Where it stands for the function itself: not where it is declared, imported, called or a type. */
function isValue(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent) || ts.isExportAssignment(parent)) return true;
  if (ts.isExportSpecifier(parent)) return parent.name.text === "default";
  const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node;
  if ("name" in parent && parent.name === node && !isMember) return false;
  if (ts.isImportSpecifier(parent) || ts.isTypeNode(parent) || ts.isQualifiedName(parent)) {
    return ts.isExpressionWithTypeArguments(parent);
  }
  const value = isMember ? parent : node;
  const isCall = ts.isCallExpression(value.parent) || ts.isNewExpression(value.parent);
  return !(isCall && value.parent.expression === value);
}
