/** A `try` whose `catch` was made for what goes wrong in it: a look-up that is taken out must not throw. */
import ts from "typescript";
import { holds } from "../syntax/function-node.ts";

/** The outermost block of a `try` with a `catch` that is around `node`, and not around `anchor`. */
export function leftTry(anchor: ts.Node, node: ts.Node): ts.Block | undefined {
  let left: ts.Block | undefined;
  for (let at = node; at.parent && !holds(at, anchor); at = at.parent) {
    const { parent } = at;
    if (ts.isTryStatement(parent) && parent.catchClause && parent.tryBlock === at) {
      left = parent.tryBlock;
    }
  }
  return left;
}

/** Is what is looked up before `anchor` taken out of a `try`? */
export function leavesTry(anchor: ts.Node, node: ts.Node): boolean {
  return leftTry(anchor, node) !== undefined;
}
