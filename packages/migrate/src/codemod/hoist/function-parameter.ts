/**
 * A function that makes what somebody keeps: `client ??= createClient(env)`. If it waited, two requests
 * could make one each, so whoever calls it reads the secret, and gives it. Only where all calls are in
 * the repository, and the function reads nothing that it might not have come to.
 */
import ts from "typescript";
import type { HelperFunction } from "../migration-plan.ts";
import type { MigratingRead } from "../reads/migrating-read.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import type { FunctionNode } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { type EnvironmentSource, sourceOfNeeds } from "./environment-source.ts";
import { earlyRead, nodesOfEnvironment } from "./given-read.ts";
import {
  canTakeMore,
  type GivenValue,
  type GivingCall,
  givingCall,
  type HandedOn,
} from "./given-value.ts";
import {
  isUnread,
  leavesImportUnused,
  leavesLocalUnused,
  leavesTypeUnused,
} from "./unread-parameter.ts";

/** What a function needs of secrets: what it reads, and what it calls functions for that are given theirs. */
export interface Needs {
  readonly reads: readonly MigratingRead[];
  readonly handedOn: readonly HandedOn[];
}

/** @returns what it is given, all of it; undefined where that can not be. */
export function giveToFunction(
  index: ReferenceIndex,
  maker: FunctionNode,
  needs: Needs,
): readonly GivenValue[] | undefined {
  const owner = ownerOf(maker);
  if (!owner || !maker.body || !canTakeMore(maker)) return undefined;
  if (index.refusesUnusedImports && leavesImportUnused(index, needs.reads)) return undefined;
  if (index.refusesUnusedImports && leavesLocalUnused(index, maker, needs.reads)) return undefined;
  const values: Omit<GivenValue, "replaced">[] = [];
  for (const { secret, helper, ...own } of valuesOf(index, needs)) {
    const source = sourceOfNeeds(index, maker, own);
    const calls = source && callsOf(index, maker, owner, source);
    if (!source || !calls || calls.length === 0) return undefined;
    values.push({ taker: maker, secret, helper, source, calls, ...own });
  }
  const replaced = replacedBy(index, maker, needs, values);
  return replaced && values.map((value) => ({ ...value, replaced: replaced.position }));
}

interface OneValue extends Needs {
  readonly secret: string;
  readonly helper: HelperFunction;
}

/** One for each secret and each function of the helper: `null` is not what takes `undefined`. */
function valuesOf(index: ReferenceIndex, { reads, handedOn }: Needs): readonly OneValue[] {
  const values = new Map<string, OneValue>();
  const add = (one: OneValue) => {
    const key = `${one.secret} ${one.helper}`;
    const known = values.get(key);
    values.set(key, known ? { ...known, handedOn: [...known.handedOn, ...one.handedOn] } : one);
  };
  for (const secret of new Set(reads.map(({ names }) => names[0] ?? ""))) {
    const own = reads.filter(({ names }) => names[0] === secret);
    add({ secret, helper: helperOf(index, own), reads: own, handedOn: [] });
  }
  for (const one of handedOn) {
    const { secret, helper } = one.value;
    add({ secret, helper, reads: [], handedOn: [one] });
  }
  return [...values.values()];
}

/** The one function of the helper that serves all of the reads. */
function helperOf(index: ReferenceIndex, reads: readonly MigratingRead[]): HelperFunction {
  const early = reads.map((read) => earlyRead(index, read).use.helper);
  return early.find((helper) => helper !== "requireSecret") ?? early[0] ?? "findSecret";
}

/** The parameter that nothing reads any more; undefined where one would stay that may not. */
function replacedBy(
  index: ReferenceIndex,
  maker: FunctionNode,
  { reads, handedOn }: Needs,
  values: readonly Pick<GivenValue, "source">[],
): { readonly position: number | undefined } | undefined {
  const covered = [...nodesOfEnvironment(reads), ...handedOn.flatMap(argumentReplaced)];
  const positions = values.flatMap(({ source }) =>
    source.kind === "parameter" && source.place.path.length === 0 ? [source.place.position] : [],
  );
  const position = positions.find((one) => {
    const parameter = maker.parameters[one];
    return parameter !== undefined && isUnread(index, parameter, covered);
  });
  const parameter = position === undefined ? undefined : maker.parameters[position];
  if (!parameter) return { position: undefined };
  if (!leavesTypeUnused(index, parameter)) return { position };
  const mayStay = !index.refusesUnusedParameters && ts.isIdentifier(parameter.name);
  return mayStay ? { position: undefined } : undefined;
}

function argumentReplaced({ call, value: { replaced } }: HandedOn): readonly ts.Node[] {
  const isMade = ts.isCallExpression(call) || ts.isNewExpression(call);
  const given = isMade && replaced !== undefined && call.arguments?.[replaced];
  return given ? [given] : [];
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
  source: EnvironmentSource,
): GivingCall[] | undefined {
  const name = nameText(ts.getNameOfDeclaration(owner));
  if (name === undefined) return undefined;
  const calls: GivingCall[] = [];
  for (const node of index.referencesTo(new Set([owner]), name)) {
    const { parent } = node;
    if (parent === owner || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) continue;
    if (isOfReturnType(parent)) continue;
    const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node;
    const callee = isMember ? parent : node;
    const call = callee.parent;
    if (!ts.isCallExpression(call) || call.expression !== callee) return undefined;
    const giving = givenBy(index, maker, source, call);
    if (!giving) return undefined;
    calls.push(giving);
  }
  return calls;
}

/** `ReturnType<typeof make>` stays what it is with a parameter more. */
function isOfReturnType(node: ts.Node): boolean {
  if (!ts.isTypeQueryNode(node) || !ts.isTypeReferenceNode(node.parent)) return false;
  return node.parent.typeName.getText() === "ReturnType";
}

/** What a call gives: what it has at the function's parameter, or the environment of both. */
function givenBy(
  index: ReferenceIndex,
  maker: FunctionNode,
  source: EnvironmentSource,
  call: ts.CallExpression,
): GivingCall | undefined {
  if (call.arguments.some(ts.isSpreadElement) || call.questionDotToken) return undefined;
  if (source.kind === "parameter") return givingCall(index, call, source.place);
  const site = { node: call, kind: "read" } as const;
  const known = { site, type: source.type, argument: undefined };
  if (source.kind === "platform" && !canImportPlatform(index, call)) return undefined;
  if (source.kind !== "this") return { ...known, env: undefined };
  return isOwnCall(maker, call) ? { ...known, env: source.text } : undefined;
}

/** Node or a browser may run the file, and came to no module of the platform: a test can have one of its own in between. */
function canImportPlatform(index: ReferenceIndex, call: ts.Node): boolean {
  const file = call.getSourceFile();
  if (!index.nodeEntries.leadingTo(file) && !index.browserCode.has(file)) return true;
  return file.statements.some(
    (one) =>
      ts.isImportDeclaration(one) &&
      one.moduleSpecifier.getText().slice(1, -1) === "cloudflare:workers",
  );
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
