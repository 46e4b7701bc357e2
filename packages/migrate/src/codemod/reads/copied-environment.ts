/**
 * Where a copy of the environment goes, `{ ...env, API_KEY: given }`: what reads it there is given the
 * copy's value, and what reads another environment is not. Only what can be followed to its end counts.
 */
import ts from "typescript";
import { isComparison } from "../../source/comparisons.ts";
import { isWriteTarget } from "../../source/syntax.ts";
import type { NameNode, ReferenceIndex } from "../references/reference-index.ts";
import { type FunctionNode, isFunctionNode } from "../syntax/function-node.ts";
import { innermost, isAssignment } from "../syntax/values.ts";

/** More than one copy is handed on; a bound all the same. */
const PLACES_MAX = 2_000;

/** All expressions, and parameters that take it apart, which can be the copy. */
export type CopiedPlaces = ReadonlySet<ts.Node>;

/** @returns undefined where it gets somewhere that can not be followed. */
export function placesOfCopy(index: ReferenceIndex, copy: ts.Expression): CopiedPlaces | undefined {
  const places = new Set<ts.Node>();
  const following = { index, places, todo: [copy] };
  for (let next = following.todo.pop(); next; next = following.todo.pop()) {
    if (places.has(next)) continue;
    places.add(next);
    if (places.size > PLACES_MAX || !followValue(following, next)) return undefined;
  }
  return places;
}

interface Following {
  readonly index: ReferenceIndex;
  readonly places: Set<ts.Node>;
  readonly todo: ts.Expression[];
}

/** @returns false where it is not known who has the value then. */
function followValue(following: Following, value: ts.Expression): boolean {
  const { parent } = value;
  if (isOnlyLookedAt(parent, value) || isText(following.index.checker, value)) return true;
  if (isHandedUp(parent, value)) {
    following.todo.push(parent as ts.Expression);
    return true;
  }
  if (ts.isSpreadAssignment(parent)) {
    following.todo.push(parent.parent);
    return true;
  }
  if (ts.isVariableDeclaration(parent)) return followDeclaration(following, parent);
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    return followArgument(following, parent, value);
  }
  return isAssignment(parent) && parent.right === value && followAssignment(following, parent);
}

/** Where the code has found out that it is none: `typeof value === "string" && log(value)`. */
function isText(checker: ts.TypeChecker, value: ts.Expression): boolean {
  const type = checker.getTypeAtLocation(value);
  const parts = type.isUnion() ? type.types : [type];
  return parts.length > 0 && parts.every(({ flags }) => flags & ts.TypeFlags.StringLike);
}

/** A member of it, its being there, or nothing. */
function isOnlyLookedAt(parent: ts.Node, value: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) {
    return parent.expression === value && !isCalledOn(parent);
  }
  if (ts.isIfStatement(parent) || ts.isConditionalExpression(parent)) {
    return (ts.isIfStatement(parent) ? parent.expression : parent.condition) === value;
  }
  if (isAssignment(parent)) return parent.left === value;
  return (
    isComparison(parent) ||
    ts.isExpressionStatement(parent) ||
    ts.isTypeOfExpression(parent) ||
    (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken)
  );
}

/** A function of the environment itself is called with it as `this`. */
const isCalledOn = (access: ts.Node) =>
  ts.isCallExpression(access.parent) && access.parent.expression === access;

function isHandedUp(parent: ts.Node, value: ts.Expression): boolean {
  if (ts.isConditionalExpression(parent)) return parent.condition !== value;
  const { AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken } = ts.SyntaxKind;
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    return [AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken].includes(kind);
  }
  return (
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isNonNullExpression(parent)
  );
}

/** `this.env = copy`, of a member that nobody else can have under another type. */
function followAssignment(following: Following, { left, parent }: ts.BinaryExpression): boolean {
  if (!ts.isExpressionStatement(parent)) return false;
  const target = innermost(left);
  const name = ts.isPropertyAccessExpression(target) ? target.name : target;
  if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return false;
  const [declaration, other] = following.index.declarationsOf(name);
  if (!declaration || other) return false;
  if (ts.isVariableDeclaration(declaration)) return followDeclaration(following, declaration);
  return isPrivate(declaration) && followMember(following, declaration, name.text);
}

/** `const { env } = this` gives it another name, which is not followed. */
function followMember(following: Following, declaration: ts.Declaration, name: string): boolean {
  const { index } = following;
  const isTakenOut = index.named(name).some((node) => {
    const { parent } = node;
    if (!ts.isBindingElement(parent) || parent.name !== node || parent.propertyName) return false;
    const from = index.checker.getTypeAtLocation(parent.parent).getProperty(name);
    return !from || from.declarations?.includes(declaration) === true;
  });
  return !isTakenOut && followUses(following, declaration, name);
}

const isPrivate = (node: ts.Declaration) =>
  (ts.isPropertyDeclaration(node) || ts.isParameter(node)) &&
  (ts.isPrivateIdentifier(node.name) ||
    (node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword) ?? false));

/** What takes it apart reads names of it: the reads say of what. */
function followDeclaration(
  following: Following,
  { name, parent }: ts.VariableDeclaration,
): boolean {
  if (!ts.isVariableDeclarationList(parent)) return false;
  if (ts.isObjectBindingPattern(name)) return name.elements.every((one) => !one.dotDotDotToken);
  return ts.isIdentifier(name) && followUses(following, name.parent as ts.Declaration, name.text);
}

function followArgument(
  following: Following,
  call: ts.CallExpression | ts.NewExpression,
  value: ts.Expression,
): boolean {
  const position = call.arguments?.indexOf(value) ?? -1;
  const before = call.arguments?.slice(0, position) ?? [];
  if (position < 0 || before.some(ts.isSpreadElement)) return false;
  const fn = functionOf(following.index, call);
  if (!fn?.body || !following.index.isOwn(fn) || takesAll(fn.body)) return false;
  const parameter = fn.parameters[position];
  if (!parameter) return true;
  const { name, dotDotDotToken } = parameter;
  if (dotDotDotToken) return false;
  const isMember = ts.isParameterPropertyDeclaration(parameter, fn);
  if (ts.isIdentifier(name)) {
    if (!isMember) return followUses(following, parameter, name.text);
    return isPrivate(parameter) && followMember(following, parameter, name.text);
  }
  following.places.add(parameter).add(name);
  return ts.isObjectBindingPattern(name) && name.elements.every((one) => !one.dotDotDotToken);
}

/** The only one that the call can mean: none that overrides it, or that is set in its place. */
function functionOf(
  index: ReferenceIndex,
  call: ts.CallExpression | ts.NewExpression,
): FunctionNode | undefined {
  const { expression } = call;
  if (ts.isCallExpression(call) && ts.isIdentifier(expression)) {
    const meant = index.declarationsOf(expression).flatMap((one) => functionIn(one) ?? []);
    return meant.length === 1 ? meant[0] : undefined;
  }
  const fn = index.checker.getResolvedSignature(call)?.declaration;
  if (!fn || !isFunctionNode(fn)) return undefined;
  return ts.isConstructorDeclaration(fn) || isPrivateMethod(fn) ? fn : undefined;
}

/** With a body: overloads have none. Whatever type a constant is said to have, it is the function. */
function functionIn(declaration: ts.Declaration): FunctionNode | undefined {
  if (ts.isFunctionDeclaration(declaration)) return declaration.body ? declaration : undefined;
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  const isConst = (declaration.parent.flags & ts.NodeFlags.Const) !== 0;
  const value = innermost(declaration.initializer);
  return isConst && isFunctionNode(value) ? value : undefined;
}

const isPrivateMethod = (fn: FunctionNode) =>
  ts.isMethodDeclaration(fn) &&
  (ts.isPrivateIdentifier(fn.name) ||
    (fn.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword) ?? false));

/** `arguments`, by which a parameter has no name. */
function takesAll(node: ts.Node): boolean {
  if (ts.isIdentifier(node)) return node.text === "arguments";
  return ts.forEachChild(node, takesAll) ?? false;
}

/** Each place that the name stands for the copy. */
function followUses(following: Following, declaration: ts.Declaration, name: string): boolean {
  const uses = following.index.referencesTo(new Set([declaration]), name);
  return uses.every((use) => use.parent === declaration || followUse(following, use));
}

function followUse({ todo }: Following, use: NameNode): boolean {
  const { parent } = use;
  if (ts.isImportSpecifier(parent) || ts.isTypeQueryNode(parent)) return true;
  const isMember = ts.isPropertyAccessExpression(parent) && parent.name === use;
  const value = isMember ? parent : use;
  if (!ts.isExpression(value) || ts.isPrivateIdentifier(value) || isNameOf(parent, use)) {
    return false;
  }
  if (isWriteTarget(value)) return isAssignment(value.parent) && value.parent.left === value;
  todo.push(value);
  return true;
}

/** A key of an object, or what a pattern takes out. */
const isNameOf = (parent: ts.Node, use: ts.Node) =>
  !ts.isPropertyAccessExpression(parent) && "name" in parent && parent.name === use;

/** Can it be the copy that is read there? What has no type can be a member of its name. */
export function isReadOfCopy(index: ReferenceIndex, places: CopiedPlaces, env: ts.Node): boolean {
  const value = ts.isExpression(env) ? innermost(env) : env;
  if ([env, value, value.parent].some((one) => places.has(one))) return true;
  if (!ts.isPropertyAccessExpression(value)) return false;
  const { name } = value;
  return (
    index.declarationsOf(name).length === 0 &&
    [...places].some((one) => ts.isPropertyAccessExpression(one) && one.name.text === name.text)
  );
}
