/**
 * Writes values of a module that became functions where one function asks for them again behind a test:
 * `if (!KEY) return; use(KEY.trim())`. Each call answers anew for the compiler, so they are asked for once,
 * before the test.
 */
import ts from "typescript";
import type { Acceptance } from "../asyncify/accept-reads.ts";
import type { Placement } from "../asyncify/placement.ts";
import { isAlwaysReached } from "../hoist/one-value.ts";
import { isWithin, testOf } from "../reads/test-of.ts";
import { type FunctionNode, holds } from "../syntax/function-node.ts";
import { variableName } from "./code-style.ts";
import { anchorIn } from "./edit-book.ts";
import type { WrittenReads } from "./write-reads.ts";

interface Asked {
  readonly node: ts.Identifier;
  readonly fn: FunctionNode;
}

interface Asking {
  readonly code: WrittenReads;
  readonly accepted: Acceptance["accepted"];
}

/** @returns the places that are written by that. */
export function writeAskedOnce(
  code: WrittenReads,
  { placements, accepted }: Pick<Acceptance, "placements" | "accepted">,
): ReadonlySet<ts.Expression> {
  const groups = new Map<string, Asked[]>();
  for (const asked of [...placements.values()].flatMap((one) => askedBy(code, one))) {
    const { node, fn } = asked;
    const key = `${node.getSourceFile().fileName} ${fn.pos} ${node.text}`;
    groups.set(key, [...(groups.get(key) ?? []), asked]);
  }
  return new Set([...groups.values()].flatMap((group) => writeOnce({ code, accepted }, group)));
}

/** The name of a constant of a module, in a function that waits for it in its place. */
function askedBy({ index, steps }: WrittenReads, placement: Placement): Asked[] {
  const { site, awaitedIn: fn, movedBefore, parameter, handled } = placement;
  const { node, kind } = site;
  if (kind !== "getter" || !ts.isIdentifier(node) || !fn || movedBefore || parameter) return [];
  if (handled || steps.around(node)) return [];
  const isConst = index
    .declarationsOf(node)
    .every((one) => ts.isVariableDeclaration(one) || ts.isBindingElement(one));
  return isConst ? [{ node, fn }] : [];
}

function writeOnce(asking: Asking, group: readonly Asked[]): ts.Identifier[] {
  const nodes = group.map(({ node }) => node).sort((a, b) => a.pos - b.pos);
  const written: ts.Identifier[] = [];
  for (const test of nodes) {
    const rest = nodes.filter((node) => !written.includes(node));
    const fn = group[0]?.fn;
    if (fn && rest.includes(test))
      written.push(...writeBehind(asking, fn, test, coveredBy(asking.code, test, rest)));
  }
  return written;
}

function writeBehind(
  asking: Asking,
  fn: FunctionNode,
  test: ts.Identifier,
  covered: readonly ts.Identifier[],
): ts.Identifier[] {
  const { book, names } = asking.code;
  const together = [test, ...covered];
  const anchor = covered.length > 0 ? anchorIn(fn, together) : undefined;
  const run = anchor && ts.isArrowFunction(anchor) ? anchor.body : anchor;
  if (!anchor || !run || !canAskBefore(asking, run, test)) return [];
  const isUpper = test.text === test.text.toUpperCase();
  const wanted = isUpper ? variableName(test.text) : `${test.text}Value`;
  const block = ts.isBlock(anchor.parent) ? anchor.parent : undefined;
  const name = names.fresh(test, wanted, block);
  book.statement(anchor, `const ${name} = await ${test.text}()${book.style(anchor).semicolon}`);
  for (const node of together) {
    const isShort = ts.isShorthandPropertyAssignment(node.parent);
    book.replace(node, isShort ? `${node.text}: ${name}` : name);
  }
  return together;
}

/**
 * Where the test is not always made, neither is the look-up; but for one that throws nothing, behind other
 * tests of the same condition: `if (!id || !KEY) return`.
 */
function canAskBefore(
  { code: { index }, accepted }: Asking,
  run: ts.Node,
  test: ts.Identifier,
): boolean {
  if (isAlwaysReached(run, test)) return true;
  if (!ts.isIfStatement(run) || !holds(run.expression, test)) return false;
  const declared = index.declarationsOf(test);
  const reads = accepted.filter(({ placement: { group } }) =>
    declared.some((one) => one === group?.lazy?.declaration),
  );
  return (
    reads.length > 0 &&
    reads.every(({ read }) => "use" in read && read.use.helper !== "requireSecret")
  );
}

/** The others that a test of `node` knows to be there. */
function coveredBy(
  { index }: WrittenReads,
  node: ts.Identifier,
  nodes: readonly ts.Identifier[],
): ts.Identifier[] {
  const ranges = testOf(node, index.checker)?.ranges ?? [];
  return nodes.filter((other) => other !== node && isWithin(other, ranges));
}
