/** Writes a secret that is given to a function: a parameter more, an argument more at each call. */
import ts from "typescript";
import type { Placement } from "../asyncify/placement.ts";
import type { GivenValue, GivingCall } from "../hoist/given-value.ts";
import { type Memoised, memoisedAt } from "../hoist/memoised.ts";
import { type EarlyLookUp, earlyLookUp, typeOfLookUp } from "../hoist/one-value.ts";
import type { ExpressionRead } from "../reads/migrating-read.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { ancestor, containerOf, type FunctionNode, holds } from "../syntax/function-node.ts";
import { isAssignment, isConditional } from "../syntax/values.ts";
import { variableName } from "./code-style.ts";
import { OUTERMOST } from "./file-edits.ts";
import type { HelperNames } from "./helper-names.ts";
import type { WrittenReads } from "./write-reads.ts";

/** One secret that one function is given. */
export interface Gift {
  readonly reads: readonly ExpressionRead[];
  readonly given: GivenValue;
  /** Where the calls are. */
  readonly placements: ReadonlyMap<ts.Expression, Placement>;
  /** Is it the one that takes the place of a parameter, where one is replaced? */
  readonly isFirst: boolean;
}

/** @returns those of the reads whose value is kept with what is made. */
export function writeGiven(code: WrittenReads, helpers: HelperNames, gift: Gift): ExpressionRead[] {
  const { reads, given, placements } = gift;
  const [first] = reads;
  if (!first) return [];
  const { book, names } = code;
  const secret = first.names[0] ?? "";
  const name = names.fresh(first.node, variableName(secret));
  const lookUpsOf = new Map(given.calls.map((call) => [call, lookUpOf(gift, call)]));
  const all = [...lookUpsOf.values()];
  const early = all.find(({ castToString }) => !castToString) ?? all[0];
  if (!early) return [];
  const type = typeOfLookUp(early);
  const replaced = gift.isFirst ? given.replaced : undefined;
  writeOne(code, given.taker, given.taker.parameters, {
    text: `${name}: ${type}`,
    replaced,
  });
  for (const read of reads) {
    book.replace(read.use.target, name);
    code.note(read, early.helper);
  }
  let isKept = false;
  for (const [call, early] of lookUpsOf) {
    const fn = placements.get(call.site.node)?.awaitedIn;
    const memoised = fn && keptAt(code.index, call, fn);
    isKept ||= memoised?.isKept ?? false;
    writeArgument(code, lookUp(code, helpers, { call, early, secret }), {
      call,
      name,
      type,
      memoised,
      replaced,
    });
  }
  return isKept ? [...reads] : [];
}

function lookUpOf({ reads, given }: Gift, { site }: GivingCall): EarlyLookUp {
  const { taker } = given;
  const early = earlyLookUp(taker.body ?? taker, reads, !isDecided(site.node));
  // What an object is made of is asked for whole, wherever its constructor comes to it.
  const isWhole = ts.isConstructorDeclaration(taker) && early.castToString;
  return isWhole ? { helper: "requireSecret", castToString: false } : early;
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
  { text, replaced }: { text: string; replaced: number | undefined },
): void {
  const last = list.at(-1);
  const old = replaced === undefined ? undefined : list[replaced];
  if (old) book.replace(old, text);
  else if (last) book.of(owner).after(last.end, OUTERMOST, `, ${text}`);
  else book.of(owner).after(list.pos, OUTERMOST, text);
}

/** The text of the look-up where the call is. */
function lookUp(
  { lookUps }: WrittenReads,
  helpers: HelperNames,
  { call, early, secret }: { call: GivingCall; early: EarlyLookUp; secret: string },
): string {
  const file = call.site.node.getSourceFile();
  const called = helpers.use(file, early.helper);
  const env = call.env ?? helpers.useOf(file, "cloudflare:workers", "env", "workerEnv");
  const look = `await ${called}(${env}, ${lookUps.nameOf(secret, call.type, file)})`;
  return early.castToString ? `(${look}) as string` : look;
}

interface WrittenArgument {
  readonly call: GivingCall;
  readonly name: string;
  readonly type: string;
  readonly memoised: Memoised | undefined;
  readonly replaced: number | undefined;
}

/** In place; or, where what is made is kept, before anybody looks whether it is there. */
function writeArgument(
  code: WrittenReads,
  look: string,
  { call, name, type, memoised, replaced }: WrittenArgument,
): void {
  const { book, names } = code;
  const node = call.site.node as ts.NewExpression | ts.CallExpression;
  const anchor = memoised?.anchor;
  const lazy = code.steps.around(node);
  let argument = look;
  if (lazy) {
    argument = names.fresh(node, name);
    code.steps.add(lazy, { name: argument, type, look });
  } else if (anchor) {
    const block = ts.isBlock(anchor.parent) ? anchor.parent : undefined;
    argument = names.fresh(node, name, block);
    book.statement(anchor, `const ${argument} = ${look}${book.style(anchor).semicolon}`);
    if (memoised.assignment) book.replace(memoised.assignment.operatorToken, "??=");
  }
  if (node.arguments) writeOne(code, node, node.arguments, { text: argument, replaced });
}

/** Where the secret has to be read for looking and keeping to be one step. */
function keptAt(index: ReferenceIndex, call: GivingCall, fn: FunctionNode): Memoised | undefined {
  const memoised = memoisedAt(index, call.site.node, fn);
  return memoised && isThereBefore(index, call, memoised.anchor) ? memoised : undefined;
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
