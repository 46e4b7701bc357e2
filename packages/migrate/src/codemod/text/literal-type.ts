/**
 * `"live" | "test"`, which the type of an environment says of a setting: a look-up answers any text, so it is
 * cast where the code gives it to what takes no other.
 */
import ts from "typescript";
import type { HelperFunction } from "../migration-plan.ts";
import type { MigratingRead } from "../reads/migrating-read.ts";
import { usesOf } from "../reads/variable-uses.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { isAssignment, outermost } from "../syntax/values.ts";

/** What people call what a setting can be: it needs no escape in quotes of any kind. */
const SETTING = /^[\w.:/ -]*$/;
/** Longer ones are no texts of a setting. */
const TYPE_MAX_LENGTH = 120;

const MISSING: Readonly<Record<HelperFunction, string>> = {
  getSecret: " | null",
  getSecrets: " | null",
  findSecret: " | undefined",
  requireSecret: "",
};

interface Written {
  readonly quote: string;
  /** Is it written with the type that it has had, though it may be missing? */
  readonly isKept: boolean;
}

/** @returns undefined where the type is `string`, or where any text will do. */
export function literalTypeOf(
  index: ReferenceIndex,
  read: MigratingRead,
  helper: HelperFunction,
  { quote, isKept }: Written = { quote: '"', isKept: false },
): string | undefined {
  if (read.source.node.flags & ts.NodeFlags.JavaScriptFile) return undefined;
  const { checker } = index;
  const declared = declaredType(checker, read);
  const isLost = !declared || (declared.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
  const texts = isLost ? textsAsked(index, read) : textsOf(checker, declared);
  if (!texts || (read.shape === "expression" && takesAnyText(checker, read.node))) return undefined;
  const type = texts.map((text) => quote + text + quote).join(" | ");
  return type.length > TYPE_MAX_LENGTH ? undefined : type + (isKept ? "" : MISSING[helper]);
}

function declaredType(checker: ts.TypeChecker, read: MigratingRead): ts.Type | undefined {
  const name = nameOf(read);
  const symbol = name && checker.getSymbolAtLocation(name);
  return symbol && checker.getTypeOfSymbol(symbol);
}

function nameOf(read: MigratingRead): ts.Node | undefined {
  if (read.shape !== "expression") return read.element.name;
  return ts.isPropertyAccessExpression(read.node) ? read.node.name : undefined;
}

function textsOf(checker: ts.TypeChecker, declared: ts.Type): string[] | undefined {
  const type = checker.getNonNullableType(declared);
  const parts = type.isUnion() ? type.types : [type];
  const texts = parts.flatMap((part) =>
    part.isStringLiteral() && SETTING.test(part.value) ? part.value : [],
  );
  const isOfEnum = parts.some(({ flags }) => flags & ts.TypeFlags.EnumLiteral);
  return texts.length === parts.length && !isOfEnum ? texts : undefined;
}

/** Of an environment whose type is lost, what its value is given to says it. */
function textsAsked(index: ReferenceIndex, read: MigratingRead): string[] | undefined {
  const { checker } = index;
  const asked = givenTo(index, read).flatMap((node) => {
    const value = outermost(node);
    const type = givesOn(value) ? checker.getContextualType(value) : undefined;
    return (type && textsOf(checker, type)) ?? [];
  });
  return asked.length > 0 ? [...new Set(asked)] : undefined;
}

/** The read itself, or what names the variable that it is kept in. */
function givenTo(index: ReferenceIndex, read: MigratingRead): readonly ts.Expression[] {
  if (read.shape !== "expression") return usesOf(index, read.element);
  const { parent } = outermost(read.node);
  return ts.isVariableDeclaration(parent) ? usesOf(index, parent) : [read.node];
}

/** Is it not given on as it is, or to what a `string` can be given to? */
function takesAnyText(checker: ts.TypeChecker, node: ts.Expression): boolean {
  const value = outermost(node);
  const asked = givesOn(value) ? checker.getContextualType(value) : undefined;
  if (!asked) return !givesOn(value);
  return checker.isTypeAssignableTo(checker.getStringType(), checker.getNonNullableType(asked));
}

function givesOn(value: ts.Expression): boolean {
  const { parent } = value;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression !== value;
  return (
    ts.isPropertyAssignment(parent) ||
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isVariableDeclaration(parent) ||
    ts.isReturnStatement(parent) ||
    ts.isArrowFunction(parent) ||
    (isAssignment(parent) && parent.right === value)
  );
}
