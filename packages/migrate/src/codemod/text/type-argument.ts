/** What a look-up is told of an environment whose type only the caller knows: the constraint says its names. */
import ts from "typescript";
import type { MigratingRead } from "../reads/migrating-read.ts";

/** `<Env>` of `E extends Env`, and of `c.env` where `E extends { Bindings: Env }` is the context's; else empty. */
export function typeArgumentOf(checker: ts.TypeChecker, read: MigratingRead): string {
  if (read.shape !== "expression" || read.form === "process-env") return "";
  const type = checker.getTypeAtLocation(withoutAssertion(read.env));
  const text = isIndexedAccess(type) ? memberText(checker, type) : constraintOf(type)?.getText();
  return text === undefined ? "" : `<${text}>`;
}

/** A cast stays: who wrote `(c.env as Env)` said the type. */
function withoutAssertion(env: ts.Expression): ts.Expression {
  const isAround = ts.isParenthesizedExpression(env) || ts.isNonNullExpression(env);
  return isAround ? withoutAssertion(env.expression) : env;
}

const isIndexedAccess = (type: ts.Type): type is ts.IndexedAccessType =>
  (type.flags & ts.TypeFlags.IndexedAccess) !== 0;

/** Who reads it stands in what declares the parameter, so what the constraint names is known there. */
function constraintOf(type: ts.Type): ts.TypeNode | undefined {
  if (!(type.flags & ts.TypeFlags.TypeParameter)) return undefined;
  const declaration = type.symbol?.declarations?.[0];
  return declaration && ts.isTypeParameterDeclaration(declaration)
    ? declaration.constraint
    : undefined;
}

/** `Env` of `E["Bindings"]`. */
function memberText(
  checker: ts.TypeChecker,
  { objectType, indexType }: ts.IndexedAccessType,
): string | undefined {
  const constraint = constraintOf(objectType);
  if (!constraint || !indexType.isStringLiteral()) return undefined;
  const member = checker.getPropertyOfType(
    checker.getTypeFromTypeNode(constraint),
    indexType.value,
  )?.valueDeclaration;
  if (!member || !ts.isPropertySignature(member) || !member.type) return undefined;
  // Where the member may be missing, so may the environment: no look-up is told that it is there.
  if (member.questionToken) return undefined;
  if (member.parent === constraint) return member.type.getText();
  const text = constraint.getText();
  const whole = ts.isTypeReferenceNode(constraint) ? text : `(${text})`;
  return `${whole}["${indexType.value}"]`;
}
