/**
 * A constructor can not wait: whoever makes the object reads the secret, and gives it. Only where all
 * of them are in the repository, and give the environment as something that can be read again.
 */
import ts from "typescript";
import type { Site } from "../asyncify/function-group.ts";
import type { ExpressionRead } from "../reads/migrating-read.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { containerOf } from "../syntax/function-node.ts";
import {
  type PlaceInParameters,
  placeInParameters,
  textAt,
  typeAt,
} from "./environment-parameter.ts";

export interface GivenToConstructor {
  readonly constructorNode: ts.ConstructorDeclaration;
  readonly calls: readonly ConstructorCall[];
}

/** `new X(env)`, with the text and type of the environment there. */
interface ConstructorCall {
  readonly site: Site;
  readonly env: string;
  readonly type: ts.Type | undefined;
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
  const place = placeInParameters(index, read.env, constructorNode);
  const owner = constructorNode.parent;
  if (place === undefined || !ts.isClassDeclaration(owner) || !owner.name) return undefined;
  if (owner.heritageClauses?.some(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)) {
    return undefined;
  }
  const isLast = constructorNode.parameters.every(
    (one) => !one.questionToken && !one.initializer && !one.dotDotDotToken,
  );
  const calls = isLast ? callsOf(index, owner, owner.name.text, place) : undefined;
  return calls && calls.length > 0 ? { constructorNode, calls } : undefined;
}

function callsOf(
  index: ReferenceIndex,
  owner: ts.ClassDeclaration,
  name: string,
  { position, path }: PlaceInParameters,
): ConstructorCall[] | undefined {
  const calls: ConstructorCall[] = [];
  for (const node of index.referencesTo(new Set([owner]), name)) {
    const { parent } = node;
    const member = ts.isPropertyAccessExpression(parent) && parent.name === node;
    const callee = member ? parent : node;
    const call = callee.parent;
    if (ts.isNewExpression(call) && call.expression === callee) {
      const given = call.arguments?.[position];
      const env = given && textAt(given, path);
      if (!env || call.arguments?.some(ts.isSpreadElement)) return undefined;
      const type = typeAt(index.checker, given, path);
      calls.push({ site: { node: call, kind: "read" }, env, type });
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
