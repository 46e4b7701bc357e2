/** Follows a function as a value: to whoever calls it, and what they do with a promise. */
import ts from "typescript";
import type { GiveUpCode } from "../migration-plan.ts";
import { isLanguageFile, type NameNode } from "../references/reference-index.ts";
import { containerOf, isFunctionNode, isFunctionValue } from "../syntax/function-node.ts";
import { dottedName, nameText } from "../syntax/names.ts";
import { isOperator, outermost } from "../syntax/values.ts";
import {
  answersOpenly,
  isPromise,
  resultTakesPromise,
  signaturesOf,
} from "../types/promise-type.ts";
import { arrayMethodOf } from "./array-method.ts";
import { callAtOnce } from "./called-at-once.ts";
import type { FunctionGroup } from "./function-group.ts";
import { followDeclaredType } from "./function-types.ts";
import { expectationOf, isAwaitedProperty, isExpect, isKnownToAwait } from "./known-callers.ts";
import { implementationOf, isMockMethod, resolvedMethod, standsForMock } from "./mocks.ts";
import { isOfSchema } from "./schema-callback.ts";
import { takeSource } from "./sources.ts";

const { QuestionQuestionToken, BarBarToken, AmpersandAmpersandToken, EqualsToken, CommaToken } =
  ts.SyntaxKind;

/** @param value a function of the group, or an expression that stands for one. */
export function followValue(group: FunctionGroup, value: ts.Expression): void {
  const outer = outermost(value);
  const { parent } = outer;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    followCall(group, outer, parent);
  } else if (ts.isPropertyAccessExpression(parent)) {
    followMember(group, parent);
  } else if (ts.isTaggedTemplateExpression(parent) && parent.tag === outer) {
    group.addSite(parent);
  } else if (isHolder(parent) && parent.initializer === outer) {
    if (!acceptedByType(group, outer) || ts.isVariableDeclaration(parent)) group.add(parent);
    if (!ts.isVariableDeclaration(parent)) group.add(parent);
  } else if (ts.isReturnStatement(parent) || isFunctionNode(parent)) {
    followReturned(group, outer);
  } else {
    followOperator(group, outer, parent);
  }
}

type Holder =
  | ts.VariableDeclaration
  | ts.PropertyAssignment
  | ts.PropertyDeclaration
  | ts.ParameterDeclaration
  | ts.BindingElement;

function isHolder(node: ts.Node): node is Holder {
  return (
    ts.isVariableDeclaration(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node)
  );
}

/** Of the platform, which refuses a promise; known without its types. */
const SYNC_BY_NAME = /\.transactionSync$/;

function followCall(
  group: FunctionGroup,
  outer: ts.Expression,
  call: ts.CallExpression | ts.NewExpression,
): void {
  if (call.expression === outer) {
    if (ts.isNewExpression(call)) group.fail("used-as-value", call, nameText(outer) ?? null);
    else group.addSite(call);
    return;
  }
  if (ts.isCallExpression(call) && followKnownCall(group, outer, call)) return;
  if (isOfSchema(group.checker, call)) {
    group.fail(syncCallbackAt(call), outer, dottedName(call.expression));
    return;
  }
  const answer = contextAnswer(group, outer);
  if (answer === "takes" || answer === "followed") return;
  if (answer !== "refuses" && isKnownToAwait(call)) return;
  const subject = dottedName(call.expression);
  const isKnown =
    answer === "refuses" ||
    SYNC_BY_NAME.test(subject ?? "") ||
    isOfLanguage(group.checker.getResolvedSignature(call));
  group.fail(isKnown ? syncCallbackAt(call) : "unknown-callback", outer, subject);
}

/** Before a call that a request brings, the value can be read; before one at module level it can not. */
function syncCallbackAt(call: ts.Node): GiveUpCode {
  return containerOf(call).kind === "module-level" ? "module-callback" : "sync-callback";
}

/** What the language itself brings waits for nothing, unless its type says so. */
function isOfLanguage(signature: ts.Signature | undefined): boolean {
  const file = signature?.declaration?.getSourceFile();
  return file !== undefined && isLanguageFile(file);
}

/** Calls of which it is known what they do with a function: of arrays, and of tests. */
function followKnownCall(
  group: FunctionGroup,
  outer: ts.Expression,
  call: ts.CallExpression,
): boolean {
  if (arrayMethodOf(group.checker, call, outer)) {
    group.addSite(call, "array");
    return true;
  }
  if (group.doubles.has(call)) return true;
  if (standsForMock(call)) {
    followValue(group, call);
    return true;
  }
  if (waitsAsPromise(group.checker, call)) return true;
  const expectation = expectationOf(call);
  if (expectation) group.addSite(expectation, "expect");
  return expectation !== undefined || (isExpect(call) && !isFunctionNode(outer));
}

/** `promise.finally(f)` waits for `f`, though its type says that it takes nothing from it. */
function waitsAsPromise(checker: ts.TypeChecker, call: ts.CallExpression): boolean {
  const callee = call.expression;
  return (
    ts.isPropertyAccessExpression(callee) &&
    callee.name.text === "finally" &&
    isPromise(checker, checker.getTypeAtLocation(callee.expression))
  );
}

/** `f.call(…)` is a call, `f.bind(…)` another such function, `f.name` is harmless. */
function followMember(group: FunctionGroup, access: ts.PropertyAccessExpression): void {
  const call = access.parent;
  if (!ts.isCallExpression(call) || call.expression !== access) return;
  if (isMockMethod(access)) followMock(group, access, call);
  if (access.name.text === "call" || access.name.text === "apply") group.addSite(call);
  else if (access.name.text === "bind") followValue(group, call);
}

/** A test double of the function: it answers what the function answers. */
function followMock(
  group: FunctionGroup,
  access: ts.PropertyAccessExpression,
  call: ts.CallExpression,
): void {
  const resolved = resolvedMethod(access);
  if (resolved) group.renames.set(access.name, resolved);
  const implementation = implementationOf(access);
  if (implementation) {
    group.doubles.add(call);
    takeSource(group, implementation);
  }
  const next = outermost(call).parent;
  if (ts.isPropertyAccessExpression(next)) followMember(group, next);
}

/** A function that another one returns: whoever calls that one gets it. */
function followReturned(group: FunctionGroup, outer: ts.Expression): void {
  if (acceptedByType(group, outer)) return;
  const call = callAtOnce(outer);
  if (call) {
    followValue(group, call);
    return;
  }
  const name = nameOfMaker(outer);
  const text = nameText(name);
  const symbol = name && group.checker.getSymbolAtLocation(name);
  if (!text || !symbol) {
    group.fail("used-as-value", outer);
    return;
  }
  const made = new Set(symbol.declarations ?? []);
  for (const node of group.index.referencesTo(made, text)) {
    const member = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    const callee = outermost((member ? node.parent : node) as ts.Expression);
    if (ts.isCallExpression(callee.parent) && callee.parent.expression === callee) {
      followValue(group, callee.parent);
    }
  }
}

/** The name of the function that returns it. */
function nameOfMaker(outer: ts.Expression): ts.Node | undefined {
  const container = containerOf(outer);
  if (container.kind !== "function") return undefined;
  return isFunctionValue(container.node) ? nameOfHolder(container.node) : container.node.name;
}

function nameOfHolder(fn: ts.Expression): ts.Node | undefined {
  const { parent } = outermost(fn);
  return isHolder(parent) ? parent.name : undefined;
}

function followOperator(group: FunctionGroup, outer: ts.Expression, parent: ts.Node): void {
  if (ts.isConditionalExpression(parent) && parent.condition !== outer) {
    followValue(group, parent);
  } else if (isOperator(parent, QuestionQuestionToken, BarBarToken)) {
    followValue(group, parent);
  } else if (isOperator(parent, AmpersandAmpersandToken, CommaToken) && parent.right === outer) {
    followValue(group, parent);
  } else if (isOperator(parent, EqualsToken) && parent.right === outer) {
    followAssignment(group, outer, parent);
  } else if (ts.isExportAssignment(parent)) {
    group.add(parent);
  } else if (ts.isArrayLiteralExpression(parent) && !acceptedByType(group, outer)) {
    followArray(group, parent);
  } else if (!isHarmless(parent) && !acceptedByType(group, outer)) {
    group.fail("used-as-value", outer, nameText(outer) ?? null);
  }
}

/** A list of functions in a const: whoever goes through it, or takes one out, calls them. */
function followArray(group: FunctionGroup, array: ts.ArrayLiteralExpression): void {
  const owner = outermost(array).parent;
  if (ts.isPropertyAssignment(owner) && isAwaitedProperty(nameText(owner.name))) return;
  const isNamed = ts.isVariableDeclaration(owner) && ts.isIdentifier(owner.name) && !owner.type;
  if (!isNamed || !ts.isIdentifier(owner.name)) {
    group.fail("used-as-value", array);
    return;
  }
  for (const node of group.index.referencesTo(new Set([owner]), owner.name.text)) {
    if (node.parent !== owner) followList(group, node);
  }
}

/** A name that stands for a list of functions. */
function followList(group: FunctionGroup, node: NameNode): void {
  const { parent } = node;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return;
  if (ts.isForOfStatement(parent) && ts.isVariableDeclarationList(parent.initializer)) {
    for (const one of parent.initializer.declarations) group.add(one);
  } else if (ts.isElementAccessExpression(parent) && parent.expression === node) {
    followValue(group, parent);
  } else if (!ts.isPropertyAccessExpression(parent) || parent.name.text !== "length") {
    group.fail("used-as-value", node, node.text);
  }
}

function followAssignment(
  group: FunctionGroup,
  outer: ts.Expression,
  assignment: ts.BinaryExpression,
): void {
  const { left } = assignment;
  const name = ts.isPropertyAccessExpression(left) ? left.name : left;
  const own = group.index.declarationsOf(name).filter((one) => group.index.canChange(one));
  for (const one of own) group.add(one);
  if (own.length === 0 && !acceptedByType(group, outer)) group.fail("used-as-value", outer);
}

/** Compared, tested or dropped: nobody calls it there. A component is awaited by who renders it. */
function isHarmless(parent: ts.Node): boolean {
  return (
    ts.isBinaryExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isTypeOfExpression(parent) ||
    ts.isIfStatement(parent) ||
    ts.isConditionalExpression(parent) ||
    ts.isExpressionStatement(parent) ||
    ts.isJsxOpeningElement(parent) ||
    ts.isJsxClosingElement(parent) ||
    ts.isJsxSelfClosingElement(parent)
  );
}

function acceptedByType(group: FunctionGroup, outer: ts.Expression): boolean {
  const answer = contextAnswer(group, outer);
  return answer === "takes" || answer === "followed";
}

type ContextAnswer = "takes" | "refuses" | "open" | "followed" | undefined;

/** What is expected where the function is given. A function type of the repository changes too. */
function contextAnswer(group: FunctionGroup, outer: ts.Expression): ContextAnswer {
  const type = group.checker.getContextualType(outer);
  if (!type) return undefined;
  const answer = resultTakesPromise(group.checker, group.checker.getNonNullableType(type));
  if (answer === "takes" || answer === undefined) return answer;
  const signatures = signaturesOf(group.checker, group.checker.getNonNullableType(type));
  const changed = signatures.filter(
    (one) => answer === "refuses" || answersOpenly(group.checker, one),
  );
  const own = changed.flatMap(({ declaration }) =>
    declaration && group.index.canChange(declaration) ? [declaration] : [],
  );
  if (own.length === 0) return answer;
  for (const declaration of own) followDeclaredType(group, declaration);
  return "followed";
}
