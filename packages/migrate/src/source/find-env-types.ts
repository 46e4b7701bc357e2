/** Where the types of a Worker's environment are written down, and what their members are. */
import ts from "typescript";
import type { Place } from "../repository/place.ts";
import { mayReadEnv, ownSourceFiles } from "./candidates.ts";
import type { EnvTypes } from "./env-types.ts";
import { isGeneratedByWrangler } from "./generated-types.ts";
import { placeOf, propertyNameText } from "./syntax.ts";

export interface EnvTypeDeclaration {
  /** `Env`, `CloudflareBindings`; `Bindings` for a literal type that is handed over as such. */
  readonly name: string;
  readonly node: ts.InterfaceDeclaration | ts.TypeLiteralNode;
  readonly sourceFile: ts.SourceFile;
  readonly place: Place;
  /** Made by `wrangler types`: to be made again, not to be edited. */
  readonly generated: boolean;
  readonly members: readonly EnvTypeMember[];
}

export interface EnvTypeMember {
  readonly name: string;
  readonly node: ts.PropertySignature;
  readonly place: Place;
  readonly optional: boolean;
  /** `string` also for unions of literals, and with Cloudflare's own store's; `binding` for any object. */
  readonly type: "string" | "binding" | "unknown";
}

export interface FindEnvTypesOptions {
  readonly program: ts.Program;
  /** Of the repository, absolute, with `/` and none at the end. */
  readonly root: string;
  readonly types: EnvTypes;
}

/** In the order of the program's files. One that is declared in parts is given once for each part. */
export function findEnvTypes(options: FindEnvTypesOptions): EnvTypeDeclaration[] {
  const { program, types } = options;
  const checker = program.getTypeChecker();
  const names = types.namesByUse;
  return ownSourceFiles(program)
    .filter((file) => mayReadEnv(file.text, names))
    .flatMap((file) => findIn(file, checker, options));
}

function findIn(
  file: ts.SourceFile,
  checker: ts.TypeChecker,
  { types, root }: FindEnvTypesOptions,
): EnvTypeDeclaration[] {
  const found: EnvTypeDeclaration[] = [];
  const generated = isGeneratedByWrangler(file);
  const add = (name: ts.Identifier, node: EnvTypeDeclaration["node"]) => {
    const members = node.members.flatMap((member) => readMember(member, file, checker, root));
    const place = placeOf(name, file, root);
    found.push({ name: name.text, node, sourceFile: file, place, generated, members });
  };
  const isEnv = (name: ts.Identifier): boolean => {
    const symbol = checker.getSymbolAtLocation(name);
    return symbol !== undefined && types.isEnvSymbol(symbol);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isModuleDeclaration(node) && node.name.text === "cloudflare:test") return;
    const declared = declaredTypes(node, isEnv);
    for (const { name, type } of declared) add(name, type);
    if (declared.length === 0) ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

interface DeclaredType {
  readonly name: ts.Identifier;
  readonly type: EnvTypeDeclaration["node"];
}

function declaredTypes(node: ts.Node, isEnv: (name: ts.Identifier) => boolean): DeclaredType[] {
  if (ts.isInterfaceDeclaration(node)) {
    return isEnv(node.name) ? [{ name: node.name, type: node }] : [];
  }
  const holder = ts.isTypeAliasDeclaration(node) && isEnv(node.name) ? node : asBindings(node);
  if (!holder) return [];
  return literalsOf(holder.type).map((type) => ({ name: holder.name, type }));
}

/** `Bindings: { K: string }` as Hono's generics have it, `env: { K: string }` of `App.Platform`. */
function asBindings(node: ts.Node): { name: ts.Identifier; type: ts.TypeNode } | undefined {
  if (!ts.isPropertySignature(node) || !node.type || !ts.isIdentifier(node.name)) return undefined;
  const { name, type } = node;
  return name.text === "Bindings" || (name.text === "env" && isOfPlatform(node))
    ? { name, type }
    : undefined;
}

function isOfPlatform({ parent }: ts.PropertySignature): boolean {
  return (
    ts.isInterfaceDeclaration(parent) && ["Platform", "AppLoadContext"].includes(parent.name.text)
  );
}

function literalsOf(type: ts.TypeNode): ts.TypeLiteralNode[] {
  if (ts.isTypeLiteralNode(type)) return [type];
  return ts.isIntersectionTypeNode(type) ? type.types.flatMap(literalsOf) : [];
}

function readMember(
  node: ts.TypeElement,
  file: ts.SourceFile,
  checker: ts.TypeChecker,
  root: string,
): EnvTypeMember[] {
  if (!ts.isPropertySignature(node)) return [];
  const name = propertyNameText(node.name);
  if (name === undefined) return [];
  const optional = node.questionToken !== undefined;
  const place = placeOf(node, file, root);
  return [{ name, node, place, optional, type: memberType(node, checker) }];
}

function memberType(node: ts.PropertySignature, checker: ts.TypeChecker): EnvTypeMember["type"] {
  if (!node.type) return "unknown";
  const type = checker.getNonNullableType(checker.getTypeFromTypeNode(node.type));
  const parts = type.isUnion() ? type.types : [type];
  const objects = parts.filter((part) => !(part.flags & ts.TypeFlags.StringLike));
  // `string | SecretsStoreSecret`: a secret, whichever way it is given.
  const isSecret =
    objects.length < parts.length && objects.every((part) => part.getProperty("get"));
  if (isSecret) return "string";
  if (parts.some((part) => part.flags & ts.TypeFlags.Object)) return "binding";
  // A binding's type that is not installed is `any`; written as a name it can be nothing else.
  return ts.isTypeReferenceNode(node.type) ? "binding" : "unknown";
}
