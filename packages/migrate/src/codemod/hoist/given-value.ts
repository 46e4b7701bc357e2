/**
 * A secret that a function is given as one argument more, instead of reading it: a constructor, which
 * can not wait, and a function that makes what is kept, which must not.
 */
import ts from "typescript";
import { importedFrom } from "../../source/imported-from.ts";
import type { Site } from "../asyncify/function-group.ts";
import type { HelperFunction } from "../migration-plan.ts";
import type { MigratingRead } from "../reads/migrating-read.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { ancestor, type FunctionNode } from "../syntax/function-node.ts";
import { type PlaceInParameters, textAt, typeAt } from "./environment-parameter.ts";
import type { EnvironmentSource } from "./environment-source.ts";

export interface GivenValue {
  readonly taker: FunctionNode;
  readonly secret: string;
  readonly calls: readonly GivingCall[];
  /** The function of the helper that the code asks for. */
  readonly helper: HelperFunction;
  readonly source: EnvironmentSource;
  /** The taker's own; none where it only hands the value on. */
  readonly reads: readonly MigratingRead[];
  /** Calls in the taker of functions that it hands the value on to. */
  readonly handedOn: readonly HandedOn[];
  /** The parameter that it is given instead of, since nothing else reads that one. */
  readonly replaced: number | undefined;
}

export interface HandedOn {
  readonly call: ts.Expression;
  readonly value: GivenValue;
}

/** `new X(env)`, `make(env)`, with what the environment is there. */
export interface GivingCall {
  readonly site: Site;
  /** As code; undefined for the one that a module imports from the platform. */
  readonly env: string | undefined;
  readonly type: ts.Type | undefined;
  /** Where the function around the call has it from; undefined where that was not asked. */
  readonly argument: { readonly node: ts.Expression; readonly path: readonly string[] } | undefined;
}

/** The position of the first parameter that a call can leave out; undefined where there is none. */
export function optionalFrom({ parameters }: FunctionNode): number | undefined {
  const position = parameters.findIndex(
    (one) => one.questionToken || one.initializer || one.dotDotDotToken,
  );
  return position < 0 ? undefined : position;
}

/** Does the call give all that it has to? */
export function givesAll({ arguments: given }: ts.NewExpression, taker: FunctionNode): boolean {
  return (given?.length ?? 0) >= (optionalFrom(taker) ?? taker.parameters.length);
}

/** Can a parameter be put behind those that are there, for every call to give it? */
export const canTakeMore = (taker: FunctionNode) => optionalFrom(taker) === undefined;

/** What `call` can give; undefined where it is not plain which environment it has. */
export function givingCall(
  index: ReferenceIndex,
  call: ts.CallExpression | ts.NewExpression,
  { position, path }: PlaceInParameters,
): GivingCall | undefined {
  const given = call.arguments?.[position];
  const env = given && textAt(given, path);
  if (!env || call.arguments?.some(ts.isSpreadElement)) return undefined;
  const type = typeAt(index.checker, given, path);
  return { site: { node: call, kind: "read" }, env, type, argument: { node: given, path } };
}

/**
 * `env` of `import { env } from "cloudflare:workers"`: whoever makes the object can import it, too. Also
 * by way of a module that exports it again, where the platform's types are there to tell.
 */
export function isImportedFromPlatform({ checker }: ReferenceIndex, env: ts.Expression): boolean {
  const symbol = ts.isIdentifier(env) ? checker.getSymbolAtLocation(env) : undefined;
  const imported = symbol && importedFrom(symbol);
  if (!symbol || !imported || !ts.isImportSpecifier(imported.node)) return false;
  if (imported.origin) return imported.origin.form === "imported-env";
  const meant = checker.getAliasedSymbol(symbol);
  return meant.name === "env" && meant.declarations?.some(isOfPlatform) === true;
}

function isOfPlatform(declaration: ts.Declaration): boolean {
  const module = ancestor(declaration, ts.isModuleDeclaration);
  return (
    module !== undefined &&
    ts.isStringLiteral(module.name) &&
    module.name.text === "cloudflare:workers"
  );
}
