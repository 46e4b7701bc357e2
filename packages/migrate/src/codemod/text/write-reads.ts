/** Writes what reads become: a look-up in place, a `const` before, or statements for a pattern. */
import ts from "typescript";
import type { LazyValue } from "../asyncify/lazy-value.ts";
import { betweenAnchor } from "../hoist/asked-environment.ts";
import { keptBehind } from "../hoist/behind-guard.ts";
import { againOperator } from "../hoist/guards.ts";
import { earlyLookUp, typeOfLookUp } from "../hoist/one-value.ts";
import { useOfTaken } from "../hoist/taken-apart.ts";
import type { HelperFunction } from "../migration-plan.ts";
import type {
  ExpressionRead,
  MigratingRead,
  ParameterRead,
  PatternRead,
} from "../reads/migrating-read.ts";
import { nodesOf, type SharedConst } from "../reads/shared-const.ts";
import { isAssignment, isOperator, outermost } from "../syntax/values.ts";
import { variableName } from "./code-style.ts";
import { anchorIn } from "./edit-book.ts";
import { type LazySteps, scopeOfLazy } from "./lazy-steps.ts";
import type { LookUps } from "./look-up.ts";
import { checkedLines, type MovedChecks, ownChecks } from "./write-checks.ts";
import type { WrittenCode } from "./write-functions.ts";

export interface WrittenReads extends WrittenCode {
  readonly lookUps: LookUps;
  readonly steps: LazySteps;
  /** What modules check, and functions from now on. */
  readonly checks: MovedChecks;
  readonly lineWidth: number;
  /** Is told which function of the helper each read came to use. */
  readonly note: (read: MigratingRead, helper: HelperFunction) => void;
}

export function writeShared(code: WrittenReads, shared: SharedConst): void {
  const { book, lookUps } = code;
  const anchor = shared.memoised?.anchor ?? anchorIn(shared.fn, nodesOf(shared));
  const [first] = shared.reads;
  if (!anchor || !first) return;
  const { read } = first;
  const name = read.names[0] ?? "";
  const used = first.placement.movedBefore ?? read.node;
  const block = ts.isBlock(anchor.parent) ? anchor.parent : undefined;
  const wanted = read.isDynamic ? "value" : variableName(name);
  const variable = code.names.fresh(used, wanted, block);
  const look = lookUps.guarded(
    shared.reads.map((one) => one.read),
    shared.helper,
    name,
    ({ node }) => betweenAnchor(anchor, node),
  );
  const cast = shared.castToString ? lookUps.asString(read, look) : look;
  const isConst = shared.reads.length === 1 && constIn(anchor) === outermost(read.use.target);
  if (!isConst)
    book.statement(anchor, `const ${variable} = ${cast}${book.style(anchor).semicolon}`);
  for (const one of shared.reads) {
    const text = isConst ? cast : sharedText(one.read, shared.helper, variable);
    book.replace(one.read.use.target, text);
    code.note(one.read, shared.helper);
  }
  const again = shared.memoised?.assignment;
  if (again) book.replace(again.operatorToken, againOperator(code.index, again));
}

/** What `const x = …` gives a name to: it needs no second one. */
function constIn(anchor: ts.Node): ts.Expression | undefined {
  const [one, ...others] = ts.isVariableStatement(anchor)
    ? anchor.declarationList.declarations
    : [];
  return others.length === 0 ? one?.initializer : undefined;
}

/** The name of the const; for `"K" in env` the question whether it holds something. */
function sharedText({ node }: ExpressionRead, helper: HelperFunction, variable: string): string {
  if (!ts.isBinaryExpression(node)) return variable;
  const asked = `${variable} !== ${helper === "getSecret" ? "null" : "undefined"}`;
  return ts.isParenthesizedExpression(node.parent) ? asked : `(${asked})`;
}

export function writeInPlace(
  code: WrittenReads,
  read: ExpressionRead,
  helper = read.use.helper,
): void {
  code.lookUps.inPlace(read, helper);
  code.note(read, helper);
}

/** What a member needs that is made later, and in one step: a const before it. */
export function writeInSteps(
  code: WrittenReads,
  lazy: LazyValue,
  reads: readonly ExpressionRead[],
): void {
  const [first] = reads;
  if (!first) return;
  const name = first.names[0] ?? "";
  const early = earlyLookUp(lazy.value, reads);
  const { helper } = early;
  const { value } = lazy;
  const variable = code.names.fresh(first.node, variableName(name), scopeOfLazy(lazy));
  const text = code.lookUps.guarded(reads, helper, name, ({ node }) => ({
    ...{ scope: value, from: value.pos, node },
  }));
  const isChecked = code.lookUps.isFollowed(first);
  const look = early.castToString && !isChecked ? `(${text}) as string` : text;
  const type = isChecked ? "string" : typeOfLookUp(early);
  code.steps.add(lazy, { name: variable, type, look });
  for (const read of reads) {
    code.book.replace(read.use.target, variable);
    code.note(read, helper);
  }
}

/** All secrets that one `const { A, B } = env` takes out. */
export function writePattern(
  code: WrittenReads,
  reads: readonly PatternRead[],
  lazyOf: (read: PatternRead) => LazyValue | undefined,
): void {
  const [first] = reads;
  if (!first) return;
  const { declaration } = first;
  const statement = declaration.parent.parent;
  const pattern = declaration.name as ts.ObjectBindingPattern;
  const taken = new Set<ts.Node>(reads.map(({ element }) => element));
  const rest = pattern.elements.filter((element) => !taken.has(element));
  const keyword = ts.NodeFlags.Const & declaration.parent.flags ? "const" : "let";
  const lazy = reads.flatMap((read) => {
    const value = lazyOf(read);
    return value ? lazyLines(code, read, value) : [];
  });
  const lines = lazy.length > 0 ? lazy : linesOf(code, reads, keyword);
  const again = keptBehind(code.index, declaration);
  if (again) code.book.replace(again.operatorToken, againOperator(code.index, again));
  if (rest.length === 0) {
    code.book.replace(statement, () => lines.join(lineBreak(statement)));
    return;
  }
  code.book.replace(pattern, `{ ${rest.map((element) => element.getText()).join(", ")} }`);
  const edits = code.book.of(statement);
  const all = lines.map((line) => lineBreak(statement) + line).join("");
  edits.after(statement.end, Number.MAX_SAFE_INTEGER, all);
}

/** A constant of a module that an environment was taken apart for: a function that looks it up. */
function lazyLines(code: WrittenReads, read: PatternRead, lazy: LazyValue): string[] {
  const { helper, castToString } = useOfTaken(code.index, read.element, read.optional);
  const value = valueText(code, { read, helper, castToString });
  const { indent, semicolon } = code.book.style(read.element);
  const exported = read.declaration.parent.parent.getText().startsWith("export") ? "export " : "";
  const head = `${exported}const ${read.element.name.getText()} = async () =>`;
  if (lazy.checks.length === 0) return [`${head} ${value}${semicolon}`];
  const own = ownChecks(code.index, lazy);
  return [
    `${head} {`,
    `${indent}const ${own.name} = ${value}${semicolon}`,
    ...checkedLines(code.book, code.checks, own),
    `${indent}return ${own.name}${semicolon}`,
    `}${semicolon}`,
  ];
}

function lineBreak(node: ts.Node): string {
  const { text } = node.getSourceFile();
  const lineStart = text.lastIndexOf("\n", node.getStart() - 1) + 1;
  return `\n${/^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? ""}`;
}

/** The statements that give the names their values. */
function linesOf(
  code: WrittenReads,
  reads: readonly (PatternRead | ParameterRead)[],
  keyword: string,
): string[] {
  const uses = reads.map((read) => {
    const { helper, castToString } = useOfTaken(code.index, read.element, read.optional);
    return { read, helper, castToString };
  });
  const together =
    reads.length > 1 &&
    uses.every(({ helper, read }) => helper === "getSecret" && !read.element.initializer) &&
    // Names that are vouched for one by one are no members of the answer's type, and what is cast is another.
    reads.every((read) => code.lookUps.isPlain(read));
  if (together) return [allTogether(code, reads, keyword)];
  return uses.map((use) => oneLine(code, use, keyword));
}

interface TakenOut {
  readonly read: PatternRead | ParameterRead;
  readonly helper: HelperFunction;
  readonly castToString: boolean;
}

function oneLine(code: WrittenReads, use: TakenOut, keyword: string): string {
  const { element } = use.read;
  const { semicolon } = code.book.style(element);
  return `${keyword} ${element.name.getText()} = ${valueText(code, use)}${semicolon}`;
}

function valueText(code: WrittenReads, use: TakenOut): string {
  const { read, castToString } = use;
  const fallback = read.element.initializer;
  const helper = fallback ? "getSecret" : use.helper;
  const look = code.lookUps.text(read, helper, read.names[0] ?? "", { isKept: castToString });
  code.note(read, helper);
  if (fallback) return `(${look}) ?? ${asOperand(fallback, code.book.render(fallback))}`;
  return castToString ? code.lookUps.asString(read, look) : look;
}

/** Behind a `??`: what binds less, or may not stand beside one, keeps together. */
function asOperand(node: ts.Expression, text: string): string {
  const { BarBarToken, AmpersandAmpersandToken, CommaToken } = ts.SyntaxKind;
  const binds =
    !ts.isConditionalExpression(node) &&
    !ts.isArrowFunction(node) &&
    !ts.isYieldExpression(node) &&
    !isAssignment(node) &&
    !isOperator(node, BarBarToken, AmpersandAmpersandToken, CommaToken);
  return binds ? text : `(${text})`;
}

/** One trip for all of them; over several lines where one would be too long. */
function allTogether(
  code: WrittenReads,
  reads: readonly (PatternRead | ParameterRead)[],
  keyword: string,
): string {
  const [first] = reads;
  if (!first) return "";
  const { lookUps, book } = code;
  const node = first.element;
  const { indent, semicolon } = book.style(node);
  const called = code.lookUps.called(first, "getSecrets");
  const names = reads.map(({ names: [name] }) => lookUps.quoted(node, name ?? ""));
  const elements = reads.map(({ element }) => element.getText());
  const call = `await ${called}(${lookUps.envText(first)}, [`;
  for (const read of reads) code.note(read, "getSecrets");
  const outer =
    first.shape === "pattern"
      ? lineBreak(first.declaration).slice(1)
      : indentationIn(first.parameter.parent, indent);
  const fits = (line: string) => outer.length + line.length <= code.lineWidth;
  const rows = (texts: readonly string[]) =>
    `\n${texts.map((text) => `${outer}${indent}${text},\n`).join("")}${outer}`;
  const head = `${keyword} { ${elements.join(", ")} } = ${call}`;
  const line = `${head}${names.join(", ")}])${semicolon}`;
  if (fits(line)) return line;
  const taken = fits(head) ? head : `${keyword} {${rows(elements)}} = ${call}`;
  return `${taken}${rows(names)}])${semicolon}`;
}

/** How far the statements of a function stand in. */
function indentationIn(fn: ts.Node, indent: string): string {
  const body = ts.isFunctionLike(fn) && "body" in fn ? fn.body : undefined;
  const [first] = body && ts.isBlock(body) ? body.statements : [];
  return first ? lineBreak(first).slice(1) : lineBreak(fn).slice(1) + indent;
}

/** `function f({ K }: Env)`: the environment gets a name, and the secrets statements of their own. */
export function writeParameter(code: WrittenReads, reads: readonly ParameterRead[]): void {
  const [first] = reads;
  if (!first) return;
  const { parameter } = first;
  const fn = parameter.parent as ts.FunctionLikeDeclaration;
  const pattern = parameter.name as ts.ObjectBindingPattern;
  const taken = new Set<ts.Node>(reads.map(({ element }) => element));
  const rest = pattern.elements.filter((element) => !taken.has(element));
  const { semicolon } = code.book.style(parameter);
  const kept = rest.map((element) => element.getText()).join(", ");
  const env = code.lookUps.envOf(first);
  const others = rest.length > 0 ? [`const { ${kept} } = ${env}${semicolon}`] : [];
  code.book.replace(pattern, env);
  for (const line of [...others, ...linesOf(code, reads, "const")]) atStart(code, fn, line);
}

/** `"use server"`. */
const isDirective = (node: ts.Statement) =>
  ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression);

/** A statement before all others of a function, behind its directives. */
export function atStart(
  { book }: WrittenCode,
  fn: ts.FunctionLikeDeclaration,
  text: string | (() => string),
): void {
  const { body } = fn;
  if (!body) return;
  const first = ts.isBlock(body) ? body.statements.find((one) => !isDirective(one)) : fn;
  if (first) {
    book.statement(first, text);
    return;
  }
  const edits = book.of(body);
  edits.before(body.end - 1, 1, () => ` ${typeof text === "string" ? text : text()} `);
}
