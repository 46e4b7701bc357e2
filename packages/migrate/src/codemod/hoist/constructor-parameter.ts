/**
 * A constructor can not wait: whoever makes the object reads the secret, and gives it. Only where all
 * of them are in the repository, and give the environment as something that can be read again.
 */
import ts from "typescript";
import type { ExpressionRead } from "../reads/migrating-read.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { containerOf } from "../syntax/function-node.ts";
import { type PlaceInParameters, placeInParameters } from "./environment-parameter.ts";
import { canTakeMore, type GivenValue, type GivingCall, givingCall } from "./given-value.ts";

/** @returns undefined where the value can not be given by all who make such an object. */
export function giveToConstructor(
  index: ReferenceIndex,
  read: ExpressionRead,
): GivenValue | undefined {
  const container = containerOf(read.node);
  if (container.kind !== "function" || !ts.isConstructorDeclaration(container.node))
    return undefined;
  const taker = container.node;
  const place = placeInParameters(index, read.env, taker);
  const owner = taker.parent;
  if (place === undefined || !ts.isClassDeclaration(owner) || !owner.name) return undefined;
  if (owner.heritageClauses?.some(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)) {
    return undefined;
  }
  const calls = canTakeMore(taker) ? callsOf(index, owner, owner.name.text, place) : undefined;
  if (!calls || calls.length === 0) return undefined;
  const known = {
    secret: read.names[0] ?? "",
    helper: read.use.helper,
    reads: [read],
    handedOn: [],
  };
  return { taker, calls, ...known, source: { kind: "parameter", place }, replaced: undefined };
}

function callsOf(
  index: ReferenceIndex,
  owner: ts.ClassDeclaration,
  name: string,
  place: PlaceInParameters,
): GivingCall[] | undefined {
  const calls: GivingCall[] = [];
  for (const node of index.referencesTo(new Set([owner]), name)) {
    const { parent } = node;
    const member = ts.isPropertyAccessExpression(parent) && parent.name === node;
    const callee = member ? parent : node;
    const call = callee.parent;
    if (ts.isNewExpression(call) && call.expression === callee) {
      const giving = givingCall(index, call, place);
      if (!giving) return undefined;
      calls.push(giving);
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
