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
import { decidesOver } from "./one-value.ts";
import { isUnread, leavesTypeUnused } from "./unread-parameter.ts";

/** A function of the repository, as the constructor calls it: `loadSettings`, `Settings.load`. */
export interface AskedFunction {
  readonly call: ts.CallExpression;
  /** What the name begins with: the function itself, or what it is a member of. */
  readonly root: ts.Symbol;
}

export interface GivenAnswer {
  readonly taker: ts.ConstructorDeclaration;
  /** In the taker: the call, or a `new` of an object that is given the answer in its turn. */
  readonly node: ts.CallExpression | ts.NewExpression;
  readonly asked: AskedFunction;
  /** What the function is asked with; undefined where that is nothing. */
  readonly place: PlaceInParameters | undefined;
  /** The parameter that the answer takes the place of, since nothing else reads it. */
  readonly replaced: number | undefined;
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

function rootOfCallee(index: ReferenceIndex, call: ts.CallExpression): ts.Symbol | undefined {
  const { expression } = call;
  const isMember = ts.isPropertyAccessExpression(expression) && !expression.questionDotToken;
  const root = isMember ? expression.expression : expression;
  const symbol = ts.isIdentifier(root) ? index.checker.getSymbolAtLocation(root) : undefined;
  return symbol && meantBy(index, symbol);
}

const meantBy = ({ checker }: ReferenceIndex, symbol: ts.Symbol) =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

function givenIn(
  index: ReferenceIndex,
  asked: AskedFunction,
  { node, argument }: Asking,
  seen: ReadonlySet<ts.Node>,
): readonly GivenAnswer[] | undefined {
  const taker = takerAround(index, node);
  const owner = taker?.parent;
  if (!taker || !owner || !ts.isClassDeclaration(owner) || !owner.name) return undefined;
  if (seen.has(taker)) return undefined;
  const place = argument && placeOf(index, argument, taker);
  if (argument && !place) return undefined;
  const made = madeBy(index, owner, owner.name.text, (one) => canGiveMore(one, taker));
  if (!made) return undefined;
  const unread = place && positionReplaced(index, taker, { place, covered: coveredBy(node) });
  const replaced = made.every((one) => isPlainFrom(one, unread)) ? unread : undefined;
  const own = place && taker.parameters[place.position];
  const taken = { place, isWhole: replaced !== undefined, name: nameText(own?.name) ?? "env" };
  const makers = made.map((one) => makerOf(index, asked, one, taken));
  if (!makers.every((one) => one !== undefined)) return undefined;
  const answer = { taker, node, asked, place, replaced, makers };
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
const isPlainFrom = ({ arguments: given = EMPTY }: ts.NewExpression, position = given.length) =>
  given.slice(position + 1).every(isPlain);

const EMPTY = ts.factory.createNodeArray<ts.Expression>();

/** A constructor that comes to `node` each time, and is called by code of the repository alone. */
function takerAround(index: ReferenceIndex, node: ts.Node): ts.ConstructorDeclaration | undefined {
  const { kind, node: taker } = containerOf(node);
  if (kind !== "function" || !ts.isConstructorDeclaration(taker) || !taker.body) return undefined;
  const others = taker.parent.members.filter(ts.isConstructorDeclaration).length > 1;
  if (others || classReach(taker.parent, index)) return undefined;
  return isReachedAnyway(taker.body, node) ? taker : undefined;
}

/** Does nothing decide over it, and nothing end the code before? */
function isReachedAnyway({ statements }: ts.Block, node: ts.Node): boolean {
  const own = statements.find((one) => holds(one, node));
  if (!own || statements.some((one) => one.end <= own.pos && ends(one))) return false;
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
  readonly name: string;
}

/** @returns undefined where it can not ask, or can not give what it is asked with once more. */
function makerOf(
  index: ReferenceIndex,
  asked: AskedFunction,
  node: ts.NewExpression,
  { place, isWhole, name }: Taken,
): AnswerMaker | undefined {
  if (node.arguments?.some(ts.isSpreadElement) || !canName(index, asked, node)) return undefined;
  if (!place) return { node, argument: "", named: undefined };
  const given = node.arguments?.[place.position];
  const argument = given && (isWhole ? given.getText() : textAt(given, place.path));
  if (argument !== undefined) return { node, argument, named: undefined };
  const anchor = given && place.path.length === 0 ? anchorOfFirst(given) : undefined;
  return given && anchor && { node, argument, named: { value: given, name, anchor } };
}

/** Is the function there under its name, or can it be imported? */
function canName(index: ReferenceIndex, { call, root }: AskedFunction, node: ts.Node): boolean {
  const there = namedAt(index, call, node);
  if (there) return meantBy(index, there) === root;
  return exportedFrom(index, root) !== undefined;
}

function namedAt(
  { checker }: ReferenceIndex,
  { expression }: ts.CallExpression,
  node: ts.Node,
): ts.Symbol | undefined {
  const [name = ""] = expression.getText().split(".");
  return checker.resolveName(name, node, ts.SymbolFlags.Value, false);
}

/** Has the code at `node` the function under the name that the constructor calls it by? */
export function isNamedAt(
  index: ReferenceIndex,
  { call, root }: AskedFunction,
  node: ts.Node,
): boolean {
  const there = namedAt(index, call, node);
  return there !== undefined && meantBy(index, there) === root;
}

/** The file that exports it under its own name. */
export function exportedFrom(
  { checker }: ReferenceIndex,
  root: ts.Symbol,
): ts.SourceFile | undefined {
  const file = root.declarations?.[0]?.getSourceFile();
  const module = file && checker.getSymbolAtLocation(file);
  const own = module && checker.getExportsOfModule(module).find(({ name }) => name === root.name);
  return own && own.name !== ts.InternalSymbolName.Default ? file : undefined;
}
