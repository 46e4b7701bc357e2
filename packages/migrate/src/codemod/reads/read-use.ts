/** How one read is used, and which function of the helper answers what it needs. */
import ts from "typescript";
import type { HelperFunction } from "../migration-plan.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { nameText } from "../syntax/names.ts";
import { isAssignment, outermost, passedOn } from "../syntax/values.ts";
import { isAskedArgument, isAskedIn } from "./asked-argument.ts";
import { askedType, saysSomething } from "./asked-type.ts";
import { isInCaughtCall } from "./caught-call.ts";
import { isComparedAsId, isKeyOfTable, nameOfMember } from "./compared-id.ts";
import { isComparedWithText } from "./compared-text.ts";
import { isDeclaredBoth } from "./declared-members.ts";
import { isListedToChoose } from "./listed-value.ts";
import { isReplacedBeforeUse } from "./replaced-default.ts";
import { isSetting } from "./settings-object.ts";
import { isWithin, type Test, testOf } from "./test-of.ts";
import { isFallenThrough, toleratesNothing } from "./tolerant-code.ts";
import { usesOf } from "./variable-uses.ts";

/** A read that is an expression. */
export interface ReadUse {
  /** The expression that the look-up takes the place of; with its `!`. */
  readonly target: ts.Expression;
  readonly test: Test | undefined;
  readonly helper: HelperFunction;
  /** Whether the type says that it can be missing; undefined where there is no type. */
  readonly optional: boolean | undefined;
  /** Keep the type that the code has had for it: a `string` that may be missing. */
  readonly castToString: boolean;
}

/** @param node the value: `env.K`. @param optional see `ReadUse`. */
export function useOf(
  index: ReferenceIndex,
  node: ts.Expression,
  optional: boolean | undefined,
): ReadUse {
  const target = withAssertion(node);
  const tested = testOf(node, index.checker);
  // A `!` is for the compiler alone, unless what it says goes on into the type of something else.
  const test = target === node || !tested?.leaks ? tested : undefined;
  const base = { target, test, optional, castToString: false };
  if (test) return { ...base, helper: helperOfTest(test) };
  // `"K" in env`: what it is given to takes the answer, and not the secret.
  if (ts.isBinaryExpression(node)) return { ...base, helper: "findSecret" };
  if (isFallenThrough(node)) return { ...base, helper: "getSecret" };
  if (target !== node) return { ...base, ...useOfAsserted(index, target) };
  if (toleratesNothing(node) || isComparedForSure(index.checker, node, nameOfMember(node))) {
    return { ...base, helper: "findSecret" };
  }
  const variable = variableOf(node);
  if (variable) return { ...base, ...useOfVariable(index, variable, optional) };
  const helper = helperOfValue(index.checker, node, optional);
  if (helper === "findSecret" && isOfUnknownCall(index, node, optional)) {
    return { ...base, helper, castToString: true };
  }
  return { ...base, ...unlessTolerated(index, node, helper) };
}

/**
 * Is it given to what has no type here, by an environment without one, or while types differ on whether it can
 * be missing? Once packages are installed it may be a `string` that is given to one.
 */
function isOfUnknownCall(
  index: ReferenceIndex,
  node: ts.Expression,
  optional: boolean | undefined,
): boolean {
  const { checker } = index;
  const outer = outermost(node);
  const call = callGiven(outer);
  const isScript = (node.flags & ts.NodeFlags.JavaScriptFile) !== 0;
  if (optional !== undefined || !call || isScript || !ts.isPropertyAccessExpression(node))
    return false;
  const isAny = (value: ts.Expression) => checker.getTypeAtLocation(value).flags & ts.TypeFlags.Any;
  if (!isAny(node.expression)) return false;
  if ([expectedType(checker, outer), askedType(checker, outer)].some(saysSomething)) return false;
  return !!isAny(call.expression) || isDeclaredBoth(index, node.expression, node.name.text);
}

/** The call that is given the value, or an object that holds it. */
function callGiven(value: ts.Expression): ts.CallExpression | undefined {
  const { parent } = value;
  if (ts.isPropertyAssignment(parent)) return callGiven(outermost(parent.parent));
  return ts.isCallExpression(parent) && parent.expression !== value ? parent : undefined;
}

/** What is no error where it is missing stays the `string` that it was for the compiler. */
function unlessTolerated(
  index: ReferenceIndex,
  target: ts.Expression,
  helper: HelperFunction,
): VariableUse {
  const value = passedOn(target);
  const isTolerated =
    helper === "requireSecret" &&
    (isInCaughtCall(index, target) ||
      isKeyOfTable(target, nameOfMember(target)) ||
      isSetting(index, value) ||
      isAskedArgument(index, value) ||
      isListedToChoose(index, value));
  return isTolerated ? asText(target) : { helper, castToString: false };
}

/** Is it only compared, and with what is there? A missing one is another one. */
const isComparedForSure = (
  checker: ts.TypeChecker,
  node: ts.Expression,
  name: string | undefined,
) => isComparedWithText(checker, node) || isComparedAsId(checker, node, name);

const asText = ({ flags }: ts.Node): VariableUse => ({
  helper: "findSecret",
  castToString: !(flags & ts.NodeFlags.JavaScriptFile),
});

function useOfAsserted(index: ReferenceIndex, target: ts.Expression): VariableUse {
  const variable = variableOf(target);
  if (variable && isReplacedBeforeUse(index, variable)) return asText(target);
  return unlessTolerated(index, target, "requireSecret");
}

/** With the `!` after it. */
function withAssertion(node: ts.Expression): ts.Expression {
  let current = node;
  for (;;) {
    const outer = current.parent;
    if (ts.isNonNullExpression(outer)) current = outer;
    else if (ts.isParenthesizedExpression(outer) && ts.isNonNullExpression(outer.parent)) {
      current = outer;
    } else return current;
  }
}

function helperOfTest(test: Test): HelperFunction {
  return test.kind === "undefined" || test.leaks ? "findSecret" : "getSecret";
}

function helperOfValue(
  checker: ts.TypeChecker,
  node: ts.Expression,
  optional: boolean | undefined,
): HelperFunction {
  if (optional === true) return "findSecret";
  const outer = passedOn(node);
  if (optional === false) return isForOptional(checker, outer) ? "findSecret" : "requireSecret";
  if (isTakenApart(outer)) return "requireSecret";
  const expected = [expectedType(checker, outer), askedType(checker, outer)].find(saysSomething);
  return !expected || takesUndefined(expected) ? "findSecret" : "requireSecret";
}

/** `env.K.split(",")`: a missing value throws there, and always did. */
function isTakenApart(outer: ts.Expression): boolean {
  const { parent } = outer;
  const takes = ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent);
  return takes && parent.expression === outer && !parent.questionDotToken;
}

/** What is set counts as it was declared: the compiler forgets that it can be missing where it is set. */
function expectedType(checker: ts.TypeChecker, outer: ts.Expression): ts.Type | undefined {
  const { parent } = outer;
  if (!isAssignment(parent) || parent.right !== outer) return checker.getContextualType(outer);
  const { left } = parent;
  const symbol = checker.getSymbolAtLocation(
    ts.isPropertyAccessExpression(left) ? left.name : left,
  );
  return symbol ? checker.getTypeOfSymbol(symbol) : checker.getContextualType(outer);
}

/** Is it given to code of the repository that is made for a missing value: as an argument, as a member? */
function isForOptional(checker: ts.TypeChecker, outer: ts.Expression): boolean {
  const { parent } = outer;
  const declared = ts.isPropertyAssignment(parent)
    ? memberFor(checker, parent)?.declarations?.[0]
    : calledFor(checker, outer);
  if (!declared || declared.getSourceFile().isDeclarationFile) return false;
  const expected = checker.getContextualType(outer);
  return expected !== undefined && takesUndefined(expected);
}

function calledFor(checker: ts.TypeChecker, outer: ts.Expression): ts.Node | undefined {
  const call = outer.parent;
  if (!ts.isCallExpression(call) || call.expression === outer) return undefined;
  return checker.getResolvedSignature(call)?.declaration;
}

/** What the type that an object literal has to be of, or to be a promise of, calls the member. */
function memberFor(checker: ts.TypeChecker, member: ts.PropertyAssignment): ts.Symbol | undefined {
  const type = checker.getContextualType(member.parent);
  const name = nameText(member.name);
  const object = type && (checker.getAwaitedType(type) ?? type);
  if (!object || name === undefined) return undefined;
  return checker.getPropertyOfType(checker.getNonNullableType(object), name);
}

function takesUndefined(type: ts.Type): boolean {
  const parts = type.isUnion() ? type.types : [type];
  return parts.some(({ flags }) => flags & ts.TypeFlags.Undefined);
}

/** The variable that the value, or what it falls through to, is given to. */
function variableOf(node: ts.Expression): ts.VariableDeclaration | undefined {
  const { parent } = passedOn(node);
  return ts.isVariableDeclaration(parent) ? parent : undefined;
}

type Variable = ts.VariableDeclaration | ts.BindingElement;

export interface VariableUse {
  readonly helper: HelperFunction;
  readonly castToString: boolean;
}

/** What the uses of a variable say about the value that it is given. */
export function useOfVariable(
  index: ReferenceIndex,
  variable: Variable,
  optional: boolean | undefined,
): VariableUse {
  const use = useByUses(index, variable, optional);
  const isLater = use.helper === "requireSecret" && isReplacedBeforeUse(index, variable);
  return isLater ? asText(variable) : use;
}

function useByUses(
  index: ReferenceIndex,
  variable: Variable,
  optional: boolean | undefined,
): VariableUse {
  const annotated = "type" in variable ? variable.type : undefined;
  const uses = ts.isIdentifier(variable.name) ? usesOf(index, variable) : [];
  if (annotated) {
    const helper = helperOfType(annotated);
    const isAsked = helper === "requireSecret" && isAskedIn(index, uses);
    return isAsked ? asText(variable) : { helper, castToString: false };
  }
  const tests = uses.flatMap((node) => testOf(node, index.checker) ?? []);
  if (tests.length === 0) {
    return {
      helper: helperOfUses(index.checker, variable, { uses, optional }),
      castToString: false,
    };
  }
  const ranges = tests.flatMap((test) => test.ranges);
  const unknown = uses.filter(
    (node) => !testOf(node, index.checker) && !isFallenThrough(node) && !isWithin(node, ranges),
  );
  const plain = tests.every((test) => test.kind !== "undefined" && !test.leaks);
  if (unknown.length === 0) {
    return { helper: plain ? "getSecret" : "findSecret", castToString: false };
  }
  // Of an environment without a type the value was anything: it is still given to who takes a text.
  const isLost = optional === undefined && isNeeded(index.checker, unknown);
  const castToString =
    optional === false || (isLost && !(variable.flags & ts.NodeFlags.JavaScriptFile));
  return { helper: "findSecret", castToString };
}

/** Of a variable that nobody tests. */
function helperOfUses(
  checker: ts.TypeChecker,
  variable: Variable,
  { uses, optional }: { uses: readonly ts.Identifier[]; optional: boolean | undefined },
): HelperFunction {
  const name = nameGiven(variable);
  if (uses.length > 0 && uses.every((node) => isFallenThrough(node))) return "getSecret";
  if (uses.length > 0 && uses.every((node) => isComparedForSure(checker, node, name)))
    return "findSecret";
  const maybe = optional ?? !isNeeded(checker, uses);
  return maybe || uses.some((node) => toleratesNothing(node)) ? "findSecret" : "requireSecret";
}

/** The name in the environment that a variable has the value of. */
function nameGiven(variable: Variable): string | undefined {
  if (ts.isBindingElement(variable)) return nameText(variable.propertyName ?? variable.name);
  return variable.initializer && nameOfMember(variable.initializer);
}

/** Where no type says whether a value can be missing, what it is given to does: a plain text. */
function isNeeded(checker: ts.TypeChecker, uses: readonly ts.Identifier[]): boolean {
  return uses.some((node) => helperOfValue(checker, node, undefined) === "requireSecret");
}

function helperOfType(type: ts.TypeNode): HelperFunction {
  if (!ts.isUnionTypeNode(type)) return "requireSecret";
  const nullable = type.types.some(
    (part) => ts.isLiteralTypeNode(part) && part.literal.kind === ts.SyntaxKind.NullKeyword,
  );
  const optional = type.types.some(({ kind }) => kind === ts.SyntaxKind.UndefinedKeyword);
  if (optional) return "findSecret";
  return nullable ? "getSecret" : "requireSecret";
}
