/** Writes a secret that is given to a function: a parameter more, an argument more at each call. */
import ts from "typescript";
import type { Acceptance } from "../asyncify/accept-reads.ts";
import { askedByGiver, asksForEnvironment, betweenAnchor } from "../hoist/asked-environment.ts";
import { earlyRead } from "../hoist/given-read.ts";
import { type GivenValue, type GivingCall, optionalFrom } from "../hoist/given-value.ts";
import { isMadeToKeep } from "../hoist/kept-value.ts";
import { leavesTry } from "../hoist/left-try.ts";
import {
  decidesOver,
  type EarlyLookUp,
  earlyLookUp,
  isAlwaysReached,
  isPassedBy,
  typeOfLookUp,
} from "../hoist/one-value.ts";
import type { MigratingRead } from "../reads/migrating-read.ts";
import { ancestor, containerOf } from "../syntax/function-node.ts";
import { isAssignment, isComparedValue, isConditional } from "../syntax/values.ts";
import { variableName } from "./code-style.ts";
import { giftsOf } from "./gifts.ts";
import { keptAt, writeArgument, writeOne } from "./write-argument.ts";
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
  const before = optionalFrom(taker);
  const place = { replaced: isFirst ? given.replaced : undefined, before, isFirst };
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
    const memoised = look === undefined ? undefined : keptIn(writing, call);
    // What a pattern calls it is no name for a constant elsewhere.
    const wanted = reads.some(({ shape }) => shape !== "expression") ? variableName(secret) : name;
    const isNamed = look === undefined;
    writeArgument(code, text, { call, name: wanted, type, memoised, isNamed, ...place });
  }
}

const keptIn = ({ code, placements }: Writing, call: GivingCall) =>
  keptAt(code.index, call, placements.get(call.site.node)?.awaitedIn);

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
  const { node } = call.site;
  const anchor = keptIn(writing, call)?.anchor;
  // Missing is for the `catch` around the call, or around what needs it.
  const isCaught = (anchor && leavesTry(anchor, node)) || isCaughtIn(gift);
  // Who has what is kept needs no secret any more; but nothing is not to equal nothing.
  const isPassed =
    anchor !== undefined &&
    isPassedBy(writing.code.index.checker, anchor, node) &&
    !isComparedIn(writing, gift);
  const early = earlyFor(writing, gift, !isCaught && !isPassed && !isDecided(node));
  // What an object is made of is asked for whole, wherever its constructor comes to it.
  const isSure = !isCaught && !isPassed;
  const isWhole = early.castToString && isSure && isMadeOf(writing, gift);
  return isWhole ? { helper: "requireSecret", castToString: false } : early;
}

/** Is it a constructor that reads the secret, or makes such an object whichever way it goes? */
function isMadeOf(writing: Writing, { given: { taker, handedOn }, reads }: Gift): boolean {
  if (!ts.isConstructorDeclaration(taker)) return false;
  if (reads.length > 0) return true;
  return handedOn.some(({ call, value }) => {
    const inner = writing.giftFor(value);
    return inner !== undefined && !isDecidedIn(taker, call) && isMadeOf(writing, inner);
  });
}

function isDecidedIn(taker: ts.Node, node: ts.Node): boolean {
  const { parent } = node;
  return parent !== taker && (decidesOver(parent, node) || isDecidedIn(taker, parent));
}

function isCaughtIn({ given: { taker }, reads }: Gift): boolean {
  return reads.length > 0 && reads.every(({ source }) => leavesTry(taker, source.node));
}

/** Is the value compared by the function that is given it, or by one that it hands it on to? */
function isComparedIn(writing: Writing, { given, reads }: Gift): boolean {
  const isOwn = reads.some((read) => {
    const { node } = earlyRead(writing.code.index, read);
    return ts.isExpression(node) && isComparedValue(node);
  });
  if (isOwn) return true;
  return given.handedOn.some(({ value }) => {
    const inner = writing.giftFor(value);
    return inner !== undefined && isComparedIn(writing, inner);
  });
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

/** The text of the look-up where the call is. */
function textOf(writing: Writing, gift: Gift, call: GivingCall): string {
  const { lookUps, index } = writing.code;
  const { secret, source } = gift.given;
  const { node } = call.site;
  const { helper, castToString } = lookUpOf(writing, gift, call);
  const look = lookUps.given(node.getSourceFile(), call, { secret, helper, kind: source.kind });
  const anchor = keptIn(writing, call)?.anchor;
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

function isKeptWith(writing: Writing, gift: Gift): boolean {
  return gift.given.calls.some((call) => {
    const outer = writing.outerOf(call, gift);
    return outer ? isKeptWith(writing, outer) : isMadeAt(writing, call);
  });
}

/** Is what the call makes kept? */
function isMadeAt(writing: Writing, call: GivingCall): boolean {
  const { node } = call.site;
  const fn = writing.placements.get(node)?.awaitedIn;
  const isKept = keptIn(writing, call)?.isKept ?? false;
  return isKept && fn !== undefined && isMadeToKeep(writing.code.index, node, fn);
}
