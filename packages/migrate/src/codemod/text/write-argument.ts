/** Writes a parameter more, and an argument more at each call, behind all that a call has to give. */
import ts from "typescript";
import type { GivingCall } from "../hoist/given-value.ts";
import { againOperator } from "../hoist/guards.ts";
import { type Memoised, memoisedAt } from "../hoist/memoised.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { type FunctionNode, holds } from "../syntax/function-node.ts";
import { OUTERMOST } from "./file-edits.ts";
import type { WrittenReads } from "./write-reads.ts";

export interface ArgumentPlace {
  /** The position of what it takes the place of. */
  readonly replaced: number | undefined;
  /** The position of what it comes before; undefined where it is the last one. */
  readonly before: number | undefined;
  /** Of those that the function is given. */
  readonly isFirst: boolean;
}

export interface WrittenArgument extends ArgumentPlace {
  readonly call: Pick<GivingCall, "site">;
  readonly name: string;
  readonly type: string;
  readonly memoised: Memoised | undefined;
  /** Is it the name of what is there already? */
  readonly isNamed: boolean;
}

/** One parameter or argument more, or another one in the place of one that is there. */
export function writeOne(
  { book }: WrittenReads,
  owner: ts.Node,
  list: ts.NodeArray<ts.Node>,
  { text, replaced, before, isFirst }: ArgumentPlace & { text: string },
): void {
  const last = list.at(-1);
  const old = replaced === undefined ? undefined : list[replaced];
  const next = before === undefined ? undefined : list[before];
  if (old) book.replace(old, text);
  else if (next) book.of(owner).before(next.getStart(), OUTERMOST, `${text},${gapBefore(next)}`);
  else if (last) book.of(owner).after(last.end, OUTERMOST, `,${gapBefore(last)}${text}`);
  else book.of(owner).after(list.pos, OUTERMOST, isFirst ? text : `, ${text}`);
}

/** A line end where each stands on a line of its own. */
function gapBefore(node: ts.Node): string {
  const gap = node.getSourceFile().text.slice(node.pos, node.getStart());
  return /^[ \t]*\r?\n\s*$/.test(gap) ? gap : " ";
}

/** In place; or, where what is made is kept, before anybody looks whether it is there. */
export function writeArgument(
  code: WrittenReads,
  look: string,
  { call, name, type, memoised, isNamed, ...place }: WrittenArgument,
): void {
  const node = call.site.node as ts.NewExpression | ts.CallExpression;
  const text = argumentText(code, look, { call, name, type, memoised, isNamed });
  if (node.arguments) writeOne(code, node, node.arguments, { text, ...place });
}

/** What is given; it is looked up before, where what is made is kept. */
export function argumentText(
  code: WrittenReads,
  look: string,
  { call, name, type, memoised, isNamed }: Omit<WrittenArgument, keyof ArgumentPlace>,
): string {
  const { book, names } = code;
  const { node } = call.site;
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
  return argument;
}

/** Where what a call gives has to be there already, for looking and keeping to be one step. */
export function keptAt(
  index: ReferenceIndex,
  { site, env }: Pick<GivingCall, "site" | "env">,
  fn: FunctionNode | undefined,
): Memoised | undefined {
  const memoised = fn && memoisedAt(index, site.node, fn);
  return memoised && isThereBefore(index, { site, env }, memoised.anchor) ? memoised : undefined;
}

/** Is the environment declared before that place? */
function isThereBefore(
  { checker }: ReferenceIndex,
  { env, site }: Pick<GivingCall, "site" | "env">,
  anchor: ts.Node,
): boolean {
  const root = /^[\w$]+/.exec(env ?? "")?.[0];
  if (root === undefined || root === "this" || ts.isArrowFunction(anchor)) return true;
  const symbol = checker.resolveName(root, site.node, ts.SymbolFlags.Value, false);
  return (symbol?.declarations ?? []).every(
    (one) => one.end <= anchor.getStart() || !holds(anchor.parent, one),
  );
}
