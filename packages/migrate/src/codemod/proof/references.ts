/**
 * Looks at every reference of every converted function in the program as it would be. The compiler
 * does not see a promise that is negated, put into a text, dropped or spread: so each one is looked at.
 */
import ts from "typescript";
import { calleeName } from "../../source/declared-shape.ts";
import { unwrap } from "../../source/syntax.ts";
import type { FunctionGroup } from "../asyncify/function-group.ts";
import { isHandled } from "../asyncify/handled.ts";
import type { NameNode, ReferenceIndex } from "../references/reference-index.ts";
import { twinName } from "../routes/twin.ts";
import { containerOf, isAsync } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { innermost, isReturned, outermost } from "../syntax/values.ts";
import { isInTry } from "../text/write-functions.ts";
import { isPromise, takesPromise } from "../types/promise-type.ts";

export interface ReferenceCheck {
  readonly count: number;
  /** Calls whose promise nobody waits for. */
  readonly unawaited: readonly ts.Node[];
}

const HELPER_NAMES = ["getSecret", "findSecret", "requireSecret", "getSecrets"] as const;
const HELPER_PACKAGE = /^@lunakey\//;

/**
 * @param index of the program as it would be.
 * @param converted names of functions, with the files that declare them.
 */
export function checkReferences(
  index: ReferenceIndex,
  converted: ReadonlyMap<string, ReadonlySet<string>>,
): ReferenceCheck {
  const seen = new Set<ts.Node>();
  const unawaited: ts.Node[] = [];
  const look = (node: NameNode) => {
    if (seen.has(node)) return;
    seen.add(node);
    const call = callOf(node);
    if (call && !isWaitedFor(index.checker, call)) unawaited.push(call);
  };
  for (const [name, files] of converted) {
    const declared = new Set(declarationsIn(index, name, files));
    for (const node of index.referencesTo(declared, name)) look(node);
  }
  for (const node of helperReferences(index)) look(node);
  return { count: seen.size, unawaited };
}

/** By import: a repository can have a `getSecret` of its own, which answers what it always did. */
function helperReferences(index: ReferenceIndex): NameNode[] {
  return HELPER_NAMES.flatMap((name) => index.named(name)).flatMap(({ parent }) => {
    if (!ts.isImportSpecifier(parent) || !isOfHelper(index.checker, parent)) return [];
    const imported = index.checker.getSymbolAtLocation(parent.name);
    const file = parent.getSourceFile();
    return index
      .named(parent.name.text)
      .filter((node) => node.getSourceFile() === file)
      .filter((node) => index.checker.getSymbolAtLocation(node) === imported);
  });
}

/** A copy of the helper has any path; it is known by the functions that it has. */
function isOfHelper(checker: ts.TypeChecker, specifier: ts.ImportSpecifier): boolean {
  const { moduleSpecifier } = specifier.parent.parent.parent;
  if (!ts.isStringLiteral(moduleSpecifier)) return false;
  if (HELPER_PACKAGE.test(moduleSpecifier.text)) return true;
  const module = checker.getSymbolAtLocation(moduleSpecifier);
  return (
    !!module && HELPER_NAMES.every((name) => module.exports?.has(ts.escapeLeadingUnderscores(name)))
  );
}

/** Calls of these files that answer a promise which nobody waits for. */
export function listUnawaited(
  program: ts.Program,
  files: readonly ts.SourceFile[],
): ts.CallExpression[] {
  const checker = program.getTypeChecker();
  const found: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (!ts.isCallExpression(node) || !isPromise(checker, checker.getTypeAtLocation(node))) return;
    if (!isWaitedFor(checker, node)) found.push(node);
  };
  for (const file of files) visit(file);
  return found;
}

/**
 * Calls that are statements of their own, whose promise nobody waits for now: no compiler sees that, and a
 * check that throws lets everybody in. By types, for what a name does not lead to.
 */
export function newlyDropped(
  before: Pick<Looked, "program">,
  { program, files }: Looked,
): ts.CallExpression[] {
  const dropped = files.flatMap((file) => droppedIn(program.getTypeChecker(), file));
  const names = new Set(dropped.map((node) => node.getSourceFile().fileName));
  const there = new Map<string, number>();
  // By names: what stands before a `.catch(…)` is another text where a read in it moved.
  const keyOf = (node: ts.CallExpression) =>
    `${node.getSourceFile().fileName} ${calleeName(unwrap(node.expression))?.text}`;
  for (const name of names) {
    const file = before.program.getSourceFile(name);
    for (const node of file ? droppedIn(before.program.getTypeChecker(), file) : []) {
      there.set(keyOf(node), (there.get(keyOf(node)) ?? 0) + 1);
    }
  }
  return dropped.filter((node) => {
    const left = there.get(keyOf(node)) ?? 0;
    there.set(keyOf(node), left - 1);
    return left <= 0;
  });
}

interface Looked {
  readonly program: ts.Program;
  readonly files: readonly ts.SourceFile[];
}

function droppedIn(checker: ts.TypeChecker, file: ts.SourceFile): ts.CallExpression[] {
  const found: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    const call = ts.isExpressionStatement(node) ? innermost(node.expression) : undefined;
    const isCall = call !== undefined && ts.isCallExpression(call);
    if (isCall && !isHandled(call) && isPromise(checker, checker.getTypeAtLocation(call))) {
      found.push(call);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** What the groups are called, and their second forms; of the program before. */
export function convertedNames(groups: Iterable<FunctionGroup>): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  for (const group of groups) {
    if (group.answersPromises) continue;
    for (const declaration of group.declarations) {
      const name = nameText(ts.getNameOfDeclaration(declaration));
      if (name === undefined) continue;
      for (const form of [name, twinName(name)]) {
        const files = names.get(form) ?? new Set<string>();
        names.set(form, files.add(declaration.getSourceFile().fileName));
      }
    }
  }
  return names;
}

function declarationsIn(
  index: ReferenceIndex,
  name: string,
  files: ReadonlySet<string>,
): ts.Declaration[] {
  return index.named(name).flatMap((node) => {
    const { parent } = node;
    const declares =
      files.has(node.getSourceFile().fileName) && "name" in parent && parent.name === node;
    if (!declares || ts.isPropertyAccessExpression(parent)) return [];
    const answers = index.checker
      .getTypeAtLocation(node)
      .getCallSignatures()
      .some((one) => isPromise(index.checker, index.checker.getReturnTypeOfSignature(one)));
    return answers ? [parent as ts.NamedDeclaration] : [];
  });
}

/** The call that a name is what is called in. */
function callOf(node: NameNode): ts.CallExpression | undefined {
  const { parent } = node;
  const member = ts.isPropertyAccessExpression(parent) && parent.name === node;
  if (!member && !ts.isIdentifier(node)) return undefined;
  const callee = outermost((member ? parent : node) as ts.Expression);
  const call = callee.parent;
  return ts.isCallExpression(call) && call.expression === callee ? call : undefined;
}

function isWaitedFor(checker: ts.TypeChecker, call: ts.CallExpression): boolean {
  if (isHandled(call)) return true;
  const container = containerOf(call);
  if (container.kind === "function" && isReturned(call)) {
    if (isAsync(container.node)) return !isInTry(call, container.node);
    const signature = checker.getSignatureFromDeclaration(container.node);
    const answer = signature && checker.getReturnTypeOfSignature(signature);
    return answer !== undefined && takesPromise(checker, answer) === "takes";
  }
  const expected = checker.getContextualType(call);
  const isArgument = ts.isCallExpression(outermost(call).parent);
  return isArgument && expected !== undefined && takesPromise(checker, expected) === "takes";
}
