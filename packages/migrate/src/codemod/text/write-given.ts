/** Writes a secret that is given to a function: a parameter more, an argument more at each call. */
import ts from "typescript";
import type { Acceptance } from "../asyncify/accept-reads.ts";
import { askedByGiver, asksForEnvironment, betweenAnchor } from "../hoist/asked-environment.ts";
import { earlyRead } from "../hoist/given-read.ts";
import type { GivenValue, GivingCall } from "../hoist/given-value.ts";
import { againOperator } from "../hoist/guards.ts";
import { leavesTry } from "../hoist/left-try.ts";
import { type Memoised, memoisedAt } from "../hoist/memoised.ts";
import {
  type EarlyLookUp,
  earlyLookUp,
  isAlwaysReached,
  typeOfLookUp,
} from "../hoist/one-value.ts";
import type { MigratingRead } from "../reads/migrating-read.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { ancestor, containerOf, type FunctionNode, holds } from "../syntax/function-node.ts";
import { isAssignment, isConditional } from "../syntax/values.ts";
import { variableName } from "./code-style.ts";
import { OUTERMOST } from "./file-edits.ts";
import { giftsOf } from "./gifts.ts";
import { nameInPattern, writeGivenPatterns } from "./write-given-pattern.ts";
import type { WrittenReads } from "./write-reads.ts";

/** One secret that one function is given. */
export interface Gift {
  readonly given: GivenValue;
  /** Its own; none where it only hands the value on. */
  readonly reads: readonly MigratingRead[];
  /** Is it the one that takes the place of a parameter, where one is replaced? */
  readonly isFirst: boolean;
  readonly name: string;
}

interface Writing {
  readonly code: WrittenReads;
  readonly placements: Acceptance["placements"];
  /** What the function around a call is given itself, and hands on there. */
  readonly outerOf: (call: GivingCall, gift: Gift) => Gift | undefined;
  readonly giftFor: (value: GivenValue) => Gift | undefined;
}

/** @returns those of the reads whose value is kept with what is made. */
export function writeGiven(code: WrittenReads, acceptance: Acceptance): MigratingRead[] {
  const nameOf = ({ given, reads: [first] }: Pick<Gift, "given" | "reads">) => {
    const node = first?.source.node ?? given.handedOn[0]?.call ?? given.taker;
    return (first && nameInPattern(first)) ?? code.names.fresh(node, variableName(given.secret));
  };
  const { gifts, ...found } = giftsOf(acceptance, nameOf);
  const writing = { code, placements: acceptance.placements, ...found };
  for (const gift of gifts) writeGift(writing, gift);
  writeGivenPatterns(code, gifts);
  return gifts.flatMap((gift) => (isKeptWith(writing, gift) ? gift.reads : []));
}

function writeGift(writing: Writing, gift: Gift): void {
  const { code } = writing;
  const { given, reads, name } = gift;
  const { taker, secret } = given;
  const looks = given.calls.map((call) => lookUpOf(writing, gift, call));
  const early = strictest(looks);
  if (!early) return;
  const type = typeOfLookUp(early);
  const { isFirst } = gift;
  const place = { replaced: isFirst ? given.replaced : undefined, isFirst };
  writeOne(code, taker, taker.parameters, { text: `${name}: ${type}`, ...place });
  const asked = strictest(looksFor(writing, gift)) ?? early;
  for (const read of reads) {
    if (read.shape === "expression") code.book.replace(read.use.target, name);
    code.note(read, asked.helper);
  }
  for (const call of given.calls) {
    const outer = writing.outerOf(call, gift);
    const look = outer ? undefined : textOf(writing, gift, call);
    const text = look ?? outer?.name ?? secret;
    const memoised = look === undefined ? undefined : keptAt(writing, call);
    // What a pattern calls it is no name for a constant elsewhere.
    const wanted = reads.some(({ shape }) => shape !== "expression") ? variableName(secret) : name;
    const isNamed = look === undefined;
    writeArgument(code, text, { call, name: wanted, type, memoised, isNamed, ...place });
  }
}

/** Missing is an error where it is one for any of them. */
const strictest = (looks: readonly EarlyLookUp[]) =>
  looks.find(({ castToString }) => !castToString) ?? looks[0];

/** All that look it up in the end, for the function that is given it. */
function looksFor(writing: Writing, gift: Gift): EarlyLookUp[] {
  return gift.given.calls.flatMap((call) => {
    const outer = writing.outerOf(call, gift);
    return outer ? looksFor(writing, outer) : [lookUpOf(writing, gift, call)];
  });
}

function lookUpOf(writing: Writing, gift: Gift, call: GivingCall): EarlyLookUp {
  const { taker } = gift.given;
  const { node } = call.site;
  const anchor = keptAt(writing, call)?.anchor;
  // Missing is for the `catch` around the call, or around what needs it.
  const isCaught = (anchor && leavesTry(anchor, node)) || isCaughtIn(gift);
  const early = earlyFor(writing, gift, !isCaught && !isDecided(node));
  // What an object is made of is asked for whole, wherever its constructor comes to it.
  const isWhole = ts.isConstructorDeclaration(taker) && early.castToString && !isCaught;
  return isWhole ? { helper: "requireSecret", castToString: false } : early;
}

function isCaughtIn({ given: { taker }, reads }: Gift): boolean {
  return reads.length > 0 && reads.every(({ source }) => leavesTry(taker, source.node));
}

/** @param isSure does whoever looks it up come to the function? */
function earlyFor(writing: Writing, { given, reads }: Gift, isSure: boolean): EarlyLookUp {
  const code = given.taker.body ?? given.taker;
  const { index } = writing.code;
  const early = reads.map((read) => earlyRead(index, read));
  const own = early.length > 0 ? [earlyLookUp(code, early, isSure)] : [];
  const others = given.handedOn.flatMap(({ call, value }) => {
    const inner = writing.giftFor(value);
    const isReached = isSure && isAlwaysReached(code, call) && !isDecided(call);
    return inner ? [earlyFor(writing, inner, isReached)] : [];
  });
  return strictest([...own, ...others]) ?? { helper: "findSecret", castToString: true };
}

/** `client = isPublic ? other : create(env)`: it may not be made. */
function isDecided(call: ts.Expression): boolean {
  const fn = containerOf(call).node;
  const assignment = ancestor(call, isAssignment, fn);
  return assignment !== undefined && isConditional(call, assignment);
}

/** One parameter or argument more, or another one in the place of one that is there. */
function writeOne(
  { book }: WrittenReads,
  owner: ts.Node,
  list: ts.NodeArray<ts.Node>,
  { text, replaced, isFirst }: Place & { text: string },
): void {
  const last = list.at(-1);
  const old = replaced === undefined ? undefined : list[replaced];
  if (old) book.replace(old, text);
  else if (last) book.of(owner).after(last.end, OUTERMOST, `, ${text}`);
  else book.of(owner).after(list.pos, OUTERMOST, isFirst ? text : `, ${text}`);
}

/** The text of the look-up where the call is. */
function textOf(writing: Writing, gift: Gift, call: GivingCall): string {
  const { lookUps, index } = writing.code;
  const { secret, source } = gift.given;
  const { node } = call.site;
  const { helper, castToString } = lookUpOf(writing, gift, call);
  const look = lookUps.given(node.getSourceFile(), call, { secret, helper, kind: source.kind });
  const anchor = keptAt(writing, call)?.anchor;
  const between = anchor ? betweenAnchor(anchor, node) : { scope: node, from: node.pos, node };
  const isOfNode = call.env === undefined || source.kind === "process-env";
  const asked = isOfNode
    ? undefined
    : askedByGiver(index, call.env, between, asksIn(writing, gift), call.type);
  const safe = asked === undefined ? look : `${asked} && (${look})`;
  return castToString ? `(${safe}) as string` : safe;
}

/** Does a function that is given the value, or hands it on, ask whether there is an environment? */
function asksIn(writing: Writing, { given, reads }: Gift): boolean {
  const { index } = writing.code;
  const { taker, handedOn } = given;
  const own = reads.filter((read) => read.shape === "expression");
  if (asksForEnvironment(index, taker, own)) return true;
  return handedOn.some(({ call, value }) => {
    const inner = writing.giftFor(value);
    const env = value.calls.find(({ site }) => site.node === call)?.env ?? "";
    const between = { scope: taker, from: taker.pos, node: call };
    const isAsked = inner !== undefined && asksIn(writing, inner);
    return askedByGiver(index, env, between, isAsked) !== undefined;
  });
}

interface Place {
  readonly replaced: number | undefined;
  /** Of those that the function is given. */
  readonly isFirst: boolean;
}

interface WrittenArgument extends Place {
  readonly call: GivingCall;
  readonly name: string;
  readonly type: string;
  readonly memoised: Memoised | undefined;
  /** Is it the name of what is there already? */
  readonly isNamed: boolean;
}

/** In place; or, where what is made is kept, before anybody looks whether it is there. */
function writeArgument(
  code: WrittenReads,
  look: string,
  { call, name, type, memoised, isNamed, ...place }: WrittenArgument,
): void {
  const { book, names } = code;
  const node = call.site.node as ts.NewExpression | ts.CallExpression;
  const anchor = memoised?.anchor;
  const lazy = isNamed ? undefined : code.steps.around(node);
  let argument = look;
  if (lazy) {
    argument = names.fresh(node, name);
    code.steps.add(lazy, { name: argument, type, look });
  } else if (anchor) {
    const block = ts.isBlock(anchor.parent) ? anchor.parent : undefined;
    argument = names.fresh(node, name, block);
    book.statement(anchor, `const ${argument} = ${look}${book.style(anchor).semicolon}`);
    const again = memoised.assignment;
    if (again) book.replace(again.operatorToken, againOperator(code.index, again));
  }
  if (node.arguments) writeOne(code, node, node.arguments, { text: argument, ...place });
}

/** Where the secret has to be read for looking and keeping to be one step. */
function keptAt({ code, placements }: Writing, call: GivingCall): Memoised | undefined {
  const fn: FunctionNode | undefined = placements.get(call.site.node)?.awaitedIn;
  const memoised = fn && memoisedAt(code.index, call.site.node, fn);
  return memoised && isThereBefore(code.index, call, memoised.anchor) ? memoised : undefined;
}

function isKeptWith(writing: Writing, gift: Gift): boolean {
  return gift.given.calls.some((call) => {
    const outer = writing.outerOf(call, gift);
    return outer ? isKeptWith(writing, outer) : (keptAt(writing, call)?.isKept ?? false);
  });
}

/** Is the environment declared before that place? */
function isThereBefore(index: ReferenceIndex, { env, site }: GivingCall, anchor: ts.Node): boolean {
  const root = /^[\w$]+/.exec(env ?? "")?.[0];
  if (root === undefined || root === "this" || ts.isArrowFunction(anchor)) return true;
  const flags = ts.SymbolFlags.Value;
  const symbol = index.checker.resolveName(root, site.node, flags, false);
  return (symbol?.declarations ?? []).every(
    (one) => one.end <= anchor.getStart() || !holds(anchor.parent, one),
  );
}
