/** Follows the other way: to the functions that are given to a parameter, or are of a function type. */
import ts from "typescript";
import { isFunctionValue } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { innermost, outermost } from "../syntax/values.ts";
import type { FunctionGroup } from "./function-group.ts";

/** A parameter that takes a function: whatever is given to it changes with it. */
export function takeArguments(group: FunctionGroup, parameter: ts.ParameterDeclaration): void {
  const fn = parameter.parent;
  const position = fn.parameters.indexOf(parameter);
  const owner = ts.isVariableDeclaration(fn.parent) ? fn.parent : fn;
  const name = ts.getNameOfDeclaration(owner as ts.Declaration);
  const text = nameText(name);
  const symbol = name && group.checker.getSymbolAtLocation(name);
  if (text === undefined || !symbol || position < 0) return;
  for (const node of group.index.referencesTo(new Set(symbol.declarations ?? []), text)) {
    const member = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    const callee = outermost((member ? node.parent : node) as ts.Expression);
    const call = callee.parent;
    if (!ts.isCallExpression(call) || call.expression !== callee) continue;
    const argument = call.arguments[position];
    if (argument) takeSource(group, argument);
  }
}

/** Functions in `value` that are of the type, and calls of what is of the type. */
export function takeOfType(
  group: FunctionGroup,
  type: ts.FunctionTypeNode,
  owners: readonly ts.Declaration[],
): void {
  const files = new Set(owners.map((owner) => owner.getSourceFile()));
  const names = owners.flatMap((owner) => nameText(ts.getNameOfDeclaration(owner)) ?? []);
  for (const name of names)
    for (const node of group.index.named(name)) files.add(node.getSourceFile());
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const signature = group.checker.getResolvedSignature(node);
      if (signature?.declaration === type) group.addSite(node);
    }
    if (ts.isExpression(node) && isFunctionValue(node) && isOfType(group, node, type)) {
      group.addBody(node);
    }
    ts.forEachChild(node, visit);
  };
  for (const file of files) visit(file);
}

function isOfType(group: FunctionGroup, node: ts.Expression, type: ts.FunctionTypeNode): boolean {
  const expected = group.checker.getContextualType(node);
  return expected?.getCallSignatures().some(({ declaration }) => declaration === type) ?? false;
}

/** The functions that a given value is. */
export function takeSource(group: FunctionGroup, argument: ts.Expression): void {
  const value = innermost(argument);
  if (isFunctionValue(value)) group.addBody(value);
  else if (ts.isIdentifier(value)) {
    for (const one of group.index.declarationsOf(value)) if (isCallable(one)) group.add(one);
  }
}

function isCallable(declaration: ts.Declaration): boolean {
  if (ts.isFunctionDeclaration(declaration)) return true;
  const value = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return value !== undefined && isFunctionValue(innermost(value));
}
