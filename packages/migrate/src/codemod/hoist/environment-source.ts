/** Where a function that is to be given secrets has its environment from, for its callers to have it too. */
import ts from "typescript";
import type { MigratingRead } from "../reads/migrating-read.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { type FunctionNode, isFunctionNode } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { innermost, isAssignment, rootOf } from "../syntax/values.ts";
import { type PlaceInParameters, placeInParameters } from "./environment-parameter.ts";
import { environmentOf } from "./given-read.ts";
import { type HandedOn, isImportedFromPlatform } from "./given-value.ts";

export type EnvironmentSource =
  | { readonly kind: "parameter"; readonly place: PlaceInParameters }
  /** `this.env`, for who calls a method of the same object. */
  | { readonly kind: "this"; readonly text: string; readonly type: ts.Type }
  /** What a module has of the platform; `process.env`, in whose place that is put. */
  | { readonly kind: "platform" | "process-env"; readonly type: ts.Type };

/** Of everything in `maker` that needs one secret; undefined where it is not one source. */
export function sourceOfNeeds(
  index: ReferenceIndex,
  maker: FunctionNode,
  { reads, handedOn }: { reads: readonly MigratingRead[]; handedOn: readonly HandedOn[] },
): EnvironmentSource | undefined {
  const own = reads.length > 0 ? [sourceOfReads(index, maker, reads)] : [];
  const [first, ...others] = [...own, ...handedOn.map((one) => sourceOfCall(index, maker, one))];
  return first && others.every((other) => other && isSame(first, other)) ? first : undefined;
}

function sourceOfReads(
  index: ReferenceIndex,
  maker: FunctionNode,
  reads: readonly MigratingRead[],
): EnvironmentSource | undefined {
  const env = environmentOf(index, maker, reads);
  if (!env) return undefined;
  if (ts.isParameter(env)) {
    return { kind: "parameter", place: { position: maker.parameters.indexOf(env), path: [] } };
  }
  if (reads.some(({ form }) => form === "process-env")) {
    return { kind: "process-env", type: index.checker.getTypeAtLocation(env) };
  }
  return sourceOfExpression(index, maker, env, []);
}

/** The environment that `maker` gives to a function, which is given a secret instead. */
function sourceOfCall(
  index: ReferenceIndex,
  maker: FunctionNode,
  { call, value }: HandedOn,
): EnvironmentSource | undefined {
  if (value.source.kind !== "parameter") return value.source;
  const argument = value.calls.find(({ site }) => site.node === call)?.argument;
  const given = argument && memberAt(argument.node, argument.path);
  return given && sourceOfExpression(index, maker, given.node, given.path);
}

/** `env` with no path of `{ env }` with the path to it. */
function memberAt(
  given: ts.Expression,
  path: readonly string[],
): { readonly node: ts.Expression; readonly path: readonly string[] } | undefined {
  const node = innermost(given);
  const [name, ...rest] = path;
  if (name === undefined || !ts.isObjectLiteralExpression(node)) return { node: given, path };
  const property = node.properties.find((one) => nameText(one.name) === name);
  if (property && ts.isShorthandPropertyAssignment(property)) return memberAt(property.name, rest);
  return property && ts.isPropertyAssignment(property)
    ? memberAt(property.initializer, rest)
    : undefined;
}

function sourceOfExpression(
  index: ReferenceIndex,
  maker: FunctionNode,
  env: ts.Expression,
  path: readonly string[],
): EnvironmentSource | undefined {
  const type = index.checker.getTypeAtLocation(env);
  if (isImportedFromPlatform(index, env)) {
    return path.length === 0 ? { kind: "platform", type } : undefined;
  }
  if (rootOf(env)?.kind === ts.SyntaxKind.ThisKeyword) {
    const text = env.getText();
    return path.length === 0 && isOwnThis(env, maker) ? { kind: "this", text, type } : undefined;
  }
  if (maker.body && isSetIn(maker.body, env.getText())) return undefined;
  const place = placeInParameters(index, env, maker);
  return place && { kind: "parameter", place: { ...place, path: [...place.path, ...path] } };
}

/** Is `this` at that place the one of `maker` itself? */
function isOwnThis(node: ts.Node, maker: FunctionNode): boolean {
  let at = node.parent;
  while (at !== maker && (!isFunctionNode(at) || ts.isArrowFunction(at))) at = at.parent;
  return at === maker;
}

function isSame(one: EnvironmentSource, other: EnvironmentSource): boolean {
  if (one.kind === "parameter" && other.kind === "parameter") {
    const { position, path } = one.place;
    return position === other.place.position && path.join() === other.place.path.join();
  }
  if (one.kind === "this" && other.kind === "this") return one.text === other.text;
  return one.kind === other.kind;
}

function isSetIn(node: ts.Node, text: string): boolean {
  const sets = isAssignment(node) && node.left.getText() === text;
  return sets || (ts.forEachChild(node, (child) => isSetIn(child, text)) ?? false);
}
