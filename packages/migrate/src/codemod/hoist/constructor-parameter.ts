/**
 * A constructor can not wait: whoever makes the object reads the secret, and gives it. Only where all
 * of them are in the repository, and give the environment as something that can be read again.
 */
import ts from "typescript";
import type { Site } from "../asyncify/function-group.ts";
import type { ExpressionRead } from "../reads/migrating-read.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { containerOf } from "../syntax/function-node.ts";
import { innermost, rootOf } from "../syntax/values.ts";

export interface GivenToConstructor {
  readonly constructorNode: ts.ConstructorDeclaration;
  /** Each `new X(env)`, with the argument that is the environment there. */
  readonly calls: readonly { readonly site: Site; readonly env: ts.Expression }[];
}

/** @returns undefined where the value can not be given by all who make such an object. */
export function giveToConstructor(
  index: ReferenceIndex,
  read: ExpressionRead,
): GivenToConstructor | undefined {
  const container = containerOf(read.node);
  if (container.kind !== "function" || !ts.isConstructorDeclaration(container.node))
    return undefined;
  const constructorNode = container.node;
  const position = parameterOf(index, read.env, constructorNode);
  const owner = constructorNode.parent;
  if (position === undefined || !ts.isClassDeclaration(owner) || !owner.name) return undefined;
  if (owner.heritageClauses?.some(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)) {
    return undefined;
  }
  const isLast = constructorNode.parameters.every(
    (one) => !one.questionToken && !one.initializer && !one.dotDotDotToken,
  );
  const calls = isLast ? callsOf(index, owner, owner.name.text, position) : undefined;
  return calls && calls.length > 0 ? { constructorNode, calls } : undefined;
}

function parameterOf(
  index: ReferenceIndex,
  env: ts.Expression,
  constructorNode: ts.ConstructorDeclaration,
): number | undefined {
  const node = innermost(env);
  if (!ts.isIdentifier(node)) return undefined;
  const declarations = index.declarationsOf(node);
  const at = constructorNode.parameters.findIndex((one) => declarations.includes(one));
  return at < 0 ? undefined : at;
}

function callsOf(
  index: ReferenceIndex,
  owner: ts.ClassDeclaration,
  name: string,
  position: number,
): GivenToConstructor["calls"] | undefined {
  const calls: { site: Site; env: ts.Expression }[] = [];
  for (const node of index.referencesTo(new Set([owner]), name)) {
    const { parent } = node;
    const member = ts.isPropertyAccessExpression(parent) && parent.name === node;
    const callee = member ? parent : node;
    const call = callee.parent;
    if (ts.isNewExpression(call) && call.expression === callee) {
      const env = call.arguments?.[position];
      if (!env || !rootOf(env) || call.arguments?.some(ts.isSpreadElement)) return undefined;
      calls.push({ site: { node: call, kind: "read" }, env });
    } else if (!isHarmless(node)) return undefined;
  }
  return calls;
}

/** The class is named, imported or used as a type or to ask what an object is: nobody makes one. */
function isHarmless({ parent }: ts.Node): boolean {
  return (
    ts.isClassDeclaration(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isTypeReferenceNode(parent) ||
    ts.isPropertyAccessExpression(parent) ||
    (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword)
  );
}
