/**
 * What the repository's own types say of a secret, where the type of the environment is lost because
 * its packages are not installed: the same is to be written as with them.
 */
import ts from "typescript";
import { mayReadEnv } from "../../source/candidates.ts";
import { EnvTypes } from "../../source/env-types.ts";
import { nearest } from "../references/nearest.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { innermost, rootOf } from "../syntax/values.ts";

/** Can `name` be missing? Undefined where no type speaks of it, or types differ. */
export function isDeclaredOptional(
  index: ReferenceIndex,
  env: ts.Node,
  name: string | undefined,
): boolean | undefined {
  if (name === undefined) return undefined;
  const members = membersCalled(index, env, name);
  if (members.length === 0) return undefined;
  const types = envTypesOf(index);
  const ofEnv = members.filter((member) => isOfEnvironment(index, types, member));
  // Options and rows have members of that name, too: what an environment says of it counts first.
  const [answer] = [ofEnv, nearest(index, env.getSourceFile(), ofEnv), members].flatMap((some) =>
    answerOf(index, some),
  );
  return answer;
}

/** Does a type of the repository say that `name` is there, while others say that it can be missing? */
export function isDeclaredBoth(index: ReferenceIndex, env: ts.Node, name: string): boolean {
  const members = membersCalled(index, env, name);
  return members.length > 0 && isDeclaredOptional(index, env, name) === undefined;
}

/** Texts of that name in types, where the type of the environment is lost. */
function membersCalled(
  index: ReferenceIndex,
  env: ts.Node,
  name: string,
): readonly ts.PropertySignature[] {
  const isJavaScript = /\.[cm]?jsx?$/.test(env.getSourceFile().fileName);
  if (!index.lacksPackages || isJavaScript || isAnyByIntent(index, env)) return [];
  return index.named(name).flatMap(({ parent }) => {
    if (!ts.isPropertySignature(parent)) return [];
    const { flags } = index.checker.getTypeAtLocation(parent);
    const text = ts.TypeFlags.String | ts.TypeFlags.Undefined | ts.TypeFlags.Union;
    return flags & text ? [parent] : [];
  });
}

/** What all of them say; nothing where they differ. */
function answerOf(index: ReferenceIndex, members: readonly ts.PropertySignature[]): boolean[] {
  const answers = new Set(members.map((member) => isOptionalMember(index.checker, member)));
  return answers.size === 1 ? [...answers] : [];
}

const known = new WeakMap<ReferenceIndex, EnvTypes>();

function envTypesOf(index: ReferenceIndex): EnvTypes {
  const types =
    known.get(index) ??
    new EnvTypes(
      index.checker,
      index.files.filter((file) => mayReadEnv(file.text)),
    );
  known.set(index, types);
  return types;
}

function isOfEnvironment(
  index: ReferenceIndex,
  types: EnvTypes,
  { parent }: ts.PropertySignature,
): boolean {
  const owner = ts.isTypeLiteralNode(parent) ? parent.parent : parent;
  if (ts.isPropertySignature(owner)) return owner.name.getText() === "Bindings";
  if (!ts.isInterfaceDeclaration(owner) && !ts.isTypeAliasDeclaration(owner)) return false;
  const symbol = index.checker.getSymbolAtLocation(owner.name);
  return symbol !== undefined && types.isEnvSymbol(symbol);
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
