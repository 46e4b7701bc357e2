/** Constants of one file whose values nobody changes: what their literal says is all there is. */
import ts from "typescript";
import { isWriteTarget } from "./syntax.ts";

/** The constant that a name is, of the same file and for that alone. */
export function constOf(
  node: ts.Identifier,
  checker: ts.TypeChecker,
): ts.VariableDeclaration | undefined {
  const declaration = checker.getSymbolAtLocation(node)?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return undefined;
  const isConst = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  const isExported = ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export;
  return isConst && !isExported ? declaration : undefined;
}

/** Is every use of the map one of its values, which nobody sets? */
export function isOnlyLookedInto(map: ts.VariableDeclaration, checker: ts.TypeChecker): boolean {
  const symbol = checker.getSymbolAtLocation(map.name);
  const name = map.name.getText();
  const visit = (node: ts.Node): boolean => {
    const isNamed = ts.isIdentifier(node) && node.text === name && node !== map.name;
    if (isNamed && isHandedOn(node)) return false;
    const isUse = isNamed && checker.getSymbolAtLocation(node) === symbol;
    if (isUse && !isLookedInto(node)) return false;
    return !ts.forEachChild(node, (child) => !visit(child));
  };
  return visit(map.getSourceFile());
}

/** `{ PRICES }`, `export { PRICES }`: what is meant there is another symbol to the compiler. */
const isHandedOn = ({ parent }: ts.Node) =>
  ts.isShorthandPropertyAssignment(parent) || ts.isExportSpecifier(parent);

function isLookedInto(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isTypeQueryNode(parent)) return true;
  const isMember = ts.isElementAccessExpression(parent) || ts.isPropertyAccessExpression(parent);
  if (isMember) return parent.expression === node && !isWriteTarget(parent);
  const { InKeyword } = ts.SyntaxKind;
  const isKey = ts.isBinaryExpression(parent) && parent.operatorToken.kind === InKeyword;
  return isKey && parent.right === node;
}
