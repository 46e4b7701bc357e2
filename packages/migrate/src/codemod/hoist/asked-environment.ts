/**
 * Code that asks whether there is an environment before it reads from it: `if (ctx && ctx.env && ctx.env.K)`.
 * A look-up that is written before that has to ask the same, whatever the compiler knows of it: of `any` it
 * knows nothing.
 */
import ts from "typescript";
import type { ExpressionRead } from "../reads/migrating-read.ts";
import { testOf } from "../reads/test-of.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import {
  ancestor,
  containerOf,
  type FunctionNode,
  holds,
  isFunctionNode,
} from "../syntax/function-node.ts";
import { innermost, isOperator, outermost, rootOf } from "../syntax/values.ts";
import { leavesTry } from "./left-try.ts";
import { isAlwaysReached } from "./one-value.ts";

/** An environment as the code writes it, without casts: `ctx`, `.env`. */
interface EnvironmentPath {
  readonly steps: readonly string[];
  readonly declared: readonly ts.Declaration[];
}

/** From where a look-up stands, up to where the code comes to the environment. */
export interface Between {
  /** All of the code that is in between. */
  readonly scope: ts.Node;
  readonly from: number;
  readonly node: ts.Node;
}

/** Undefined where it does not begin with a name or `this`. */
function pathOf(index: ReferenceIndex, env: ts.Expression): EnvironmentPath | undefined {
  const steps: string[] = [];
  let at = innermost(env);
  for (; isAccess(at); at = innermost(at.expression)) steps.unshift(stepOf(at));
  if (!isRoot(at)) return undefined;
  const declared = ts.isIdentifier(at) ? index.declarationsOf(at) : [];
  return { steps: [at.getText(), ...steps], declared };
}

/** What code reads an environment for. */
type AskingRead = Pick<ExpressionRead, "node" | "env" | "form">;

/**
 * What one look-up for all of `reads` has to ask for first, as code; undefined where nothing is.
 * @param before the code between the look-up and a read.
 */
export function askedByReads<T extends AskingRead>(
  index: ReferenceIndex,
  reads: readonly T[],
  before: (read: T) => Between,
): string | undefined {
  const [first] = [...reads].sort((a, b) => a.node.pos - b.node.pos);
  const path = first && pathOf(index, first.env);
  // What is looked up instead of Node's environment is there.
  if (!path || first.form === "process-env") return undefined;
  const betweens = reads.map(before);
  const asked = new Set(betweens.flatMap((between) => askedBetween(index, path, between)));
  const own = askedBetween(index, path, before(first));
  const type = index.checker.getTypeAtLocation(first.env);
  const isTaken = isTakenForGranted(before(first), first.env);
  if (!isTaken && betweens.some((between) => isTried(between, type))) {
    addAll(path, asked, first.node);
  }
  if (asked.size === 0) return undefined;
  // Whoever comes to a read that nothing is asked before has the environment.
  if (own.length === 0 && isComeTo(before(first))) return undefined;
  for (const { env } of reads) addAskedIn(index, path, env, asked);
  return textOf(path, asked);
}

/** A `try` asks, too: what has no type may not be there, and that is for its `catch`. */
function isTried({ scope, node }: Between, type: ts.Type): boolean {
  return !!(type.flags & ts.TypeFlags.Any) && leavesTry(scope, node);
}

/** All that may not be there: what `this` is in a member is. */
function addAll({ steps }: EnvironmentPath, asked: Set<number>, node: ts.Node): void {
  const isThere = steps[0] === "this" && isInMember(node);
  for (const at of steps.keys()) if (at > 0 || !isThere) asked.add(at + 1);
}

/** Does `node` stand in a method, a constructor, an accessor or a field, whose `this` it has? */
function isInMember(node: ts.Node): boolean {
  const own = ancestor(node, hasOwnThis);
  return own !== undefined && !ts.isFunctionDeclaration(own) && !ts.isFunctionExpression(own);
}

function hasOwnThis(
  node: ts.Node,
): node is FunctionNode | ts.PropertyDeclaration | ts.ClassStaticBlockDeclaration {
  if (ts.isPropertyDeclaration(node) || ts.isClassStaticBlockDeclaration(node)) return true;
  return isFunctionNode(node) && !ts.isArrowFunction(node);
}

function isComeTo(between: Between): boolean {
  return isAlwaysReached(startOf(between), between.node);
}

function startOf({ scope, from }: Between): ts.Node {
  const statements = ts.isBlock(scope) ? scope.statements : [];
  return statements.find(({ pos }) => pos === from) ?? scope;
}

/** `if (!env.A || !env.K) return`: who comes there has an environment, or an error, before `env.K`. */
function isTakenForGranted(between: Between, env: ts.Expression): boolean {
  const start = startOf(between);
  const text = innermost(env).getText();
  const visit = (node: ts.Node): boolean => {
    if (node.pos >= between.node.pos || isFunctionNode(node)) return false;
    const isTaken =
      isAccess(node) && !node.questionDotToken && innermost(node.expression).getText() === text;
    if (isTaken && isAlwaysReached(start, node)) return true;
    return ts.forEachChild(node, visit) ?? false;
  };
  return visit(start);
}

/**
 * The same for a look-up by who gives the value, of the environment that `env` names at `between.node`.
 * @param isAsked does who is given the value ask whether there is an environment?
 */
export function askedByGiver(
  index: ReferenceIndex,
  env: string,
  between: Between,
  isAsked: boolean,
  type?: ts.Type,
): string | undefined {
  if (!/^[\w$]+(?:\.[\w$]+)*$/.test(env)) return undefined;
  const [root = "", ...members] = env.split(".");
  const symbol = index.checker.resolveName(root, between.node, ts.SymbolFlags.Value, false);
  const steps = [root, ...members.map((name) => `.${name}`)];
  const path = { steps, declared: symbol?.declarations ?? [] };
  const asked = new Set(askedBetween(index, path, between));
  if (isAsked) asked.add(steps.length);
  if (type && isTried(between, type)) addAll(path, asked, between.node);
  return asked.size > 0 ? textOf(path, asked) : undefined;
}

/** Does a function ask whether there is an environment before one of `reads`? */
export function asksForEnvironment(
  index: ReferenceIndex,
  fn: ts.Node,
  reads: readonly AskingRead[],
): boolean {
  return reads.some(({ node, env, form }) => {
    const path = form === "process-env" ? undefined : pathOf(index, env);
    if (!path) return false;
    return askedBetween(index, path, { scope: fn, from: fn.pos, node }).length > 0;
  });
}

/** @returns how many steps of the path are asked for. */
function askedBetween(index: ReferenceIndex, path: EnvironmentPath, between: Between): number[] {
  const asked = new Set<number>();
  const seen = new Set<ts.Node>();
  const visit = (node: ts.Node): void => {
    if (isRootOf(index, path, node)) addAsked(index, path, node, asked);
    else if (ts.isIdentifier(node)) visitOnce(initializerOf(index, node, between));
    ts.forEachChild(node, visit);
  };
  /** `const isThere = env !== undefined`, wherever that stands. */
  const visitOnce = (node: ts.Expression | undefined): void => {
    if (!node || seen.has(node)) return;
    seen.add(node);
    visit(node);
  };
  const visitBetween = (node: ts.Node): void => {
    if (node.end <= between.from || node.pos >= between.node.pos) return;
    if (node.pos >= between.from && node.end <= between.node.pos) visit(node);
    else ts.forEachChild(node, visitBetween);
  };
  visitBetween(between.scope);
  return [...asked];
}

/** The code between a statement, or an arrow with an expression, and `node`. */
export function betweenAnchor(anchor: ts.Node, node: ts.Node): Between {
  const scope = ts.isArrowFunction(anchor) ? anchor.body : anchor.parent;
  return { scope, from: ts.isArrowFunction(anchor) ? scope.pos : anchor.pos, node };
}

type Access = ts.PropertyAccessExpression | ts.ElementAccessExpression;

function isAccess(node: ts.Node): node is Access {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

const isRoot = (node: ts.Node): node is ts.Expression =>
  ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword;

const stepOf = (node: Access) =>
  ts.isPropertyAccessExpression(node)
    ? `.${node.name.text}`
    : `[${node.argumentExpression.getText()}]`;

function isRootOf(
  index: ReferenceIndex,
  { steps, declared }: EnvironmentPath,
  node: ts.Node,
): node is ts.Expression {
  if (!isRoot(node) || node.getText() !== steps[0]) return false;
  const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
  if (isMember || !ts.isIdentifier(node)) return !isMember;
  const own = index.declarationsOf(node);
  return declared.length === 0 || own.some((one) => declared.includes(one));
}

/** Of a variable of the same function. */
function initializerOf(
  index: ReferenceIndex,
  name: ts.Identifier,
  { node }: Between,
): ts.Expression | undefined {
  const [declaration] = index.declarationsOf(name);
  if (!declaration || !ts.isVariableDeclaration(declaration)) return undefined;
  const { initializer } = declaration;
  const isOwn =
    initializer && !isFunctionNode(initializer) && holds(containerOf(node).node, declaration);
  return isOwn ? initializer : undefined;
}

/** Adds how many steps of the path are asked for where `root` is named. */
function addAsked(
  index: ReferenceIndex,
  { steps }: EnvironmentPath,
  root: ts.Expression,
  asked: Set<number>,
): void {
  let at = outermost(root);
  for (let count = 1; count <= steps.length; count++) {
    const { parent } = at;
    const isChained = isAccess(parent) && parent.expression === at && !!parent.questionDotToken;
    if (isChained || isAsked(index, at)) asked.add(count);
    if (hasKey(at) === steps[count]) asked.add(count + 1);
    if (!isAccess(parent) || parent.expression !== at || stepOf(parent) !== steps[count]) return;
    at = outermost(parent);
  }
}

/** `ctx?.env?.K`: what a read asks for itself. */
function addAskedIn(
  index: ReferenceIndex,
  path: EnvironmentPath,
  env: ts.Expression,
  asked: Set<number>,
): void {
  const root = rootOf(env);
  if (root) addAsked(index, path, root, asked);
}

/** `.env` of `"env" in ctx`; null where nothing is asked. */
function hasKey(node: ts.Expression): string | null {
  const { parent } = node;
  if (!isOperator(parent, ts.SyntaxKind.InKeyword) || parent.right !== node) return null;
  return ts.isStringLiteralLike(parent.left) ? `.${parent.left.text}` : null;
}

function isAsked({ checker }: ReferenceIndex, node: ts.Expression): boolean {
  const { parent } = node;
  if (testOf(node) || isOperator(parent, ts.SyntaxKind.InstanceOfKeyword)) return true;
  // Of what is anything, a function may find out: `isPlatform(ctx) && …`.
  if (!ts.isCallExpression(parent) || !parent.arguments.includes(node)) return false;
  return !!(checker.getTypeAtLocation(node).flags & ts.TypeFlags.Any) && !!testOf(parent);
}

/** `ctx?.env`, as far as it is asked for. */
function textOf({ steps }: EnvironmentPath, asked: ReadonlySet<number>): string {
  const length = Math.max(...asked);
  return steps.slice(0, length).reduce((text, step, at) => {
    if (!asked.has(at)) return text + step;
    return `${text}?.${step.replace(/^\./, "")}`;
  });
}
