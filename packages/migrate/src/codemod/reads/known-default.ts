/**
 * Texts of the code that stand in for a secret: `env.SESSION_SECRET || "dev-secret"`. A look-up has no value in
 * more cases than `env.K` had none: who knows the code then knows what it signs with.
 */
import ts from "typescript";
import { classifyName } from "../../inventory/secret-names.ts";
import { isConversion } from "../asyncify/conversion.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { innermost, isOperator, outermost } from "../syntax/values.ts";
import type { MigratingRead } from "./migrating-read.ts";
import { usesOf } from "./variable-uses.ts";

const {
  BarBarToken: Or,
  QuestionQuestionToken: Nullish,
  BarBarEqualsToken: OrSet,
  QuestionQuestionEqualsToken: NullishSet,
  EqualsToken: Put,
} = ts.SyntaxKind;

/** What code signs, encrypts or lets people in with. */
const WORD = /SECRET|KEY|TOKEN|PASS(?:_|$)|PASSW|PASSPHRASE|PEPPER|SALT|SEED|JWT/i;
const ADDRESS = /(?:^|_)(?:ADDRESS|DECIMALS|DSN|LIMIT|SYMBOL|TTL|URI|URL)$/i;
/** Nothing, or an address: of the web, or of an account on a chain. */
const PUBLIC = /^(?:\w+:\/\/.*|0x[\da-f]{40}|)$/i;
/** What follows a name that is not changed: `secret!`, `secret.trim()`. */
const AS_IT_IS = /^!?(?:\??\.(?:trim|toString)\(\))*$/;

/** Does a text of the code take its place where it is missing, or in that of a variable of it? */
export function hasKnownDefault(index: ReferenceIndex, read: MigratingRead): boolean {
  if (!read.names.some(isKeptSecret)) return false;
  const isReplaced = (value: ts.Expression) => isReplacedByText(index, value);
  if (read.shape !== "expression") {
    const { element } = read;
    return isText(index, element.initializer) || usesOf(index, element).some(isReplaced);
  }
  const variable = variableOf(read.node);
  return isReplaced(read.node) || (variable ? usesOf(index, variable).some(isReplaced) : false);
}

function isKeptSecret(name: string): boolean {
  return WORD.test(name) && !ADDRESS.test(name) && classifyName(name) === "secret";
}

function isReplacedByText(index: ReferenceIndex, value: ts.Expression): boolean {
  const text = textOf(value);
  const { parent } = text;
  if (isOperator(parent, Or, Nullish)) {
    const rest = parent.left === text ? parent.right : undefined;
    return isText(index, rest) || isReplacedByText(index, parent);
  }
  return (
    isText(index, otherBranch(text)) ||
    isText(index, setTo(text)) ||
    isText(index, given(index, text))
  );
}

/** What is made of the value as a text: `env.K?.trim()`. */
function textOf(value: ts.Expression): ts.Expression {
  const outer = outermost(value);
  const { parent } = outer;
  const isPart = ts.isPropertyAccessExpression(parent) && parent.expression === outer;
  const call = isPart ? parent.parent : undefined;
  return call && ts.isCallExpression(call) && isConversion(call) ? textOf(call) : outer;
}

/** `env.K ? env.K : "dev"`. */
function otherBranch(asked: ts.Expression): ts.Expression | undefined {
  const { parent } = asked;
  if (!ts.isConditionalExpression(parent) || parent.condition !== asked) return undefined;
  const [own, other] = [asked, parent.whenTrue].map((one) => innermost(one).getText());
  const isValue = other?.startsWith(own ?? "") && AS_IT_IS.test(other.slice(own?.length));
  return isValue ? parent.whenFalse : undefined;
}

/** `if (!secret) secret = "dev"`, `secret ||= "dev"`. */
function setTo(variable: ts.Expression): ts.Expression | undefined {
  const { parent } = variable;
  if (!isOperator(parent, Put, OrSet, NullishSet)) return undefined;
  return parent.left === variable ? parent.right : undefined;
}

/** The default of the parameter that it is given for: `sign(env.K)` of `sign(secret = "dev")`. */
function given({ checker }: ReferenceIndex, argument: ts.Expression): ts.Expression | undefined {
  const { parent: call } = argument;
  if (!ts.isCallExpression(call)) return undefined;
  const position = call.arguments.indexOf(argument);
  const declared = position < 0 ? undefined : checker.getResolvedSignature(call)?.declaration;
  const parameter =
    declared && "parameters" in declared ? declared.parameters[position] : undefined;
  return parameter && ts.isParameter(parameter) ? parameter.initializer : undefined;
}

function variableOf(value: ts.Expression): ts.VariableDeclaration | undefined {
  const { parent } = textOf(value);
  return ts.isVariableDeclaration(parent) ? parent : undefined;
}

/** A text that is not empty, and nothing public, as it stands or by its name. */
function isText(index: ReferenceIndex, node: ts.Expression | undefined): boolean {
  if (!node) return false;
  const inner = innermost(node);
  if (ts.isStringLiteralLike(inner)) {
    return !PUBLIC.test(inner.text.trim());
  }
  if (isOperator(inner, Or, Nullish))
    return isText(index, inner.left) || isText(index, inner.right);
  if (!ts.isIdentifier(inner)) return false;
  return index.declarationsOf(inner).some((one) => {
    const isConst = ts.isVariableDeclaration(one) && one.parent.flags & ts.NodeFlags.Const;
    const made = isConst ? one.initializer : undefined;
    return made !== undefined && ts.isStringLiteralLike(innermost(made)) && isText(index, made);
  });
}
