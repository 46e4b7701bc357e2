/** The calls of a function by its name, and by the names of what it is handed to as a value. */
import ts from "typescript";
import type { NameNode, ReferenceIndex } from "../references/reference-index.ts";
import { type FunctionNode, isFunctionNode } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { outermost, rootOf } from "../syntax/values.ts";

export function callsTo(index: ReferenceIndex, fn: FunctionNode): ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  const names = new Set(namesOf(index, fn));
  // What is added meanwhile is gone through, too.
  for (const name of names) {
    const others = takenOut(index, name);
    for (const value of valuesOf(index, name)) {
      const call = value.parent;
      if (ts.isCallExpression(call) && call.expression === value) calls.push(call);
      else others.push(...handedTo(index, boundOf(value)));
    }
    for (const other of others) names.add(other);
  }
  return calls;
}

function namesOf(index: ReferenceIndex, fn: FunctionNode): ts.Declaration[] {
  if (ts.isFunctionDeclaration(fn)) return [fn];
  if (ts.isMethodDeclaration(fn)) return [fn, ...expectedMembers(index, fn)];
  return ts.isArrowFunction(fn) || ts.isFunctionExpression(fn) ? handedTo(index, fn) : [];
}

/** `save`, `this.save`: where the function is meant by one of its names. */
function valuesOf(index: ReferenceIndex, declaration: ts.Declaration): ts.Expression[] {
  const name = nameText(ts.getNameOfDeclaration(declaration));
  const references = name === undefined ? [] : index.referencesTo(new Set([declaration]), name);
  return references.map(withObject).filter((value) => isInside(declaration, value));
}

/** `({ save })`, where the pattern takes the member out of an object. */
function takenOut(index: ReferenceIndex, member: ts.Declaration): ts.Declaration[] {
  const name = nameText(ts.getNameOfDeclaration(member));
  if (name === undefined || !isMember(member)) return [];
  return index.named(name).flatMap(({ parent }) => {
    if (!ts.isBindingElement(parent) || !ts.isObjectBindingPattern(parent.parent)) return [];
    const type = index.checker.getTypeAtLocation(parent.parent);
    const declared = index.checker.getPropertyOfType(type, name)?.declarations ?? [];
    return declared.includes(member) ? [parent] : [];
  });
}

const isMember = (node: ts.Declaration) =>
  ts.isClassElement(node) || ts.isTypeElement(node) || ts.isObjectLiteralElement(node);

/** `this.save` of its name. */
function withObject(reference: NameNode): ts.Expression {
  const { parent } = reference;
  const isName = ts.isPropertyAccessExpression(parent) && parent.name === reference;
  return isName ? parent : (reference as ts.Expression);
}

/** `this.save.bind(this)` is the same function. */
function boundOf(value: ts.Expression): ts.Expression {
  const { parent } = value;
  const isBound =
    ts.isPropertyAccessExpression(parent) &&
    parent.name.text === "bind" &&
    ts.isCallExpression(parent.parent) &&
    parent.parent.expression === parent;
  return isBound ? (parent.parent as ts.CallExpression) : value;
}

/** The names that a function has where its value goes: a parameter, a variable, a member. */
function handedTo(index: ReferenceIndex, node: ts.Expression): ts.Declaration[] {
  const value = outermost(node);
  const { parent } = value;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent)) {
    return parent.initializer === value ? [parent] : [];
  }
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
    return [parent, ...expectedMembers(index, parent)];
  }
  return ts.isCallExpression(parent) || ts.isNewExpression(parent)
    ? parameterFor(index, parent, value)
    : [];
}

function parameterFor(
  { checker }: ReferenceIndex,
  call: ts.CallExpression | ts.NewExpression,
  value: ts.Expression,
): ts.Declaration[] {
  const at = call.arguments?.indexOf(value) ?? -1;
  const called = at === -1 ? undefined : checker.getResolvedSignature(call)?.declaration;
  const parameter = called && isFunctionNode(called) ? called.parameters[at] : undefined;
  return parameter && !parameter.dotDotDotToken ? [parameter] : [];
}

/** The member of the type that an object is written for: code that gets the object calls it by that. */
function expectedMembers(
  { checker }: ReferenceIndex,
  member: ts.ObjectLiteralElementLike | ts.MethodDeclaration,
): readonly ts.Declaration[] {
  const { parent } = member;
  const type = ts.isObjectLiteralExpression(parent) && checker.getContextualType(parent);
  const name = nameText(member.name);
  if (!type || name === undefined) return [];
  const declared = checker.getPropertyOfType(type, name)?.declarations ?? [];
  return declared.filter((one) => !one.getSourceFile().isDeclarationFile);
}

/** What is called on a stub, `stub.load()`, runs in another place. */
function isInside({ parent }: ts.Declaration, callee: ts.Expression): boolean {
  const isOfBase = ts.isClassLike(parent) && parent.heritageClauses !== undefined;
  if (!isOfBase || !ts.isPropertyAccessExpression(callee)) return true;
  return rootOf(callee)?.kind === ts.SyntaxKind.ThisKeyword;
}
