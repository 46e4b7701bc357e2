/** Follows a type that is written down for a function: what it says the function answers has to change. */
import ts from "typescript";
import { containerOf } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { resultTakesPromise } from "../types/promise-type.ts";
import type { FunctionGroup } from "./function-group.ts";
import { takeOfType } from "./sources.ts";

/** The written type of something that holds a function of the group. */
export function followType(group: FunctionGroup, type: ts.TypeNode): void {
  if (ts.isFunctionTypeNode(type)) {
    group.annotations.add(type.type);
  } else if (ts.isParenthesizedTypeNode(type)) {
    followType(group, type.type);
  } else if (ts.isUnionTypeNode(type)) {
    for (const part of type.types) if (!ts.isLiteralTypeNode(part)) followType(group, part);
  } else if (ts.isTypeReferenceNode(type)) {
    followReference(group, type);
  }
}

function followReference(group: FunctionGroup, type: ts.TypeReferenceNode): void {
  const { checker, index } = group;
  const declarations = index.declarationsOf(type.typeName);
  const own = declarations.filter((one) => index.canChange(one));
  if (own.length === 0) {
    const answer = resultTakesPromise(checker, checker.getTypeFromTypeNode(type));
    if (answer === "refuses") group.fail(refusal(type), type, type.typeName.getText());
    return;
  }
  for (const declaration of own) if (holdsFunction(declaration)) group.add(declaration);
}

/** There is nothing before the module's own code that could look the secret up. */
function refusal(type: ts.Node): "module-callback" | "library-type" {
  const isConstant = ts.isVariableDeclaration(type.parent);
  const isOfModule = isConstant && containerOf(type).kind === "module-level";
  return isOfModule ? "module-callback" : "library-type";
}

/** The function type that is written for a parameter or property: its holder joins the group. */
export function followDeclaredType(
  group: FunctionGroup,
  declaration: ts.SignatureDeclaration | ts.JSDocSignature,
): void {
  const { parent } = declaration;
  if (ts.isFunctionTypeNode(declaration)) group.annotations.add(declaration.type);
  if (ts.isMethodSignature(declaration)) group.add(declaration);
  let owner: ts.Node = parent;
  while (ts.isUnionTypeNode(owner) || ts.isParenthesizedTypeNode(owner)) owner = owner.parent;
  if (
    ts.isParameter(owner) ||
    ts.isPropertySignature(owner) ||
    ts.isVariableDeclaration(owner) ||
    ts.isTypeAliasDeclaration(owner)
  )
    group.add(owner);
  else if (ts.isFunctionTypeNode(declaration)) followListType(group, declaration);
}

/** A function type inside of another type, `(() => string)[]`: who takes one out of it calls it. */
function followListType(group: FunctionGroup, type: ts.FunctionTypeNode): void {
  let owner: ts.Node = type;
  while (ts.isTypeNode(owner) || ts.isExpression(owner)) owner = owner.parent;
  const holds = isOwner(owner) || ts.isPropertyAssignment(owner) || ts.isFunctionLike(owner);
  const named = holds ? (owner as ts.NamedDeclaration) : undefined;
  if (named && nameText(ts.getNameOfDeclaration(named)) !== undefined) {
    takeOfType(group, type, [named]);
  } else {
    group.fail("used-as-value", type);
  }
}

/** A function type with a name: whatever else is written to be of this type changes with it. */
export function followNamedType(group: FunctionGroup, declaration: ts.Declaration): void {
  if (!holdsFunction(declaration)) return;
  takeCallSignatures(group, declaration);
  const name = ts.getNameOfDeclaration(declaration);
  if (!name || !ts.isIdentifier(name)) return;
  const lists: ts.Declaration[] = [];
  for (const node of group.index.referencesTo(new Set([declaration]), name.text)) {
    const owner = ts.isTypeReferenceNode(node.parent) ? ownerOf(node.parent) : undefined;
    if (owner) group.add(owner);
    else lists.push(...listOwnerOf(node));
  }
  const type = ts.isTypeAliasDeclaration(declaration) ? declaration.type : undefined;
  if (type && ts.isFunctionTypeNode(type) && lists.length > 0) takeOfType(group, type, lists);
}

function takeCallSignatures(group: FunctionGroup, declaration: ts.Declaration): void {
  const members = ts.isInterfaceDeclaration(declaration) ? declaration.members : [];
  for (const member of members) {
    if (ts.isCallSignatureDeclaration(member) && member.type) group.annotations.add(member.type);
  }
}

/** What a list or table of such functions is declared as: `Step[]`, `Record<string, Step>`. */
function listOwnerOf(node: ts.Node): ts.Declaration[] {
  let current = node.parent;
  while (current && ts.isTypeNode(current)) current = current.parent;
  return current && isOwner(current) ? [current] : [];
}

function holdsFunction(declaration: ts.Declaration): boolean {
  if (ts.isTypeAliasDeclaration(declaration)) {
    const { type } = declaration;
    return ts.isFunctionTypeNode(type) || ts.isUnionTypeNode(type) || ts.isTypeReferenceNode(type);
  }
  return (
    ts.isInterfaceDeclaration(declaration) &&
    declaration.members.some((member) => ts.isCallSignatureDeclaration(member))
  );
}

/** The variable, parameter or property that a type is written for. */
function ownerOf(type: ts.TypeReferenceNode): ts.Declaration | undefined {
  let node = type.parent as ts.Node;
  while (ts.isUnionTypeNode(node) || ts.isParenthesizedTypeNode(node)) node = node.parent;
  return isOwner(node) ? node : undefined;
}

function isOwner(
  node: ts.Node,
): node is
  | ts.VariableDeclaration
  | ts.ParameterDeclaration
  | ts.PropertySignature
  | ts.PropertyDeclaration {
  return (
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isPropertySignature(node) ||
    ts.isPropertyDeclaration(node)
  );
}
