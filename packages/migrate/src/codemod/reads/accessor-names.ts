/**
 * Which names a function that is given one is asked for, and by which calls: what its callers say, and
 * the callers of those that only hand a name on. `getEnv(c, "KEY")`, `requireEnv(c, "KEY")`.
 */
import ts from "typescript";
import type { EnvWhole } from "../../source/env-read.ts";
import { keyNames } from "../../source/literal-names.ts";
import { isSetAgain } from "../asyncify/movable.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { isFunctionNode } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { innermost, outermost } from "../syntax/values.ts";
import { parameterOfKey } from "./key-parameter.ts";

/** All that decides what `env[key]` reads. */
export interface Asked {
  readonly calls: readonly AskingCall[];
  /** The functions that are given the name, and hand it on. */
  readonly functions: readonly ts.Node[];
}

/** A call that says what it asks for. */
export interface AskingCall {
  readonly call: ts.CallExpression;
  readonly names: readonly string[];
}

/**
 * Who asks for what `env[key]` reads; what tests ask for says nothing of a Worker.
 * @returns undefined where some caller does not say it, or takes the accessor as a value.
 */
export function askedOf(index: ReferenceIndex, { node }: EnvWhole): Asked | undefined {
  const key = parameterOfKey(index, node);
  const known = new Set<ts.ParameterDeclaration>();
  const calls = key && callsFor(index, key, known);
  if (!calls || calls.length === 0) return undefined;
  return { calls, functions: [...known].map(({ parent }) => parent) };
}

/** @param known parameters that are looked at already: functions can call each other. */
function callsFor(
  index: ReferenceIndex,
  key: ts.ParameterDeclaration,
  known: Set<ts.ParameterDeclaration>,
): readonly AskingCall[] | undefined {
  if (known.has(key)) return [];
  known.add(key);
  const calls = isSetAgain(index, key) ? undefined : callsOf(index, key.parent);
  if (!calls) return undefined;
  const found: AskingCall[] = [];
  for (const call of calls) {
    const asked = askedBy(index, call, key);
    const further = asked && "names" in asked ? [asked] : asked && callsFor(index, asked, known);
    if (!further) return undefined;
    found.push(...further);
  }
  return found;
}

/** What a call asks for: names that the code says, or the parameter that it hands on. */
function askedBy(
  index: ReferenceIndex,
  call: ts.CallExpression,
  key: ts.ParameterDeclaration,
): AskingCall | ts.ParameterDeclaration | undefined {
  const position = key.parent.parameters.indexOf(key);
  if (call.arguments.slice(0, position + 1).some(ts.isSpreadElement)) return undefined;
  const argument = call.arguments[position];
  if (!argument) return undefined;
  const { names } = keyNames(argument, index.checker);
  if (names.length > 0) return { call, names };
  const name = innermost(argument);
  return ts.isIdentifier(name) ? index.declarationsOf(name).find(ts.isParameter) : undefined;
}

/** All calls of a function; undefined where it is taken as a value. */
function callsOf(
  index: ReferenceIndex,
  fn: ts.SignatureDeclaration,
): readonly ts.CallExpression[] | undefined {
  const owner = ts.isVariableDeclaration(fn.parent) ? fn.parent : fn;
  const name = nameText(ts.getNameOfDeclaration(owner));
  if (!isFunctionNode(fn) || name === undefined) return undefined;
  const calls: ts.CallExpression[] = [];
  for (const reference of index.referencesTo(new Set([owner]), name)) {
    const { parent } = reference;
    if (index.isInTest(reference)) continue;
    if (parent === owner || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) continue;
    const member = ts.isPropertyAccessExpression(parent) && parent.name === reference;
    const callee = outermost((member ? parent : reference) as ts.Expression);
    const call = callee.parent;
    if (!ts.isCallExpression(call) || call.expression !== callee) return undefined;
    calls.push(call);
  }
  return calls;
}
