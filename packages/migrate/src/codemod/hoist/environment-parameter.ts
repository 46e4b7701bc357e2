/**
 * Where a function gets its environment from: a parameter (`env`), a member of one (`c.env`), a part of
 * one (`{ env }`), or what a constructor kept of these (`this.env`); and what that is where it is called.
 */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import type { FunctionNode } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { innermost, isAssignment, rootOf } from "../syntax/values.ts";

export interface PlaceInParameters {
  readonly position: number;
  /** Names of members, from the parameter to the environment; none where it is the parameter. */
  readonly path: readonly string[];
}

/** @returns undefined where `env` comes from somewhere else. */
export function placeInParameters(
  index: ReferenceIndex,
  env: ts.Expression,
  taker: FunctionNode,
): PlaceInParameters | undefined {
  const node = innermost(env);
  if (ts.isIdentifier(node)) return placeOfName(index, node, taker);
  if (!ts.isPropertyAccessExpression(node) || node.questionDotToken) return undefined;
  if (node.expression.kind === ts.SyntaxKind.ThisKeyword) {
    return ts.isConstructorDeclaration(taker)
      ? placeOfMember(index, node.name.text, taker)
      : undefined;
  }
  const owner = placeInParameters(index, node.expression, taker);
  return owner && { ...owner, path: [...owner.path, node.name.text] };
}

function placeOfName(
  index: ReferenceIndex,
  node: ts.Identifier,
  taker: FunctionNode,
): PlaceInParameters | undefined {
  for (const declaration of index.declarationsOf(node)) {
    const source = constantSource(declaration);
    if (source) return placeInParameters(index, source, taker);
    const place = placeOfPart(index, declaration, taker) ?? placeOfParameter(declaration, taker);
    if (place) return place;
  }
  return undefined;
}

/** `const { env } = c`, where `c` is a parameter. */
function placeOfPart(
  index: ReferenceIndex,
  declaration: ts.Declaration,
  taker: FunctionNode,
): PlaceInParameters | undefined {
  const owner = takenFrom(declaration);
  const whole = owner && placeInParameters(index, owner.source, taker);
  return whole && { ...whole, path: [...whole.path, owner.name] };
}

/** `env`, and `{ env }`. */
function placeOfParameter(
  declaration: ts.Declaration,
  { parameters }: FunctionNode,
): PlaceInParameters | undefined {
  const part = ts.isBindingElement(declaration) ? declaration : undefined;
  const position = parameters.findIndex((one) => one === (part?.parent.parent ?? declaration));
  if (position < 0 || part?.initializer || part?.dotDotDotToken) return undefined;
  if (!part) return { position, path: [] };
  const name = nameText(part.propertyName ?? part.name);
  return name !== undefined && ts.isObjectBindingPattern(part.parent)
    ? { position, path: [name] }
    : undefined;
}

/** `c`, and `env`, of `const { env } = c`. */
function takenFrom(
  declaration: ts.Declaration,
): { readonly source: ts.Expression; readonly name: string } | undefined {
  if (!ts.isBindingElement(declaration) || !ts.isObjectBindingPattern(declaration.parent)) {
    return undefined;
  }
  const { initializer, dotDotDotToken, propertyName, name: own, parent } = declaration;
  const source = constantSource(parent.parent);
  const name = nameText(propertyName ?? own);
  const isPlain = !initializer && !dotDotDotToken && name !== undefined;
  return source && isPlain ? { source, name } : undefined;
}

/** `c.env` of `const env = c.env`. */
function constantSource(declaration: ts.Declaration): ts.Expression | undefined {
  const isConstant =
    ts.isVariableDeclaration(declaration) &&
    ts.isVariableDeclarationList(declaration.parent) &&
    !!(declaration.parent.flags & ts.NodeFlags.Const);
  return isConstant ? declaration.initializer : undefined;
}

/** `constructor(private env: Env)`, or `this.env = …`, once and where nothing decides over it. */
function placeOfMember(
  index: ReferenceIndex,
  name: string,
  taker: ts.ConstructorDeclaration,
): PlaceInParameters | undefined {
  const { parameters, body } = taker;
  const [kept, other] = body ? settingsOf(body, name) : [];
  const position = parameters.findIndex(
    (one) => nameText(one.name) === name && ts.isParameterPropertyDeclaration(one, one.parent),
  );
  if (position >= 0) return kept ? undefined : { position, path: [] };
  const isPlain = kept !== undefined && !other && kept.parent.parent === body;
  const isGiven = isPlain && rootOf(kept.right)?.kind === ts.SyntaxKind.Identifier;
  return isGiven ? placeInParameters(index, kept.right, taker) : undefined;
}

/** All that sets the member. */
function settingsOf(node: ts.Node, name: string): ts.BinaryExpression[] {
  const own =
    isAssignment(node) &&
    ts.isPropertyAccessExpression(node.left) &&
    node.left.expression.kind === ts.SyntaxKind.ThisKeyword &&
    node.left.name.text === name;
  const parts: ts.BinaryExpression[] = [];
  ts.forEachChild(node, (child) => {
    parts.push(...settingsOf(child, name));
  });
  return own ? [node, ...parts] : parts;
}

/** The text of what is at `path` of an argument; undefined where it can not be read once more. */
export function textAt(given: ts.Expression, path: readonly string[]): string | undefined {
  const node = innermost(given);
  const [name, ...rest] = path;
  if (name === undefined || !ts.isObjectLiteralExpression(node)) {
    const isCast = node !== given && !ts.isParenthesizedExpression(given) && name !== undefined;
    const text = isCast ? `(${given.getText()})` : given.getText();
    return rootOf(node) && [text, ...path].join(".");
  }
  if (node.properties.some(ts.isSpreadAssignment)) return undefined;
  const property = node.properties.find((one) => nameText(one.name) === name);
  if (property && ts.isShorthandPropertyAssignment(property)) return [name, ...rest].join(".");
  return property && ts.isPropertyAssignment(property)
    ? textAt(property.initializer, rest)
    : undefined;
}

/** The type of what is at `path` of an argument; undefined where it has no such member. */
export function typeAt(
  checker: ts.TypeChecker,
  given: ts.Expression,
  path: readonly string[],
): ts.Type | undefined {
  let type: ts.Type | undefined = checker.getTypeAtLocation(given);
  for (const name of path) {
    const member: ts.Symbol | undefined = type && checker.getPropertyOfType(type, name);
    type = member && checker.getTypeOfSymbolAtLocation(member, given);
  }
  return type;
}
