/** A function that a constructor asks, under the name that other code has for it, or can import it by. */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";

/** A function of the repository, as the constructor calls it: `loadSettings`, `Settings.load`. */
export interface AskedFunction {
  readonly call: ts.CallExpression;
  /** What the name begins with: the function itself, or what it is a member of. */
  readonly root: ts.Symbol;
}

/** What the name of a called function begins with. */
export function rootOfCallee(
  index: ReferenceIndex,
  call: ts.CallExpression,
): ts.Symbol | undefined {
  const { expression } = call;
  const isMember = ts.isPropertyAccessExpression(expression) && !expression.questionDotToken;
  const root = isMember ? expression.expression : expression;
  const symbol = ts.isIdentifier(root) ? index.checker.getSymbolAtLocation(root) : undefined;
  return symbol && meantBy(index, symbol);
}

const meantBy = ({ checker }: ReferenceIndex, symbol: ts.Symbol) =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

/** Is the function there under its name, or can it be imported? */
export function canName(
  index: ReferenceIndex,
  { call, root }: AskedFunction,
  node: ts.Node,
): boolean {
  const there = namedAt(index, call, node);
  if (there) return meantBy(index, there) === root;
  return (exportedFrom(index, root) ?? unexported(root)) !== undefined;
}

function namedAt(
  { checker }: ReferenceIndex,
  { expression }: ts.CallExpression,
  node: ts.Node,
): ts.Symbol | undefined {
  const [name = ""] = expression.getText().split(".");
  return checker.resolveName(name, node, ts.SymbolFlags.Value, false);
}

/** Has the code at `node` the function under the name that the constructor calls it by? */
export function isNamedAt(
  index: ReferenceIndex,
  { call, root }: AskedFunction,
  node: ts.Node,
): boolean {
  const there = namedAt(index, call, node);
  return there !== undefined && meantBy(index, there) === root;
}

/** The file that exports it under its own name. */
export function exportedFrom(
  { checker }: ReferenceIndex,
  root: ts.Symbol,
): ts.SourceFile | undefined {
  const file = root.declarations?.[0]?.getSourceFile();
  const module = file && checker.getSymbolAtLocation(file);
  const own = module && checker.getExportsOfModule(module).find(({ name }) => name === root.name);
  return own && own.name !== ts.InternalSymbolName.Default ? file : undefined;
}

/** The statement of a function that its file does not export, and could. */
export function unexported({ declarations, name }: ts.Symbol): ts.Statement | undefined {
  const [declaration, other] = declarations ?? [];
  if (!declaration || other || name === ts.InternalSymbolName.Default) return undefined;
  const statement = ts.isVariableDeclaration(declaration)
    ? declaration.parent.parent
    : ts.isFunctionDeclaration(declaration)
      ? declaration
      : undefined;
  const file = declaration.getSourceFile();
  if (!statement || !ts.isStatement(statement) || statement.parent !== file) return undefined;
  const modifiers = ts.canHaveModifiers(statement) ? (statement.modifiers ?? []) : [];
  const isHidden = modifiers.every(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  return isHidden && file.statements.some(isExport) && !file.statements.some(answersPlatform)
    ? statement
    : undefined;
}

const isExport = (node: ts.Statement) =>
  ts.isExportAssignment(node) ||
  ts.isExportDeclaration(node) ||
  (ts.canHaveModifiers(node) &&
    (node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false));

/** `export default app`: the platform, or a framework, looks at all that such a file exports. */
function answersPlatform(node: ts.Statement): boolean {
  if (ts.isFunctionDeclaration(node)) {
    return node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false;
  }
  if (!ts.isExportAssignment(node)) return false;
  const { expression } = node;
  const isNamed = (one: ts.Statement) =>
    ts.isClassDeclaration(one) && ts.isIdentifier(expression) && one.name?.text === expression.text;
  return !node.getSourceFile().statements.some(isNamed);
}
