/** Finds a group by following each reference of each declaration until nothing new turns up. */
import ts from "typescript";
import { classReach } from "../../source/reach/entry-points.ts";
import type { NameNode, ReferenceIndex } from "../references/reference-index.ts";
import { type FunctionNode, isFunctionNode, isFunctionValue } from "../syntax/function-node.ts";
import { isMember, nameText } from "../syntax/names.ts";
import { innermost } from "../syntax/values.ts";
import { FunctionGroup } from "./function-group.ts";
import { followNamedType, followType } from "./function-types.ts";
import { relatedMembers } from "./related-members.ts";
import { takenWhole } from "./shown-getter.ts";
import { takeArguments } from "./sources.ts";
import { followValue } from "./value-flow.ts";

const LANGUAGE_METHODS: ReadonlySet<string> = new Set([
  ...["toString", "toLocaleString", "valueOf", "toJSON", "then"],
]);

/** More rounds than code has levels; a bound all the same. */
const ROUNDS_MAX = 50;

/** Everything that changes when `start` becomes async. */
export function collectGroup(index: ReferenceIndex, start: FunctionNode): FunctionGroup {
  const group = new FunctionGroup(index);
  const names = new Set<string>();
  const uses = new Set<ts.Node>();
  const refused = new Set<FunctionNode>();
  group.addBody(start);
  for (let round = 0; round < ROUNDS_MAX && !isSettled(group, refused); round++) {
    for (const body of group.bodies) {
      if (!refused.has(body)) refuseBody(group, body);
      refused.add(body);
    }
    for (const value of group.newValues.splice(0)) followValue(group, value);
    for (const declaration of group.newDeclarations.splice(0)) spread(group, declaration, names);
    for (const name of names) look(group, name, uses);
  }
  return group;
}

function isSettled(group: FunctionGroup, refused: ReadonlySet<FunctionNode>): boolean {
  const open = group.newValues.length + group.newDeclarations.length;
  return open === 0 && refused.size === group.bodies.size;
}

/** What a declaration brings with it. */
function spread(group: FunctionGroup, declaration: ts.Declaration, names: Set<string>): void {
  const outside = group.answersPromises ? undefined : group.index.outside.find(declaration);
  if (outside) group.fail("outside-caller", outside, nameOf(declaration));
  const name = nameText(ts.getNameOfDeclaration(declaration));
  const text = name ?? (isDefault(declaration) ? "default" : undefined);
  if (text !== undefined) names.add(text);
  for (const other of overloads(group, declaration)) group.add(other);
  if (isFunctionNode(declaration)) group.addBody(declaration);
  if (isSignature(declaration) && declaration.type) group.annotations.add(declaration.type);
  followNamedType(group, declaration);
  if (isTyped(declaration) && declaration.type) followType(group, declaration.type);
  if (ts.isParameter(declaration)) takeArguments(group, declaration);
  const value = initializerOf(declaration);
  if (value && isFunctionValue(value)) group.addBody(value);
  relatedMembers(group, declaration);
}

const nameOf = (declaration: ts.Declaration) =>
  nameText(ts.getNameOfDeclaration(declaration)) ?? null;

function overloads(group: FunctionGroup, declaration: ts.Declaration): readonly ts.Declaration[] {
  const name = ts.getNameOfDeclaration(declaration);
  const symbol = name && group.checker.getSymbolAtLocation(name);
  const all = symbol?.declarations ?? [];
  return all.filter((one) => ts.isFunctionLike(one) && !ts.isConstructorDeclaration(one));
}

/** Follows what refers to the group under a name, and takes in what belongs to it. */
function look(group: FunctionGroup, name: string, uses: Set<ts.Node>): void {
  for (const node of group.index.named(name)) relateName(group, node);
  for (const node of group.index.referencesTo(group.declarations, name)) {
    if (uses.has(node)) continue;
    uses.add(node);
    followName(group, node);
  }
}

function refuseBody(group: FunctionGroup, body: FunctionNode): void {
  const subject = nameText(body.name) ?? null;
  if (ts.isConstructorDeclaration(body)) refuseConstructor(group, body);
  else if (ts.isSetAccessorDeclaration(body)) group.fail("setter", body, subject);
  else if (ts.isGetAccessorDeclaration(body)) refuseGetter(group, body);
  else if (isCalledByLanguage(body)) group.fail("library-type", body, subject);
  else if ("asteriskToken" in body && body.asteriskToken) group.fail("generator", body, subject);
  else if (body.type && ts.isTypePredicateNode(body.type)) {
    group.fail("type-predicate", body, subject);
  }
}

function refuseGetter(group: FunctionGroup, body: ts.GetAccessorDeclaration): void {
  const taken = takenWhole(group.index, body);
  if (taken) group.fail("getter", taken, nameText(body.name) ?? null);
}

/** Who makes a Durable Object is not in the repository, and can give it nothing. */
function refuseConstructor(group: FunctionGroup, body: ts.ConstructorDeclaration): void {
  const made = classReach(body.parent, group.index);
  const code = made ? "platform-constructor" : "constructor";
  group.fail(code, body, nameText(body.parent.name) ?? null);
}

/** `toString` and its like: the language calls them, and takes what they answer as it is. */
function isCalledByLanguage(body: FunctionNode): boolean {
  const name = ts.isFunctionExpression(body) || ts.isArrowFunction(body) ? body.parent : body;
  const declared = isMember(name) ? name.name : undefined;
  if (declared && ts.isComputedPropertyName(declared)) {
    return declared.expression.getText().startsWith("Symbol.");
  }
  return LANGUAGE_METHODS.has(nameText(declared) ?? "");
}

/** A member or a destructured name that is called like one of the group, and belongs to it. */
function relateName(group: FunctionGroup, node: NameNode): void {
  const { parent } = node;
  if (ts.isBindingElement(parent) && parent.name === node && !parent.propertyName) {
    const from = group.checker.getTypeAtLocation(parent.parent).getProperty(node.text);
    if (from?.declarations?.some((one) => group.declarations.has(one))) group.add(parent);
  } else if (isMember(parent) && parent.name === node && !group.declarations.has(parent)) {
    if (relatedMembers(group, parent, true)) group.add(parent);
  }
}

/** One reference of the group: what its value is used for. */
function followName(group: FunctionGroup, node: NameNode): void {
  const { parent } = node;
  if (group.declarations.has(parent as ts.Declaration) && isNameOf(parent, node)) return;
  if (isOnlyNaming(parent)) return;
  if (ts.isBindingElement(parent) || ts.isShorthandPropertyAssignment(parent)) {
    group.add(parent);
  } else if (ts.isTypeQueryNode(parent) || ts.isQualifiedName(parent)) {
    followTypeQuery(group, node);
  } else {
    followExpression(group, node);
  }
}

function followExpression(group: FunctionGroup, node: NameNode): void {
  const { parent } = node;
  const member =
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isElementAccessExpression(parent) && parent.argumentExpression === node);
  const value = member ? (parent as ts.Expression) : (node as ts.Expression);
  if (isGetter(group)) followGetter(group, value);
  else if (ts.isExpression(value) || ts.isIdentifier(value)) followValue(group, value);
}

const isGetter = (group: FunctionGroup) => [...group.bodies].some(ts.isGetAccessorDeclaration);

function followGetter(group: FunctionGroup, value: ts.Expression): void {
  if (ts.isPropertyAccessExpression(value)) group.addSite(value, "getter");
  else group.fail("getter", value);
}

function isOnlyNaming(parent: ts.Node): boolean {
  return (
    ts.isImportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isNamespaceImport(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isExportAssignment(parent) ||
    ts.isTypeReferenceNode(parent) ||
    ts.isExpressionWithTypeArguments(parent) ||
    isFunctionNode(parent)
  );
}

const isNameOf = (parent: ts.Node, node: ts.Node) => "name" in parent && parent.name === node;

function followTypeQuery(group: FunctionGroup, node: ts.Node): void {
  let query = node.parent;
  while (ts.isQualifiedName(query)) query = query.parent;
  const reference = query.parent;
  if (isTyped(reference) && reference.type === query) group.add(reference);
  // `interface Context extends ReturnType<typeof load> {}` names it as an expression.
  if (!ts.isTypeReferenceNode(reference) && !ts.isExpressionWithTypeArguments(reference)) return;
  const named = ts.isTypeReferenceNode(reference) ? reference.typeName : reference.expression;
  if (!ts.isIdentifier(named) || named.text !== "ReturnType") return;
  const around = reference.parent;
  const awaited =
    ts.isTypeReferenceNode(around) &&
    ts.isIdentifier(around.typeName) &&
    around.typeName.text === "Awaited";
  if (!awaited) group.returnTypes.add(reference);
}

function isDefault(declaration: ts.Declaration): boolean {
  return (
    ts.isExportAssignment(declaration) ||
    (ts.canHaveModifiers(declaration) &&
      (declaration.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false))
  );
}

function isSignature(node: ts.Node): node is ts.MethodSignature | ts.CallSignatureDeclaration {
  return ts.isMethodSignature(node) || ts.isCallSignatureDeclaration(node);
}

function isTyped(
  node: ts.Node,
): node is
  | ts.VariableDeclaration
  | ts.ParameterDeclaration
  | ts.PropertySignature
  | ts.PropertyDeclaration
  | ts.TypeAliasDeclaration {
  return (
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isPropertySignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isTypeAliasDeclaration(node)
  );
}

function initializerOf(node: ts.Declaration): ts.Expression | undefined {
  const value =
    ts.isVariableDeclaration(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isBindingElement(node)
      ? node.initializer
      : ts.isExportAssignment(node)
        ? node.expression
        : undefined;
  return value && innermost(value);
}
