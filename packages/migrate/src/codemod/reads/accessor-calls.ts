/** Calls of functions that are given a name: which reads answer them, and whether they can. */
import ts from "typescript";
import type { EnvRead, EnvWhole } from "../../source/env-read.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { holds, isFunctionNode } from "../syntax/function-node.ts";
import { innermost, rootOf } from "../syntax/values.ts";
import type { MigratingRead } from "./migrating-read.ts";

/** What an accessor has in it: a read that moves, or one that stays. */
interface Answering {
  readonly source: EnvRead | EnvWhole;
}

/** Those of `reads` that are in the accessor that is called, or in one that it hands the name to. */
export function findAnswers<Read extends Answering>(
  index: ReferenceIndex,
  { node, taking }: EnvRead,
  reads: readonly Read[],
): readonly Read[] {
  if (taking !== "accessor-call" || !ts.isCallExpression(node)) return [];
  return answersOf(index, node, { reads, known: new Set() });
}

interface Search<Read> {
  readonly reads: readonly Read[];
  /** Functions that were looked at. */
  readonly known: Set<ts.Node>;
}

function answersOf<Read extends Answering>(
  index: ReferenceIndex,
  call: ts.CallExpression,
  search: Search<Read>,
): readonly Read[] {
  const accessor = index.checker.getResolvedSignature(call)?.declaration;
  if (!accessor || search.known.has(accessor)) return [];
  search.known.add(accessor);
  const found = search.reads.filter(({ source }) => holds(accessor, source.node));
  const isParameter = (argument: ts.Expression): boolean => {
    const name = innermost(argument);
    if (!ts.isIdentifier(name)) return false;
    return index.declarationsOf(name).some((one) => one.parent === accessor);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.arguments.some(isParameter)) {
      found.push(...answersOf(index, node, search));
    }
    ts.forEachChild(node, visit);
  };
  visit(accessor);
  return found;
}

/** Is the accessor called without the environment that all of its reads would look in? */
export function lacksEnvironment(
  index: ReferenceIndex,
  { node }: EnvRead,
  answers: readonly MigratingRead[],
): boolean {
  const called = ts.isCallExpression(node) && index.checker.getResolvedSignature(node)?.declaration;
  return answers.every((answer) => {
    const owner = environmentOf(index, answer);
    return !!owner && owner.parent === called && ts.isCallExpression(node) && !isGiven(owner, node);
  });
}

function isGiven(parameter: ts.ParameterDeclaration, call: ts.CallExpression): boolean {
  const position = parameter.parent.parameters.indexOf(parameter);
  if (call.arguments.slice(0, position + 1).some(ts.isSpreadElement)) return true;
  const given = call.arguments[position];
  return given !== undefined && !/^(?:undefined|null)$/.test(given.getText());
}

/** The parameter that the environment is taken from. */
function environmentOf(
  index: ReferenceIndex,
  read: MigratingRead,
): ts.ParameterDeclaration | undefined {
  const root = read.shape === "expression" ? rootOf(read.env) : undefined;
  if (!root || !ts.isIdentifier(root)) return undefined;
  const declared = index.declarationsOf(root).find(ts.isParameter);
  const isOfFunction = declared && isFunctionNode(declared.parent) && !declared.initializer;
  return isOfFunction ? declared : undefined;
}
