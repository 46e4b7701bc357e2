/**
 * What the repository's own types say of a secret, where the type of the environment is lost because
 * its packages are not installed: the same is to be written as with them.
 */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { innermost, rootOf } from "../syntax/values.ts";

/** Can `name` be missing? Undefined where no type speaks of it, or types differ. */
export function isDeclaredOptional(
  index: ReferenceIndex,
  env: ts.Node,
  name: string | undefined,
): boolean | undefined {
  if (name === undefined || !index.lacksPackages) return undefined;
  const isJavaScript = /\.[cm]?jsx?$/.test(env.getSourceFile().fileName);
  if (isJavaScript || isAnyByIntent(index, env)) return undefined;
  const answers = new Set(
    index.named(name).flatMap(({ parent }) => {
      if (!ts.isPropertySignature(parent)) return [];
      const { flags } = index.checker.getTypeAtLocation(parent);
      const text = ts.TypeFlags.String | ts.TypeFlags.Undefined | ts.TypeFlags.Union;
      return flags & text ? [isOptionalMember(index.checker, parent)] : [];
    }),
  );
  return answers.size === 1 ? [...answers][0] : undefined;
}

function isOptionalMember(checker: ts.TypeChecker, member: ts.PropertySignature): boolean {
  if (member.questionToken) return true;
  const type = checker.getTypeAtLocation(member);
  const parts = type.isUnion() ? type.types : [type];
  return parts.some(({ flags }) => flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null));
}

/** `env: any`: whoever wrote it does not want to be asked. */
function isAnyByIntent(index: ReferenceIndex, env: ts.Node): boolean {
  const root = ts.isExpression(env) ? rootOf(innermost(env)) : undefined;
  if (!root || !ts.isIdentifier(root)) return false;
  return index.declarationsOf(root).some((one) => {
    const type = ts.isParameter(one) || ts.isVariableDeclaration(one) ? one.type : undefined;
    return type?.kind === ts.SyntaxKind.AnyKeyword;
  });
}
