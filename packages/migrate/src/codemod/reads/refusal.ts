/** What a check answers: to those who may, and to those whom it refuses. */
import ts from "typescript";
import { isFunctionNode } from "../syntax/function-node.ts";
import { innermost } from "../syntax/values.ts";

/** What a branch of a check means where it is not like what everybody else is answered. */
export interface Passing {
  /** The text of what those who may are answered: undefined where more than that follows. */
  readonly answer: string | undefined;
  /** Texts of what is made of the secret: to answer with it is to use it. */
  readonly made: readonly string[];
  /** Has the branch to say that it refuses? */
  readonly isSaid?: boolean;
}

const NOTHING: ReadonlySet<string> = new Set(["null", "undefined"]);
const ALLOWING: ReadonlySet<string> = new Set([...NOTHING, "true", "next()"]);
const REFUSING_STATUS: ReadonlySet<string> = new Set(["401", "403"]);

/** What says, where a later branch refuses, that somebody may. */
export const isAllowing = (answer: string) => ALLOWING.has(answer);
/** May it mean that nothing was found, too? */
export const isNothing = (answer: string) => NOTHING.has(answer);

/** The text of what a statement answers with, whether it is waited for or not. */
export function answerOf(statement: ts.Statement | undefined): string | undefined {
  if (!statement) return undefined;
  if (ts.isReturnStatement(statement)) return textOf(statement.expression);
  const isStep = ts.isExpressionStatement(statement) && textOf(statement.expression) === "next()";
  return isStep ? "next()" : undefined;
}

/** That of a branch that says something at most (to a log) before it answers. */
export function lastAnswerOf(branch: ts.Statement): string | undefined {
  const statements: readonly ts.Statement[] = ts.isBlock(branch) ? branch.statements : [branch];
  const isPlain = statements.slice(0, -1).every(ts.isExpressionStatement);
  return isPlain ? answerOf(statements.at(-1)) : undefined;
}

function textOf(value: ts.Expression | undefined): string {
  if (!value) return "undefined";
  const inner = innermost(value);
  return (ts.isAwaitExpression(inner) ? innermost(inner.expression) : inner).getText();
}

/** Does one way through it refuse? What is thrown and caught there is what the `catch` makes of it. */
export function refuses(within: ts.Node, passing: Passing): boolean {
  if (isFunctionNode(within)) return false;
  if (ts.isReturnStatement(within)) return isRefused(within, passing);
  if (ts.isThrowStatement(within)) return isThrown(within, passing);
  return ts.forEachChild(within, (child) => refuses(child, passing)) ?? false;
}

function isRefused({ expression }: ts.ReturnStatement, passing: Passing): boolean {
  const answer = textOf(expression);
  if (answer === passing.answer) return false;
  if (passing.isSaid) return expression !== undefined && holdsStatus(expression);
  return !(expression && passing.made.some((text) => holdsText(expression, text)));
}

function isThrown(thrown: ts.ThrowStatement, passing: Passing): boolean {
  const caught = catchAround(thrown);
  if (caught) return refuses(caught.block, passing);
  return !passing.isSaid || holdsStatus(thrown.expression);
}

function catchAround(node: ts.Node): ts.CatchClause | undefined {
  for (let child = node; child.parent && !isFunctionNode(child); child = child.parent) {
    const { parent } = child;
    if (ts.isTryStatement(parent) && parent.tryBlock === child && parent.catchClause) {
      return parent.catchClause;
    }
  }
  return undefined;
}

export const holdsStatus = (node: ts.Node) =>
  some(node, (part) => ts.isNumericLiteral(part) && REFUSING_STATUS.has(part.text));

export const holdsText = (node: ts.Node, text: string) =>
  some(node, (part) => part.getText() === text);

export function some(node: ts.Node, test: (node: ts.Node) => boolean): boolean {
  return test(node) || (ts.forEachChild(node, (child) => some(child, test)) ?? false);
}
