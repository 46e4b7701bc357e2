/**
 * A constructor can not wait: whoever makes the object reads the secret, and gives it. Only where all
 * of them are in the repository, and give the environment as something that can be read again.
 */
import ts from "typescript";
import type { ExpressionRead } from "../reads/migrating-read.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { containerOf } from "../syntax/function-node.ts";
import { placeInParameters } from "./environment-parameter.ts";
import { type GivenValue, givesAll, givingCall } from "./given-value.ts";

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
  const calls = madeBy(index, owner, owner.name.text, (made) =>
    givesAll(made, taker) ? givingCall(index, made, place) : undefined,
  );
  if (!calls) return undefined;
  const known = {
    secret: read.names[0] ?? "",
    helper: read.use.helper,
    reads: [read],
    handedOn: [],
  };
  return { taker, calls, ...known, source: { kind: "parameter", place }, replaced: undefined };
}

/**
 * What `giving` says of each `new` of a class.
 * @returns undefined where it says nothing of one, or where nobody makes one, or somebody else may.
 */
export function madeBy<T>(
  index: ReferenceIndex,
  owner: ts.ClassDeclaration,
  name: string,
  giving: (made: ts.NewExpression) => T | undefined,
): T[] | undefined {
  if (index.outside.find(owner)) return undefined;
  const found: T[] = [];
  let isMadeByCode = false;
  for (const node of index.referencesTo(new Set([owner]), name)) {
    const { parent } = node;
    const member = ts.isPropertyAccessExpression(parent) && parent.name === node;
    const callee = member ? parent : node;
    const made = callee.parent;
    if (ts.isNewExpression(made) && made.expression === callee) {
      const given = giving(made);
      if (given === undefined) return undefined;
      found.push(given);
      isMadeByCode ||= !index.isInTest(made);
    } else if (!isHarmless(node)) return undefined;
  }
  // What only tests make, the platform may make.
  return isMadeByCode ? found : undefined;
}

/** The class is named, imported or used as a type or to ask what an object is: nobody makes one. */
function isHarmless({ parent }: ts.Node): boolean {
  return (
    ts.isClassDeclaration(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isExportAssignment(parent) ||
    ts.isTypeReferenceNode(parent) ||
    ts.isPropertyAccessExpression(parent) ||
    (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword)
  );
}
