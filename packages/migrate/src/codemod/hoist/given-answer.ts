/**
 * What a constructor asks a function for that waits from now on: who makes the object asks instead, and
 * gives the answer. `new Client(env)` becomes `new Client(await loadSettings(env))`. Only where all of
 * them are in the repository, and can name both the function and what it is asked with.
 */
import ts from "typescript";
import { classReach } from "../../source/reach/entry-points.ts";
import { isSetAgain } from "../asyncify/movable.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { containerOf, holds, isFunctionNode } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { madeBy } from "./constructor-parameter.ts";
import { type PlaceInParameters, placeInParameters, textAt } from "./environment-parameter.ts";
import { anchorOfFirst, isPlain } from "./first-value.ts";
import { givesAll, optionalFrom } from "./given-value.ts";
import { type AskedFunction, canName, rootOfCallee } from "./named-function.ts";
import { decidesOver } from "./one-value.ts";
import { givesOwn, isUndefined, type OwnAnswer, ownAnswerOf } from "./own-answer.ts";
import { isUnread, leavesTypeUnused } from "./unread-parameter.ts";

export interface GivenAnswer {
  readonly taker: ts.ConstructorDeclaration;
  /** In the taker: the call, or a `new` of an object that is given the answer in its turn. */
  readonly node: ts.CallExpression | ts.NewExpression;
  readonly asked: AskedFunction;
  /** What the function is asked with; undefined where that is nothing. */
  readonly place: PlaceInParameters | undefined;
  /** The parameter that the answer takes the place of, since nothing else reads it. */
  readonly replaced: number | undefined;
  /** Where the constructor asks only for what it is not given; undefined where it asks in any case. */
  readonly own: OwnAnswer | undefined;
  /** All who have to ask. */
  readonly makers: readonly AnswerMaker[];
}

export interface AnswerMaker {
  readonly node: ts.NewExpression;
  /** What the function is asked with there, as code; undefined where it has to get a name first. */
  readonly argument: string | undefined;
  readonly named: NamedArgument | undefined;
}

/** `createEnv()`, which is not to be made twice. */
interface NamedArgument {
  readonly value: ts.Expression;
  readonly name: string;
  readonly anchor: ts.Node;
}

/** What is asked with, in the constructor around `node`. */
interface Asking {
  readonly node: ts.CallExpression | ts.NewExpression;
  readonly argument: { readonly node: ts.Expression; readonly path: readonly string[] } | undefined;
}

/** @returns the one for the call's constructor, and those for constructors that make such an object. */
export function giveAnswer(
  index: ReferenceIndex,
  call: ts.CallExpression,
): readonly GivenAnswer[] | undefined {
  const [argument, ...others] = call.arguments;
  const root = rootOfCallee(index, call);
  if (!root || others.length > 0 || call.questionDotToken) return undefined;
  const asking = { node: call, argument: argument && { node: argument, path: [] } };
  return givenIn(index, { call, root }, asking, new Set());
}

/** Does the constructor around `node` only hand on what it is given? */
export function isInConstructor(node: ts.Node): boolean {
  const { kind, node: taker } = containerOf(node);
  return kind === "function" && ts.isConstructorDeclaration(taker);
}

function givenIn(
  index: ReferenceIndex,
  asked: AskedFunction,
  { node, argument }: Asking,
  seen: ReadonlySet<ts.Node>,
): readonly GivenAnswer[] | undefined {
  const { taker, own } = takerAround(index, node) ?? {};
  const owner = taker?.parent;
  if (!taker || !owner || !ts.isClassDeclaration(owner) || !owner.name) return undefined;
  if (seen.has(taker)) return undefined;
  const place = argument && placeOf(index, argument, taker);
  if (argument && !place) return undefined;
  const made = lackingMakers(index, owner, owner.name.text, { taker, own });
  if (!made) return undefined;
  const unread =
    place && !own ? positionReplaced(index, taker, { place, covered: coveredBy(node) }) : undefined;
  const replaced = made.every((one) => isPlainFrom(one, unread)) ? unread : undefined;
  const parameter = place && taker.parameters[place.position];
  const name = nameText(parameter?.name) ?? "env";
  const taken = { place, isWhole: replaced !== undefined, isOpen: own !== undefined, name };
  const makers = made.map((one) => makerOf(index, asked, one, taken));
  if (!makers.every((one) => one !== undefined)) return undefined;
  const answer = { taker, node, asked, place, replaced, own, makers };
  const outer = makers
    .filter((one) => isInConstructor(one.node))
    .map((one) => {
      const given = place && one.node.arguments?.[place.position];
      const next = { node: one.node, argument: given && { node: given, path: place.path } };
      return givenIn(index, asked, next, new Set([...seen, taker]));
    });
  return outer.every((list) => list !== undefined) ? [answer, ...outer.flat()] : undefined;
}

/** What needs the environment for nothing else. */
const coveredBy = (node: ts.Node) => (ts.isCallExpression(node) ? [node] : []);

/** All who make the object, but for those who give what the constructor would ask for. */
function lackingMakers(
  index: ReferenceIndex,
  owner: ts.ClassDeclaration,
  name: string,
  { taker, own }: Asker,
): ts.NewExpression[] | undefined {
  if (!own) return madeBy(index, owner, name, (one) => canGiveMore(one, taker));
  const made = madeBy(index, owner, name, (node) => {
    const isOwn = givesOwn(index, node, own);
    return isOwn === undefined ? undefined : { node, isOwn };
  });
  const lacking = made?.flatMap(({ node, isOwn }) => (isOwn ? [] : [node])) ?? [];
  return lacking.length > 0 ? lacking : undefined;
}

/** Is there a place for an argument more, with nothing behind it that has an effect? */
function canGiveMore(
  made: ts.NewExpression,
  taker: ts.ConstructorDeclaration,
): ts.NewExpression | undefined {
  const position = optionalFrom(taker);
  const behind = position === undefined ? [] : (made.arguments ?? []).slice(position);
  return givesAll(made, taker) && behind.every(isPlain) ? made : undefined;
}

/** Has evaluating what is given behind `position` no effect? */
export const isPlainFrom = (
  { arguments: given = EMPTY }: ts.NewExpression,
  position = given.length,
) => given.slice(position + 1).every(isPlain);

const EMPTY = ts.factory.createNodeArray<ts.Expression>();

interface Asker {
  readonly taker: ts.ConstructorDeclaration;
  readonly own: OwnAnswer | undefined;
}

/**
 * A constructor that comes to `node` each time, or each time that it is not given what it asks for; and
 * is called by code of the repository alone.
 */
function takerAround(index: ReferenceIndex, node: Asking["node"]): Asker | undefined {
  const { kind, node: taker } = containerOf(node);
  if (kind !== "function" || !ts.isConstructorDeclaration(taker) || !taker.body) return undefined;
  const others = taker.parent.members.filter(ts.isConstructorDeclaration).length > 1;
  if (others || classReach(taker.parent, index)) return undefined;
  if (isReachedAnyway(taker.body, node)) return { taker, own: undefined };
  const own = ts.isCallExpression(node) ? ownAnswerOf(index, node, taker) : undefined;
  return own && isReachedAnyway(taker.body, own.node) ? { taker, own } : undefined;
}

/** Does nothing decide over it, and nothing end the code before, or do what a missing secret would be too early for? */
function isReachedAnyway({ statements }: ts.Block, node: ts.Node): boolean {
  const own = statements.find((one) => holds(one, node));
  if (!own || statements.some((one) => one.end <= own.pos && (ends(one) || acts(one))))
    return false;
  for (let child = node; child !== own; child = child.parent) {
    if (decidesOver(child.parent, child)) return false;
  }
  return !ts.isTryStatement(own);
}

function ends(node: ts.Node): boolean {
  if (isFunctionNode(node)) return false;
  if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) return true;
  return ts.forEachChild(node, ends) ?? false;
}

/** `register(text);`. To log, or to call the constructor of the base, is none. */
function acts(node: ts.Statement): boolean {
  const call = ts.isExpressionStatement(node) ? node.expression : undefined;
  if (!call || !ts.isCallExpression(call)) return false;
  const isSuper = call.expression.kind === ts.SyntaxKind.SuperKeyword;
  return !isSuper && !/^console\./.test(call.expression.getText());
}

function placeOf(
  index: ReferenceIndex,
  { node, path }: NonNullable<Asking["argument"]>,
  taker: ts.ConstructorDeclaration,
): PlaceInParameters | undefined {
  const place = placeInParameters(index, node, taker);
  const parameter = place && taker.parameters[place.position];
  if (!place || !parameter || isSetOf(index, parameter)) return undefined;
  return { ...place, path: [...place.path, ...path] };
}

const isSetOf = (index: ReferenceIndex, parameter: ts.ParameterDeclaration) =>
  ts.isIdentifier(parameter.name) && isSetAgain(index, parameter);

function positionReplaced(
  index: ReferenceIndex,
  taker: ts.ConstructorDeclaration,
  { place, covered }: { place: PlaceInParameters; covered: readonly ts.Node[] },
): number | undefined {
  const parameter = taker.parameters[place.position];
  if (!parameter || place.path.length > 0) return undefined;
  if (ts.isParameterPropertyDeclaration(parameter, taker)) return undefined;
  if (!isUnread(index, parameter, covered)) return undefined;
  const mayStay = !index.refusesUnusedParameters;
  return mayStay && leavesTypeUnused(index, parameter) ? undefined : place.position;
}

/** Where a constructor takes what the function is asked with. */
interface Taken {
  readonly place: PlaceInParameters | undefined;
  /** Does nothing else in it need that? */
  readonly isWhole: boolean;
  /** May it give nothing? */
  readonly isOpen: boolean;
  readonly name: string;
}

/** @returns undefined where it can not ask, or can not give what it is asked with once more. */
function makerOf(
  index: ReferenceIndex,
  asked: AskedFunction,
  node: ts.NewExpression,
  { place, isWhole, isOpen, name }: Taken,
): AnswerMaker | undefined {
  if (node.arguments?.some(ts.isSpreadElement) || !canName(index, asked, node)) return undefined;
  if (!place) return { node, argument: "", named: undefined };
  const given = node.arguments?.[place.position];
  if (isOpen && !place.path.length && (!given || isUndefined(given))) {
    return { node, argument: "undefined", named: undefined };
  }
  const argument = given && (isWhole ? given.getText() : textAt(given, place.path));
  if (argument !== undefined) return { node, argument, named: undefined };
  const anchor = given && place.path.length === 0 ? anchorOfFirst(given) : undefined;
  return given && anchor && { node, argument, named: { value: given, name, anchor } };
}
