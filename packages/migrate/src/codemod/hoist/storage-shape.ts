/** A Durable Object's storage and its parts by how code calls them, where types are missing: in JavaScript, without packages. */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { isFunctionNode } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { innermost } from "../syntax/values.ts";

/** `state.storage`, and a name that is given it; of a transaction, what its callback is given. */
export function isStorageByShape(index: ReferenceIndex, target: ts.Expression): boolean {
  const node = innermost(target);
  if (ts.isPropertyAccessExpression(node)) {
    const { name, expression } = node;
    if (name.text === "storage") return true;
    const isPart = name.text === "sql" || name.text === "kv";
    return isPart && (isThis(expression) || isStorageByShape(index, expression));
  }
  return ts.isIdentifier(node) && index.declarationsOf(node).some((one) => isGiven(index, one));
}

/** `ctx.container`. */
export function isContainerByShape(_: ReferenceIndex, target: ts.Expression): boolean {
  const node = innermost(target);
  return ts.isPropertyAccessExpression(node) && node.name.text === "container";
}

function isGiven(index: ReferenceIndex, declaration: ts.Declaration): boolean {
  if (ts.isBindingElement(declaration)) {
    return nameText(declaration.propertyName ?? declaration.name) === "storage";
  }
  if (ts.isVariableDeclaration(declaration)) {
    const { initializer } = declaration;
    return initializer !== undefined && isStorageByShape(index, initializer);
  }
  return ts.isParameter(declaration) && isOfTransaction(index, declaration);
}

/** `txn` of `storage.transaction(async (txn) => …)`. */
function isOfTransaction(index: ReferenceIndex, { parent }: ts.ParameterDeclaration): boolean {
  if (!isFunctionNode(parent) || !ts.isCallExpression(parent.parent)) return false;
  const { expression: callee } = parent.parent;
  const isCalled = ts.isPropertyAccessExpression(callee) && callee.name.text === "transaction";
  return isCalled && isStorageByShape(index, callee.expression);
}

const isThis = ({ kind }: ts.Node) => kind === ts.SyntaxKind.ThisKeyword;
