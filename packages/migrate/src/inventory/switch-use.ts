/** Whether a read only chooses between what the code can do: `env.MODE === "live"`. Looks at the tree only. */
import ts from "typescript";
import { isComparison } from "../source/comparisons.ts";
import { unwrap, wrapped } from "../source/syntax.ts";

/** Compared with a text of the code; asked only whether it is there; null: its value goes on. */
export type SwitchUse = "compared" | "tested" | null;

/** Of a text they make another, or a part: `.trim().toLowerCase()`. */
const SAME_TEXT: ReadonlySet<string> = new Set(["trim", "toLowerCase", "toUpperCase", "toString"]);

export function findSwitchUse(node: ts.Node): SwitchUse {
  const value = sameText(wrapped(node));
  const { parent } = value;
  if (ts.isVariableDeclaration(parent)) return useOfConst(parent);
  if (isComparedWithText(parent, value) || isCase(parent, value) || isListed(parent))
    return "compared";
  return isTested(parent, value) ? "tested" : null;
}

/** `const mode = env.MODE ?? "dev"`: what each place does that names it. */
function useOfConst({ name, parent }: ts.VariableDeclaration): SwitchUse {
  const list = ts.isVariableDeclarationList(parent) && parent.flags & ts.NodeFlags.Const;
  if (!list || !ts.isIdentifier(name) || !ts.isBlock(parent.parent.parent)) return null;
  const uses: SwitchUse[] = [];
  const visit = (node: ts.Node): void => {
    if (node === name) return;
    if (ts.isIdentifier(node) && node.text === name.text) uses.push(findSwitchUse(node));
    ts.forEachChild(node, visit);
  };
  visit(parent.parent.parent);
  if (uses.includes(null)) return null;
  return uses.includes("compared") ? "compared" : (uses[0] ?? null);
}

/** `(env.MODE ?? "dev").trim().toLowerCase()` around `env.MODE`. */
function sameText(node: ts.Node): ts.Node {
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && parent.left === node && isFallback(parent)) {
    return sameText(wrapped(parent));
  }
  if (ts.isCallExpression(parent) && isOfString(parent, node)) return sameText(wrapped(parent));
  const isAccess = ts.isPropertyAccessExpression(parent) && SAME_TEXT.has(parent.name.text);
  if (!isAccess || !ts.isCallExpression(parent.parent)) return node;
  return sameText(wrapped(parent.parent));
}

/** `String(env.MODE ?? "dev")`. */
const isOfString = ({ expression, arguments: [given] }: ts.CallExpression, node: ts.Node) =>
  ts.isIdentifier(expression) && expression.text === "String" && given === node;

function isFallback({ operatorToken: { kind }, right }: ts.BinaryExpression): boolean {
  const { BarBarToken, QuestionQuestionToken } = ts.SyntaxKind;
  return (kind === BarBarToken || kind === QuestionQuestionToken) && isText(right);
}

function isComparedWithText(node: ts.Node, value: ts.Node): boolean {
  return isComparison(node) && isText(node.left === value ? node.right : node.left);
}

function isCase(node: ts.Node, value: ts.Node): boolean {
  if (!ts.isSwitchStatement(node) || node.expression !== value) return false;
  const { clauses } = node.caseBlock;
  return clauses.every((clause) => ts.isDefaultClause(clause) || isText(clause.expression));
}

/** `["1", "true"].includes(env.FLAG)`. */
function isListed(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const list = unwrap(node.expression.expression);
  const isAsked = node.expression.name.text === "includes";
  return isAsked && ts.isArrayLiteralExpression(list) && list.elements.every(isText);
}

function isTested(node: ts.Node, value: ts.Node): boolean {
  if (ts.isPrefixUnaryExpression(node)) return true;
  if (ts.isIfStatement(node)) return node.expression === value;
  if (ts.isConditionalExpression(node)) return node.condition === value;
  const { AmpersandAmpersandToken } = ts.SyntaxKind;
  const isAnd = ts.isBinaryExpression(node) && node.operatorToken.kind === AmpersandAmpersandToken;
  return isAnd && node.left === value;
}

const isText = (node: ts.Expression) => ts.isStringLiteralLike(unwrap(node));
