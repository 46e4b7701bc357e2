/**
 * A function that makes what somebody keeps: `client ??= createClient(env)`. If it waited, two requests
 * could make one each, so whoever calls it reads the secret, and gives it. Only where all calls are in
 * the repository, and the function reads nothing that it might not have come to.
 */
import ts from "typescript";
import type { ExpressionRead } from "../reads/migrating-read.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import type { FunctionNode } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { isAssignment, rootOf } from "../syntax/values.ts";
import { placeInParameters } from "./environment-parameter.ts";
import {
  canTakeMore,
  type GivenValue,
  type GivingCall,
  givingCall,
  isImportedFromPlatform,
} from "./given-value.ts";
import { isOneValue } from "./one-value.ts";
import { leavesImportUnused, leavesTypeUnused, unreadParameter } from "./unread-parameter.ts";

/**
 * @param reads all of one secret in `maker`. @param all of every secret.
 * @returns undefined where they can not be given.
 */
export function giveToFunction(
  index: ReferenceIndex,
  maker: FunctionNode,
  reads: readonly ExpressionRead[],
  all: readonly ExpressionRead[],
): GivenValue | undefined {
  const [first] = reads;
  const owner = ownerOf(maker);
  const { body } = maker;
  if (reads.some(({ form }) => form === "process-env")) return undefined;
  if (index.refusesUnusedImports && leavesImportUnused(index, all)) return undefined;
  if (!first || !owner || !body || !canTakeMore(maker) || !isOneValue(reads)) return undefined;
  const calls = callsOf(index, maker, owner, first);
  if (!calls || calls.length === 0) return undefined;
  const unread = unreadParameter(index, maker, all);
  const replaced = unread && !leavesTypeUnused(index, unread) ? unread : undefined;
  if (unread && !replaced && index.refusesUnusedParameters) return undefined;
  const position = replaced ? maker.parameters.indexOf(replaced) : undefined;
  return { taker: maker, calls, replaced: position };
}

/** What its calls name: a function, a constant that holds it, a method. */
function ownerOf(maker: FunctionNode): ts.NamedDeclaration | undefined {
  if (ts.isFunctionDeclaration(maker)) return maker;
  if (ts.isMethodDeclaration(maker)) return ts.isClassLike(maker.parent) ? maker : undefined;
  const { parent } = maker;
  const isConstant =
    ts.isVariableDeclaration(parent) &&
    !parent.type &&
    ts.isVariableDeclarationList(parent.parent) &&
    !!(parent.parent.flags & ts.NodeFlags.Const);
  return isConstant ? parent : undefined;
}

function callsOf(
  index: ReferenceIndex,
  maker: FunctionNode,
  owner: ts.NamedDeclaration,
  read: ExpressionRead,
): GivingCall[] | undefined {
  const name = nameText(ts.getNameOfDeclaration(owner));
  if (name === undefined) return undefined;
  const calls: GivingCall[] = [];
  for (const node of index.referencesTo(new Set([owner]), name)) {
    const { parent } = node;
    if (parent === owner || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) continue;
    const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node;
    const callee = isMember ? parent : node;
    const call = callee.parent;
    if (!ts.isCallExpression(call) || call.expression !== callee) return undefined;
    const giving = givenBy(index, maker, read, call);
    if (!giving) return undefined;
    calls.push(giving);
  }
  return calls;
}

/** What a call gives: what it has at the function's parameter, or the environment of both. */
function givenBy(
  index: ReferenceIndex,
  maker: FunctionNode,
  { env }: ExpressionRead,
  call: ts.CallExpression,
): GivingCall | undefined {
  const site = { node: call, kind: "read" } as const;
  if (call.arguments.some(ts.isSpreadElement) || call.questionDotToken) return undefined;
  const type = index.checker.getTypeAtLocation(env);
  if (isImportedFromPlatform(index, env)) return { site, env: undefined, type };
  if (rootOf(env)?.kind === ts.SyntaxKind.ThisKeyword) {
    return isOwnCall(maker, call) ? { site, env: env.getText(), type } : undefined;
  }
  const isSet = maker.body && isSetIn(maker.body, env.getText());
  const place = isSet ? undefined : placeInParameters(index, env, maker);
  return place && givingCall(index, call, place);
}

/** `this.make()` in the class that `make` is a method of: it is the same `this`. */
function isOwnCall(maker: FunctionNode, { expression }: ts.CallExpression): boolean {
  if (!ts.isMethodDeclaration(maker) || !ts.isPropertyAccessExpression(expression)) return false;
  if (expression.expression.kind !== ts.SyntaxKind.ThisKeyword) return false;
  let at: ts.Node = expression;
  while (at.parent && at.parent !== maker.parent) {
    const isOther = ts.isFunctionDeclaration(at) || ts.isFunctionExpression(at);
    if (isOther || ts.isClassLike(at) || isInLiteral(at)) return false;
    at = at.parent;
  }
  return at.parent === maker.parent && !isStatic(at) && !isStatic(maker);
}

/** A method of an object literal has a `this` of its own. */
const isInLiteral = (node: ts.Node) =>
  ts.isMethodDeclaration(node) && ts.isObjectLiteralExpression(node.parent);

const isStatic = (node: ts.Node) =>
  ts.canHaveModifiers(node) &&
  (node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false);

function isSetIn(node: ts.Node, text: string): boolean {
  const sets = isAssignment(node) && node.left.getText() === text;
  return sets || (ts.forEachChild(node, (child) => isSetIn(child, text)) ?? false);
}
