/**
 * Names that `const { K } = env` takes out. Taking them out throws nothing: where a secret is missing, that
 * shows where its name is used, which may be later, in a `try`, or never.
 */
import ts from "typescript";
import { useOfVariable, type VariableUse } from "../reads/read-use.ts";
import { usesOf } from "../reads/variable-uses.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { isFunctionNode } from "../syntax/function-node.ts";

/** What the uses of a name say about its look-up where the environment is taken apart. */
export function useOfTaken(
  index: ReferenceIndex,
  element: ts.BindingElement,
  optional: boolean | undefined,
): VariableUse {
  const use = useOfVariable(index, element, optional);
  if (use.helper !== "requireSecret" || isUsedAtOnce(index, element)) return use;
  return { helper: "findSecret", castToString: !(element.flags & ts.NodeFlags.JavaScriptFile) };
}

/** Does whoever takes the environment apart come to a use, before it answers or does something? */
export function isUsedAtOnce(index: ReferenceIndex, element: ts.BindingElement): boolean {
  const code = codeAfter(element);
  const uses = code ? usesOf(index, element) : [];
  // What is taken out at the top of a page for nothing there is for its template, which comes next.
  if (code && ts.isSourceFile(code) && uses.length === 0) return true;
  return uses.some((node) => code !== undefined && isComeTo(code, node, element.end));
}

/** The block that the pattern is a statement of, or the body of the function whose parameter it is. */
function codeAfter({ parent: { parent: owner } }: ts.BindingElement): ts.Node | undefined {
  if (ts.isParameter(owner)) return "body" in owner.parent ? owner.parent.body : undefined;
  return ts.isVariableDeclaration(owner) ? owner.parent.parent.parent : undefined;
}

function isComeTo(code: ts.Node, node: ts.Node, since: number): boolean {
  for (let child = node; child !== code; child = child.parent) {
    const { parent } = child;
    if (!parent || decidesOver(parent, child)) return false;
    const before = ts.isBlock(parent)
      ? parent.statements.filter((one) => one.end <= child.pos)
      : [];
    if (before.some((one) => one.pos >= since && endsOrActs(one))) return false;
  }
  return true;
}

function decidesOver(outer: ts.Node, child: ts.Node): boolean {
  if (ts.isIfStatement(outer)) return outer.expression !== child;
  if (ts.isConditionalExpression(outer)) return outer.condition !== child;
  if (isFunctionNode(outer) || ts.isIterationStatement(outer, false)) return true;
  return ts.isTryStatement(outer) || ts.isCaseOrDefaultClause(outer);
}

/** `const body = await request.text()` only prepares; a call that is a statement does something. */
function endsOrActs(node: ts.Node): boolean {
  if (isFunctionNode(node)) return false;
  if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) return true;
  if (ts.isBreakOrContinueStatement(node)) return true;
  if (ts.isExpressionStatement(node)) return calls(node);
  return ts.forEachChild(node, endsOrActs) ?? false;
}

/** What is only logged is nobody's matter. */
function calls(node: ts.Node): boolean {
  if (isFunctionNode(node)) return false;
  if (ts.isCallExpression(node)) return !/^console\./.test(node.expression.getText());
  return ts.isNewExpression(node) || (ts.forEachChild(node, calls) ?? false);
}
