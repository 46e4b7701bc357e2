/**
 * A secret that a function is given as one argument more, instead of reading it: a constructor, which
 * can not wait, and a function that makes what is kept, which must not.
 */
import ts from "typescript";
import type { Site } from "../asyncify/function-group.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import type { FunctionNode } from "../syntax/function-node.ts";
import { type PlaceInParameters, textAt, typeAt } from "./environment-parameter.ts";

export interface GivenValue {
  readonly taker: FunctionNode;
  readonly calls: readonly GivingCall[];
  /** The parameter that it is given instead of, since nothing else reads that one. */
  readonly replaced: number | undefined;
}

/** `new X(env)`, `make(env)`, with what the environment is there. */
export interface GivingCall {
  readonly site: Site;
  /** As code; undefined for the one that a module imports from the platform. */
  readonly env: string | undefined;
  readonly type: ts.Type | undefined;
}

/** Can a parameter be put behind those that are there, for every call to give it? */
export function canTakeMore({ parameters }: FunctionNode): boolean {
  return parameters.every((one) => !one.questionToken && !one.initializer && !one.dotDotDotToken);
}

/** What `call` can give; undefined where it is not plain which environment it has. */
export function givingCall(
  index: ReferenceIndex,
  call: ts.CallExpression | ts.NewExpression,
  { position, path }: PlaceInParameters,
): GivingCall | undefined {
  const given = call.arguments?.[position];
  const env = given && textAt(given, path);
  if (!env || call.arguments?.some(ts.isSpreadElement)) return undefined;
  return { site: { node: call, kind: "read" }, env, type: typeAt(index.checker, given, path) };
}

/** `env` of `import { env } from "cloudflare:workers"`: whoever makes the object can import it, too. */
export function isImportedFromPlatform(index: ReferenceIndex, env: ts.Expression): boolean {
  if (!ts.isIdentifier(env)) return false;
  const [declaration] = index.checker.getSymbolAtLocation(env)?.declarations ?? [];
  if (!declaration || !ts.isImportSpecifier(declaration)) return false;
  const { moduleSpecifier } = declaration.parent.parent.parent;
  const name = (declaration.propertyName ?? declaration.name).text;
  return (
    name === "env" &&
    ts.isStringLiteral(moduleSpecifier) &&
    moduleSpecifier.text === "cloudflare:workers"
  );
}
