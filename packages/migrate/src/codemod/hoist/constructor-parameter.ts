/**
 * A constructor can not wait: whoever makes the object reads the secret, and gives it; another constructor
 * hands on what it is given in its turn. Only where all of them are in the repository, and give the
 * environment as something that can be read again.
 */
import ts from "typescript";
import type { ExpressionRead } from "../reads/migrating-read.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { containerOf } from "../syntax/function-node.ts";
import { type PlaceInParameters, placeInParameters } from "./environment-parameter.ts";
import { sourceOfNeeds } from "./environment-source.ts";
import { type GivenValue, type GivingCall, givesAll, givingCall } from "./given-value.ts";

export interface GivenToConstructor {
  readonly own: GivenValue;
  /** To constructors that make such an object, and hand it on; undefined where one can not. */
  readonly outer: readonly GivenValue[] | undefined;
}

/** Calls that have to wait; none of them is in a constructor where those hand the value on. */
export function askingCalls({ own, outer }: GivenToConstructor): readonly GivingCall[] {
  const values = outer ? [own, ...outer] : [own];
  const calls = values.flatMap((value) => value.calls);
  return outer ? calls.filter(({ site }) => !constructorAround(site.node)) : calls;
}

/** @returns undefined where the value can not be given by all who make such an object. */
export function giveToConstructor(
  index: ReferenceIndex,
  read: ExpressionRead,
): GivenToConstructor | undefined {
  const taker = constructorAround(read.node);
  const place = taker && placeInParameters(index, read.env, taker);
  const secret = { secret: read.names[0] ?? "", helper: read.use.helper };
  const needs = { reads: [read], handedOn: [] };
  const own = place && giveAt(index, taker, place, { ...secret, ...needs });
  return own && { own, outer: giveFurther(index, own, new Set([taker])) };
}

function giveAt(
  index: ReferenceIndex,
  taker: ts.ConstructorDeclaration,
  place: PlaceInParameters,
  needs: Pick<GivenValue, "secret" | "helper" | "reads" | "handedOn">,
): GivenValue | undefined {
  const owner = taker.parent;
  if (!ts.isClassDeclaration(owner) || !owner.name) return undefined;
  if (owner.heritageClauses?.some(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)) {
    return undefined;
  }
  const calls = madeBy(index, owner, owner.name.text, (made) =>
    givesAll(made, taker) ? givingCall(index, made, place) : undefined,
  );
  return (
    calls && { taker, calls, ...needs, source: { kind: "parameter", place }, replaced: undefined }
  );
}

/** To the constructors that a value's calls are in, and on to those that these are made in. */
function giveFurther(
  index: ReferenceIndex,
  value: GivenValue,
  seen: ReadonlySet<ts.Node>,
): readonly GivenValue[] | undefined {
  const found: GivenValue[] = [];
  const makers = value.calls.flatMap(({ site }) => constructorAround(site.node) ?? []);
  for (const taker of new Set(makers)) {
    if (seen.has(taker)) return undefined;
    const handedOn = value.calls.flatMap(({ site: { node } }) =>
      constructorAround(node) === taker ? { call: node, value } : [],
    );
    const source = sourceOfNeeds(index, taker, { reads: [], handedOn });
    if (source?.kind !== "parameter") return undefined;
    const { secret, helper } = value;
    const own = giveAt(index, taker, source.place, { secret, helper, reads: [], handedOn });
    const outer = own && giveFurther(index, own, new Set([...seen, taker]));
    if (!outer) return undefined;
    found.push(own, ...outer);
  }
  return found;
}

function constructorAround(node: ts.Node): ts.ConstructorDeclaration | undefined {
  const { kind, node: around } = containerOf(node);
  return kind === "function" && ts.isConstructorDeclaration(around) ? around : undefined;
}

/**
 * What `giving` says of each `new` of a class.
 * @returns undefined where it says nothing of one, or where nobody makes one, or somebody else may.
 */
export function madeBy<T>(
  index: ReferenceIndex,
  owner: ts.ClassDeclaration,
  name: string,
  giving: (made: ts.NewExpression) => T | undefined,
): T[] | undefined {
  if (index.outside.find(owner)) return undefined;
  const found: T[] = [];
  let isMadeByCode = false;
  for (const node of index.referencesTo(new Set([owner]), name)) {
    const { parent } = node;
    const member = ts.isPropertyAccessExpression(parent) && parent.name === node;
    const callee = member ? parent : node;
    const made = callee.parent;
    if (ts.isNewExpression(made) && made.expression === callee) {
      const given = giving(made);
      if (given === undefined) return undefined;
      found.push(given);
      isMadeByCode ||= !index.isInTest(made);
    } else if (!isHarmless(node)) return undefined;
  }
  // What only tests make, the platform may make.
  return isMadeByCode ? found : undefined;
}

/** The class is named, imported or used as a type or to ask what an object is: nobody makes one. */
function isHarmless({ parent }: ts.Node): boolean {
  return (
    ts.isClassDeclaration(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isExportAssignment(parent) ||
    ts.isTypeReferenceNode(parent) ||
    ts.isPropertyAccessExpression(parent) ||
    (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword)
  );
}
