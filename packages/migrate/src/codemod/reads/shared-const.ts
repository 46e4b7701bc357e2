/**
 * Reads of one secret in one function that have to be one value: a guard and what is read after it,
 * and what is read before a callback that can not wait. Each such set becomes one `const`.
 */
import ts from "typescript";
import { changesAmong, isSetAgain } from "../asyncify/movable.ts";
import type { Placement } from "../asyncify/placement.ts";
import { isMadeToKeep } from "../hoist/kept-value.ts";
import { leavesTry, leftTry } from "../hoist/left-try.ts";
import { type Memoised, memoisedAt } from "../hoist/memoised.ts";
import { isPassedBy } from "../hoist/one-value.ts";
import type { HelperFunction } from "../migration-plan.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { type FunctionNode, holds, isFunctionNode } from "../syntax/function-node.ts";
import { isComparedValue, rootOf } from "../syntax/values.ts";
import { anchorIn } from "../text/edit-book.ts";
import { apart } from "./branches.ts";
import { behindOuterGuards } from "./guarded-closure.ts";
import { parameterOfKey } from "./key-parameter.ts";
import { type ExpressionRead, keyOfRead } from "./migrating-read.ts";
import { isWithin } from "./test-of.ts";

/** `a?.b` is asked for where `a.b` is. */
const OPTIONAL = /\?(\.)(?!\[)|\?\.(?=\[)/g;

export interface PlacedRead {
  readonly read: ExpressionRead;
  readonly placement: Placement;
  readonly fn: FunctionNode | ts.SourceFile;
}

export interface SharedConst {
  readonly fn: FunctionNode | ts.SourceFile;
  readonly reads: readonly PlacedRead[];
  readonly helper: HelperFunction;
  readonly castToString: boolean;
  readonly memoised: Memoised | undefined;
  /** Is something made with it that is kept? */
  readonly isKept: boolean;
}

/**
 * The sets among `placed`; what is in none of them is looked up in place.
 * @param alone keys of reads of which one const would not do.
 */
export function shareReads(
  index: ReferenceIndex,
  placed: readonly PlacedRead[],
  alone: ReadonlySet<string>,
): SharedConst[] {
  const isApart = ({ read }: PlacedRead) => alone.has(keyOfRead(read));
  return groupsOf(index, behindOuterGuards(index, placed, isApart))
    .flatMap((group) => inBranches(index, group))
    .flatMap(inTries)
    .flatMap((group) => {
      const together = group.filter(
        (one) =>
          one.placement.movedBefore ||
          !isApart(one) ||
          // In its place it would part the looking from the keeping: then rather not at all.
          memoisedAt(index, one.read.node, one.fn),
      );
      return shareGroup(index, together);
    });
}

/** A guard covers nothing outside of a branch that leaves the function. */
function inBranches(
  index: ReferenceIndex,
  group: readonly PlacedRead[],
): (readonly PlacedRead[])[] {
  const [first] = group;
  if (!first) return [];
  return apart(first.fn, group, {
    checker: index.checker,
    nodeOf: ({ read }) => read.node,
    covers: (outer, inner) => isWithin(inner.read.node, outer.read.use.test?.ranges ?? []),
  });
}

/** What the code looks up in a `try`, its `catch` is to see: one const does not stand before both. */
function inTries(group: readonly PlacedRead[]): (readonly PlacedRead[])[] {
  const narrowed = known(group);
  const joined = group.filter(({ read, placement }) => {
    return placement.movedBefore || (narrowed.length > 0 && read.use.test);
  });
  const nodes = [...new Set([...joined, ...narrowed])].map(nodeOf);
  const [first] = nodes.sort((a, b) => a.pos - b.pos);
  const anchor = first && group[0] && anchorIn(group[0].fn, nodes);
  const block = anchor && leftTry(anchor, first);
  if (!block) return [group];
  const inside = group.filter((one) => holds(block, nodeOf(one)));
  const outside = group.filter((one) => !inside.includes(one));
  return [inside, outside].flatMap(inTries);
}

/** Those whose value is known to be there by a test of another one. */
export function knownReads(
  index: ReferenceIndex,
  placed: readonly PlacedRead[],
): ReadonlySet<ExpressionRead> {
  return new Set(groupsOf(index, placed).flatMap((group) => known(group).map(({ read }) => read)));
}

/** Reads of one secret, of one environment, in one function. */
function groupsOf(index: ReferenceIndex, placed: readonly PlacedRead[]): PlacedRead[][] {
  const groups = new Map<string, PlacedRead[]>();
  for (const one of placed) {
    const { read, fn } = one;
    const root = rootOf(read.env);
    const name = nameIn(index, one);
    if (!root || name === undefined) continue;
    // Blocks can have an `env` of their own.
    const declared = ts.isIdentifier(root) ? index.declarationsOf(root)[0]?.pos : undefined;
    const env = `${read.env.getText().replaceAll(OPTIONAL, "$1")} ${declared ?? ""}`;
    const key = `${fn.getSourceFile().fileName} ${fn.pos} ${env} ${name}`;
    const list = groups.get(key);
    if (list) list.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()].flatMap((group) =>
    isOneEnv(index, group) ? [group] : group.map((one) => [one]),
  );
}

/** Of `env[key]` the key, where it is what the function was given: the same in all of it. */
function nameIn(index: ReferenceIndex, { read, placement, fn }: PlacedRead): string | undefined {
  if (!read.isDynamic) return read.names[0] ?? "";
  const key = parameterOfKey(index, read.node);
  const isGiven = key?.parent === fn && !isSetAgain(index, key) && !placement.movedBefore;
  return isGiven ? `[${key.name.getText()}]` : undefined;
}

/** Is nothing else put into the variable in between? */
function isOneEnv(index: ReferenceIndex, group: readonly PlacedRead[]): boolean {
  const root = group[0] && rootOf(group[0].read.env);
  if (!root || !ts.isIdentifier(root) || group.length < 2) return true;
  return !changesAmong(
    index,
    root,
    group.map(({ read }) => read.node),
  );
}

function known(group: readonly PlacedRead[]): PlacedRead[] {
  const ranges = group.flatMap(({ read }) => read.use.test?.ranges ?? []);
  return group.filter(({ read }) => !read.use.test && isWithin(read.node, ranges));
}

function shareGroup(index: ReferenceIndex, group: readonly PlacedRead[]): SharedConst[] {
  const narrowed = known(group);
  const guards = narrowed.length > 0 ? group.filter(({ read }) => read.use.test) : [];
  const moved = group.filter(({ placement }) => placement.movedBefore);
  const rest = group.filter((one) => !narrowed.includes(one) && !guards.includes(one));
  const named = rest.filter(({ read }) => !read.isDynamic);
  const memoised = named.flatMap((one) => {
    const found = memoisedAt(index, one.read.node, one.fn);
    return found ? [{ one, found }] : [];
  });
  const guarded = [...guards, ...narrowed];
  const shared: SharedConst[] = [];
  const joined = guarded.length > 0 ? joining(guarded, rest) : [];
  guarded.push(...joined);
  if (guarded.length > 0) {
    const castToString = narrowed.some(isCastBehindGuard);
    shared.push({ ...constOf(index, guarded, helperOfGuards(guarded)), castToString });
  }
  shared.push(...memoisedConsts(index, memoised));
  const taken = new Set([...guarded, ...memoised.map(({ one }) => one)]);
  const alone = moved.filter((one) => !taken.has(one));
  for (const helper of new Set(alone.map(({ read }) => read.use.helper))) {
    const same = alone.filter(({ read }) => read.use.helper === helper);
    shared.push(constOf(index, same, helper));
  }
  return shared;
}

/** The compiler knows behind a guard that the const is there, but not in a function that is declared. */
function isCastBehindGuard({ read, fn }: PlacedRead): boolean {
  if (!read.use.castToString) return false;
  for (let at: ts.Node = read.node; at && at !== fn; at = at.parent) {
    if (isFunctionNode(at) && !ts.isArrowFunction(at) && !ts.isFunctionExpression(at)) return true;
  }
  return false;
}

/** Those that come after the const of the guards anyway, and are asked for nothing but its value. */
function joining(guarded: readonly PlacedRead[], rest: readonly PlacedRead[]): PlacedRead[] {
  const [first] = guarded;
  const nodes = guarded.map(nodeOf);
  const anchor = first && anchorIn(first.fn, nodes);
  if (!anchor || !ts.isBlock(anchor.parent)) return [];
  const helper = helperOfGuards(guarded);
  return rest.filter(({ read, placement }) => {
    const { use, node } = read;
    const isSame = use.helper === helper && !use.castToString && !placement.movedBefore;
    return isSame && node.pos >= anchor.pos && holds(anchor.parent, node);
  });
}

interface MemoisedRead {
  readonly one: PlacedRead;
  readonly found: Memoised;
}

/** What is read before the same statement is read once. */
function memoisedConsts(index: ReferenceIndex, memoised: readonly MemoisedRead[]): SharedConst[] {
  const lists = new Map<string, MemoisedRead[]>();
  for (const item of memoised) {
    const { anchor, assignment } = item.found;
    const key = `${anchor.pos} ${assignment?.pos ?? ""} ${item.one.read.use.helper}`;
    lists.set(key, [...(lists.get(key) ?? []), item]);
  }
  return [...lists.values()].flatMap((list) => {
    const [first] = list;
    if (!first) return [];
    const reads = list.map(({ one }) => one);
    const shared = withoutThrow(
      index.checker,
      constOf(index, reads, first.one.read.use.helper),
      first.found.anchor,
    );
    return [{ ...shared, memoised: first.found }];
  });
}

/** Missing is for the `catch` that the look-up is taken from; and who has what is kept needs no secret. */
function withoutThrow(checker: ts.TypeChecker, shared: SharedConst, anchor: ts.Node): SharedConst {
  const { helper, reads } = shared;
  const isTolerated = reads.every(
    ({ read }) => leavesTry(anchor, read.node) || isPassedBy(checker, anchor, read.node),
  );
  // Nothing is not to equal nothing: who sends no token would be let in.
  if (helper !== "requireSecret" || !isTolerated || reads.some(isCompared)) return shared;
  const isScript = reads.some(({ read }) => read.node.flags & ts.NodeFlags.JavaScriptFile);
  return { ...shared, helper: "findSecret", castToString: !isScript };
}

const isCompared = ({ read }: PlacedRead) => isComparedValue(read.node);

function constOf(
  index: ReferenceIndex,
  reads: readonly PlacedRead[],
  helper: HelperFunction,
): SharedConst {
  const [first] = reads;
  if (!first) throw new TypeError("a const is for one read at least");
  const castToString = reads.some(({ read }) => read.use.castToString);
  const found = reads.flatMap(({ read, fn }) => memoisedAt(index, read.node, fn) ?? []);
  const [memoised] = found.filter(({ assignment }) => !assignment);
  const placed = memoised && beforeAll(first.fn, reads, memoised);
  const isMade = reads.some(({ read, fn }) => isMadeToKeep(index, read.node, fn));
  const isKept = isMade && !reads.some(isCompared);
  return { fn: first.fn, reads, helper, castToString, memoised: placed, isKept };
}

/** What stands before all of the reads stands before the looking and keeping, too. */
function beforeAll(
  fn: PlacedRead["fn"],
  reads: readonly PlacedRead[],
  memoised: Memoised,
): Memoised {
  const anchor = anchorIn(fn, reads.map(nodeOf));
  return anchor && anchor.pos < memoised.anchor.pos ? { ...memoised, anchor } : memoised;
}

function helperOfGuards(reads: readonly PlacedRead[]): HelperFunction {
  const tests = reads.flatMap(({ read }) => (read.use.test ? [read.use.test] : []));
  return tests.some((test) => test.kind === "undefined" || test.leaks) ? "findSecret" : "getSecret";
}

export function nodesOf(shared: SharedConst): ts.Node[] {
  return shared.reads.map(nodeOf);
}

/** What a look-up for the read stands before. */
function nodeOf({ read, placement }: PlacedRead): ts.Node {
  return placement.movedBefore ?? read.node;
}
