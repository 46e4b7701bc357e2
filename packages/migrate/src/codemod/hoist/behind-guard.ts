/**
 * What is put together for a client whose environment is fetched behind the guard: `if (client) return client;
 * const { env } = context(); const options = { key: env.K }; client = new X(options); return client`. Nothing
 * can be looked up before the guard, where there is no environment yet. It is looked up before the options,
 * and `client ??= new X(options)` looks once more.
 */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { ancestor, type FunctionNode, holds, isFunctionNode } from "../syntax/function-node.ts";
import { isAssignment, rootOf } from "../syntax/values.ts";
import { acts } from "./finished.ts";
import { isLast, isLeftEarly, looksForNothing } from "./guards.ts";
import type { Memoised } from "./memoised.ts";
import { declarationsOf, firstMention } from "./mentions.ts";

/** @returns undefined where the look-up can stand before the guard, or the code has another form. */
export function behindGuardAt(
  index: ReferenceIndex,
  { anchor, assignment }: Memoised,
  { node, fn }: { readonly node: ts.Expression; readonly fn: FunctionNode },
): Memoised | undefined {
  if (assignment || isThereAt(index, node, anchor)) return undefined;
  const set = setBehind(node, fn);
  if (!set || !isThereAt(index, node, set.own) || !isGuardedBy(index, anchor, set))
    return undefined;
  // What is done twice by two first requests may only make something, which is then not kept.
  if (set.between.some((one) => acts(index, one, fn))) return undefined;
  return { anchor: set.own, assignment: set.assignment, isKept: true };
}

/** Where `const { K } = env` stands behind the guard: what has to look again when it has them. */
export function keptBehind(
  index: ReferenceIndex,
  { initializer }: ts.VariableDeclaration,
): ts.BinaryExpression | undefined {
  const fn = initializer && ancestor(initializer, isFunctionNode);
  const set = fn && setBehind(initializer, fn);
  if (!set || set.between.some((one) => acts(index, one, fn))) return undefined;
  const declared = declarationsOf(index, set.assignment.left);
  const anchor = firstMention(index, fn, declared);
  const isKept = declared.some((one) => !holds(fn, one));
  return isKept && anchor && isGuardedBy(index, anchor, set) ? set.assignment : undefined;
}

interface SetBehind {
  /** The statement that needs the value, in the list that the assignment stands in. */
  readonly own: ts.Statement;
  readonly between: readonly ts.Statement[];
  readonly assignment: ts.BinaryExpression;
}

/** The statement that keeps something, behind that which `node` is in, and in the same list. */
function setBehind(node: ts.Expression, fn: FunctionNode): SetBehind | undefined {
  const isListed = (one: ts.Node): one is ts.Statement =>
    ts.isStatement(one) && ts.isBlock(one.parent);
  for (let own = ancestor(node, isListed, fn); own; own = ancestor(own.parent, isListed, fn)) {
    const list: readonly ts.Statement[] = ts.isBlock(own.parent) ? own.parent.statements : [];
    const later = list.slice(list.indexOf(own));
    const at = later.findIndex((one) => settingIn(one) !== undefined);
    const assignment = later[at] && settingIn(later[at]);
    if (assignment && at > 0) return { own, between: later.slice(0, at), assignment };
  }
  return undefined;
}

function settingIn(statement: ts.Statement): ts.BinaryExpression | undefined {
  if (!ts.isExpressionStatement(statement) || !isLast(statement)) return undefined;
  const { expression } = statement;
  const isSet =
    isAssignment(expression) && expression.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isSet ? expression : undefined;
}

/** `if (client) return client;` before it, or `if (!client) { … }` around it. */
function isGuardedBy(index: ReferenceIndex, anchor: ts.Node, { assignment }: SetBehind): boolean {
  const declared = declarationsOf(index, assignment.left);
  if (isLeftEarly(index, assignment, { declared, anchor })) return true;
  if (!ts.isIfStatement(anchor) || assignment.parent.parent !== anchor.thenStatement) return false;
  return looksForNothing(index, anchor, declared) && ts.isPrefixUnaryExpression(anchor.expression);
}

/** Has the environment been declared before `place`? */
function isThereAt(index: ReferenceIndex, node: ts.Expression, place: ts.Node): boolean {
  const root = rootOf(node);
  if (!root || !ts.isIdentifier(root)) return true;
  const own = ancestor(node, isFunctionNode);
  return index
    .declarationsOf(root)
    .every((one) => one.end <= place.getStart() || !own || !holds(own, one));
}
