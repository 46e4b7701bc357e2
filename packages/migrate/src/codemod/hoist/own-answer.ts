/**
 * What a constructor asks for only where it is not given: `deps.config ?? loadConfig(env)`. From now on
 * everybody gives it, and the types say so; who gives an own one already goes on as before, and asks nobody.
 */
import ts from "typescript";
import { isSetAgain } from "../asyncify/movable.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { nameText } from "../syntax/names.ts";
import { innermost, isOperator } from "../syntax/values.ts";
import { isPlain } from "./first-value.ts";

export interface OwnAnswer {
  /** What stands on its left is all that is left of it. */
  readonly node: ts.BinaryExpression;
  /** Of the parameter that has it. */
  readonly position: number;
  /** Of that parameter's type; undefined where the answer is the parameter itself. */
  readonly member: ts.PropertySignature | undefined;
}

/** What a constructor looks at before it asks: a parameter, or a member of one. */
interface Looked {
  readonly parameter: ts.ParameterDeclaration;
  readonly member: string | undefined;
}

/** @returns undefined where the constructor asks in any case, or looks at what it is given elsewhere, too. */
export function ownAnswerOf(
  index: ReferenceIndex,
  call: ts.CallExpression,
  { parameters }: ts.ConstructorDeclaration,
): OwnAnswer | undefined {
  const node = call.parent;
  const { BarBarToken, QuestionQuestionToken } = ts.SyntaxKind;
  if (!isOperator(node, BarBarToken, QuestionQuestionToken) || node.right !== call)
    return undefined;
  const looked = lookedAt(index, node.left);
  const position = looked ? parameters.indexOf(looked.parameter) : -1;
  if (!looked || position < 0 || !takesAnswer(index, node)) return undefined;
  if (!parameters.slice(0, position).every(canBeLeftOpen)) return undefined;
  const { questionToken, initializer, type } = looked.parameter;
  if (looked.member === undefined) {
    return questionToken && !initializer ? { node, position, member: undefined } : undefined;
  }
  const isOpen = !initializer || isEmptyLiteral(initializer);
  const member = isOpen && type ? memberOf(index, looked.parameter, looked.member) : undefined;
  return member && isAskedOnlyHere(index, member, node.left)
    ? { node, position, member }
    : undefined;
}

/** `env?: Env` becomes `env: Env | undefined` before what every call gives from now on. */
const canBeLeftOpen = ({ questionToken, type, dotDotDotToken }: ts.ParameterDeclaration) =>
  !dotDotDotToken && (!questionToken || type !== undefined);

const isEmptyLiteral = (node: ts.Expression) =>
  ts.isObjectLiteralExpression(node) && node.properties.length === 0;

/** Where nothing else of the constructor looks at it: it is there in any case from now on. */
function lookedAt(index: ReferenceIndex, left: ts.Expression): Looked | undefined {
  const isMember = ts.isPropertyAccessExpression(left);
  const root = isMember ? left.expression : left;
  const [declaration] = ts.isIdentifier(root) ? index.declarationsOf(root) : [];
  if (!declaration) return undefined;
  if (ts.isParameter(declaration) && ts.isIdentifier(declaration.name)) {
    const { name } = declaration;
    if (ts.isParameterPropertyDeclaration(declaration, declaration.parent)) return undefined;
    if (isSetAgain(index, declaration)) return undefined;
    const member = isMember ? left.name.text : undefined;
    const isHarmless = (use: ts.Node) =>
      use === name || (isMember ? isOtherMember(use, left) : use === left);
    return usesOf(index, declaration, name.text).every(isHarmless)
      ? { parameter: declaration, member }
      : undefined;
  }
  return isMember ? undefined : lookedAtPart(index, left, declaration);
}

/** `config` of `constructor(env: Env, { config }: Dependencies)`. */
function lookedAtPart(
  index: ReferenceIndex,
  left: ts.Expression,
  part: ts.Declaration,
): Looked | undefined {
  if (!ts.isBindingElement(part) || part.initializer || part.dotDotDotToken) return undefined;
  const parameter = part.parent.parent;
  const member = nameText(part.propertyName ?? part.name);
  if (!ts.isParameter(parameter) || !ts.isIdentifier(part.name)) return undefined;
  const uses = usesOf(index, part, part.name.text);
  const isHarmless = (use: ts.Node) => use === part.name || use === left;
  return member !== undefined && uses.every(isHarmless) ? { parameter, member } : undefined;
}

const usesOf = (index: ReferenceIndex, declaration: ts.Declaration, name: string) =>
  index.referencesTo(new Set([declaration]), name);

/** `deps.fetch` beside `deps.config`. */
function isOtherMember({ parent }: ts.Node, left: ts.PropertyAccessExpression): boolean {
  if (parent === left) return true;
  return ts.isPropertyAccessExpression(parent) && parent.name.text !== left.name.text;
}

/** Can what is asked for stand where the answer that is given does, for the compiler? */
function takesAnswer({ checker }: ReferenceIndex, { left, right }: ts.BinaryExpression): boolean {
  const type = checker.getTypeAtLocation(left);
  const parts = type.isUnion() ? type.types : [type];
  // Without strict null checks, nobody can tell who gives nothing.
  const isOptional = parts.some(({ flags }) => flags & ts.TypeFlags.Undefined);
  const { Any, Unknown, Null, TypeParameter } = ts.TypeFlags;
  if (!isOptional || parts.some(({ flags }) => flags & (Any | Unknown | Null | TypeParameter))) {
    return false;
  }
  return checker.isTypeAssignableTo(
    checker.getTypeAtLocation(right),
    checker.getNonNullableType(type),
  );
}

/** `config?: Config`, of a type that is for this parameter alone. */
function memberOf(
  index: ReferenceIndex,
  { type }: ts.ParameterDeclaration,
  name: string,
): ts.PropertySignature | undefined {
  const members = type && membersOf(index, type);
  const member = members?.find((one) => nameText(one.name) === name);
  const isOptional = member && ts.isPropertySignature(member) && member.questionToken !== undefined;
  return isOptional ? member : undefined;
}

function membersOf(
  index: ReferenceIndex,
  type: ts.TypeNode,
): readonly ts.TypeElement[] | undefined {
  if (ts.isTypeLiteralNode(type)) return type.members;
  if (!ts.isTypeReferenceNode(type) || type.typeArguments || !ts.isIdentifier(type.typeName)) {
    return undefined;
  }
  const [named, other] = index.declarationsOf(type.typeName);
  if (!named || other || !index.isOwn(named)) return undefined;
  const isNamed = ts.isInterfaceDeclaration(named) || ts.isTypeAliasDeclaration(named);
  if (!isNamed || !isForOne(index, named, type)) return undefined;
  if (ts.isInterfaceDeclaration(named)) return named.members;
  return ts.isTypeLiteralNode(named.type) ? named.type.members : undefined;
}

/** Is the type named for nothing else than the parameter? */
function isForOne(
  index: ReferenceIndex,
  named: ts.InterfaceDeclaration | ts.TypeAliasDeclaration,
  type: ts.TypeReferenceNode,
): boolean {
  return usesOf(index, named, named.name.text).every((use) => {
    const { parent } = use;
    const isListed = ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent);
    return isListed || parent === named || parent === type;
  });
}

/** Does nobody else look at the member? Who makes such an object writes it in a literal. */
function isAskedOnlyHere(
  index: ReferenceIndex,
  member: ts.PropertySignature,
  left: ts.Expression,
): boolean {
  const name = nameText(member.name) ?? "";
  return usesOf(index, member, name).every(({ parent }) => {
    const isKey = ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent);
    return isKey || parent === member || parent === left || ts.isBindingElement(parent);
  });
}

/** Does who makes the object give the answer? Undefined where that is not plain. */
export function givesOwn(
  index: ReferenceIndex,
  { arguments: given }: ts.NewExpression,
  { position, member, node }: OwnAnswer,
): boolean | undefined {
  if (!given || given.some(ts.isSpreadElement)) return undefined;
  const argument = given[position];
  // What is behind it is there before anybody asks, and must not differ for that.
  const isLacking = given.slice(position + 1).every(isPlain) ? false : undefined;
  if (!argument || isUndefined(argument)) return isLacking;
  const { checker } = index;
  const isThere = (type: ts.Type) => isSurely(type, node.operatorToken.kind);
  if (!member) return isThere(checker.getTypeAtLocation(argument)) || undefined;
  const name = nameText(member.name) ?? "";
  const inner = innermost(argument);
  if (!ts.isObjectLiteralExpression(inner)) return hasMember(index, argument, name, isThere);
  if (inner.properties.some(ts.isSpreadAssignment)) return undefined;
  const own = inner.properties.find((one) => nameText(one.name) === name);
  if (!own) return inner === argument ? isLacking : undefined;
  return isThere(checker.getTypeAtLocation(givenBy(own))) || undefined;
}

/** What an object literal gives under a name. */
const givenBy = (own: ts.ObjectLiteralElementLike) =>
  ts.isPropertyAssignment(own) ? own.initializer : (own.name ?? own);

function hasMember(
  { checker }: ReferenceIndex,
  argument: ts.Expression,
  name: string,
  isThere: (type: ts.Type) => boolean,
): boolean | undefined {
  const member = checker.getPropertyOfType(checker.getTypeAtLocation(argument), name);
  if (!member || member.flags & ts.SymbolFlags.Optional) return undefined;
  return isThere(checker.getTypeOfSymbolAtLocation(member, argument)) || undefined;
}

/** `undefined`, as a call says that it gives nothing. */
export const isUndefined = (node: ts.Expression) =>
  ts.isIdentifier(node) && node.text === "undefined";

/** Objects; and before `??` whatever is no `null` and no `undefined`. */
function isSurely(type: ts.Type, operator: ts.SyntaxKind): boolean {
  const { Any, Unknown, Null, Undefined, Void, TypeParameter, Object: Objects } = ts.TypeFlags;
  const nothing = Any | Unknown | Null | Undefined | Void | TypeParameter;
  const parts = type.isUnion() ? type.types : [type];
  return parts.every(({ flags }) =>
    operator === ts.SyntaxKind.BarBarToken ? flags & Objects : !(flags & nothing),
  );
}
