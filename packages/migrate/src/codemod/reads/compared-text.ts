/** A secret that is only compared with what is a text for sure: where it is missing, it is another one. */
import ts from "typescript";
import { isComparison } from "../../source/comparisons.ts";
import { innermost, outermost } from "../syntax/values.ts";

/** `env.MODE === "production"`, `String(user.id) === env.ADMIN_ID`, `switch (env.MODE)`. */
export function isComparedWithText(checker: ts.TypeChecker, node: ts.Expression): boolean {
  const outer = outermost(node);
  const { parent } = outer;
  if (ts.isSwitchStatement(parent)) {
    const cases = parent.caseBlock.clauses.filter(ts.isCaseClause);
    return parent.expression === outer && cases.every((one) => isText(checker, one.expression));
  }
  if (!isComparison(parent)) return false;
  return isText(checker, parent.left === outer ? parent.right : parent.left);
}

/**
 * What a caller gives may be called a `string` and be nothing: nothing would equal nothing, and who sends no
 * token would be let in. So the type alone is not enough.
 */
function isText(checker: ts.TypeChecker, expression: ts.Expression): boolean {
  const node = innermost(expression);
  if (ts.isStringLiteralLike(node)) return node.text !== "";
  if (ts.isTemplateExpression(node)) return true;
  if (!isTextType(checker.getTypeAtLocation(node))) return false;
  if (ts.isCallExpression(node)) return isMadeText(checker, node);
  return ts.isIdentifier(node) && (isMadeName(checker, node) || isNarrowed(checker, node));
}

/** `String(id)`, `id.toString()`, `text.trim()`: of nothing they make a text, or throw. */
function isMadeText(checker: ts.TypeChecker, { expression: callee }: ts.CallExpression): boolean {
  if (ts.isIdentifier(callee)) return callee.text === "String";
  if (!ts.isPropertyAccessExpression(callee) || callee.questionDotToken) return false;
  const { StringLike, NumberLike, BigIntLike } = ts.TypeFlags;
  const { flags } = checker.getTypeAtLocation(callee.expression);
  return (flags & (StringLike | NumberLike | BigIntLike)) !== 0;
}

function isMadeName(checker: ts.TypeChecker, node: ts.Identifier): boolean {
  const declaration = checker.getSymbolAtLocation(node)?.valueDeclaration;
  const isConst = declaration && (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  if (!isConst || !ts.isVariableDeclaration(declaration)) return false;
  const value = declaration.initializer && innermost(declaration.initializer);
  if (!value) return false;
  return (
    ts.isTemplateExpression(value) || (ts.isCallExpression(value) && isMadeText(checker, value))
  );
}

/** Did the code look whether it is there? */
function isNarrowed(checker: ts.TypeChecker, node: ts.Identifier): boolean {
  const symbol = checker.getSymbolAtLocation(node);
  return !!symbol && !isTextType(checker.getTypeOfSymbol(symbol));
}

function isTextType(type: ts.Type): boolean {
  const parts = type.isUnion() ? type.types : [type];
  return parts.every(({ flags }) => flags & ts.TypeFlags.StringLike);
}
