/** Writes what constructors are given that can not wait for it: `new Client(await loadSettings(env))`. */
import ts from "typescript";
import type { Acceptance } from "../asyncify/accept-reads.ts";
import type { AnswerMaker, GivenAnswer } from "../hoist/given-answer.ts";
import { optionalFrom } from "../hoist/given-value.ts";
import { leavesTry } from "../hoist/left-try.ts";
import { exportedFrom, isNamedAt, unexported } from "../hoist/named-function.ts";
import { holds } from "../syntax/function-node.ts";
import { dropImports } from "./drop-import.ts";
import { OUTERMOST } from "./file-edits.ts";
import {
  type ArgumentPlace,
  argumentText,
  keptAt,
  type WrittenArgument,
  writeOne,
} from "./write-argument.ts";
import { nameOfResult } from "./write-functions.ts";
import { removeStatement } from "./write-given-pattern.ts";
import { type OwnArgument, writeOwnAnswer, writeOwnArguments } from "./write-own-answers.ts";
import type { WrittenReads } from "./write-reads.ts";

/** What one constructor is given of one function, for everything in it that needs that. */
interface Parameter {
  readonly answers: readonly GivenAnswer[];
  readonly first: GivenAnswer;
  readonly name: string;
  /** `const settings = loadSettings(env)`, which is what the parameter is called from now on. */
  readonly statement: ts.VariableStatement | undefined;
}

interface Writing {
  readonly code: WrittenReads;
  readonly placements: Acceptance["placements"];
  readonly parameters: readonly Parameter[];
  /** Imports that are for nothing from now on, with the types that come in their place. */
  readonly left: Map<ts.ImportSpecifier, string | undefined>;
}

export function writeGivenAnswers(
  code: WrittenReads,
  { answers, placements }: Pick<Acceptance, "answers" | "placements">,
): void {
  const asked = answers.filter(({ own }) => !own);
  const parameters = [...grouped(asked).values()].map((list) => parameterFor(code, list));
  const writing = { code, placements, parameters, left: new Map() };
  for (const parameter of parameters) writeParameter(writing, parameter);
  writeOwn(
    writing,
    answers.filter(({ own }) => own),
  );
  dropImports(code.book, writing.left);
}

/** What constructors asked for only where they were not given it. */
function writeOwn(writing: Writing, answers: readonly GivenAnswer[]): void {
  const found: OwnArgument[] = [];
  for (const answer of answers) {
    const { own, node, makers, asked } = answer;
    if (!own) continue;
    const left = importLeft(writing.code, answer, [node]);
    if (left) writing.left.set(left, undefined);
    writeOwnAnswer(writing.code, answer.taker, own);
    const name = nameOfResult(asked.call);
    for (const maker of makers) {
      const type = `Awaited<ReturnType<typeof ${calleeAt(writing.code, answer, maker.node)}>>`;
      const text = textGiven(writing, answer, maker, { name, type });
      found.push({ node: maker.node, own, text });
    }
  }
  writeOwnArguments(writing.code, found);
}

function grouped(answers: readonly GivenAnswer[]): Map<string, GivenAnswer[]> {
  const groups = new Map<string, GivenAnswer[]>();
  for (const answer of answers) {
    const { taker, asked, place } = answer;
    const path = place && [place.position, ...place.path].join(".");
    const of = asked.root.declarations?.[0];
    const named = `${of?.getSourceFile().fileName} ${of?.pos} ${asked.call.expression.getText()}`;
    const key = `${taker.getSourceFile().fileName} ${taker.pos} ${named} ${path}`;
    groups.set(key, [...(groups.get(key) ?? []), answer]);
  }
  return groups;
}

function parameterFor(code: WrittenReads, answers: readonly GivenAnswer[]): Parameter {
  const [first, ...others] = answers;
  if (!first) throw new TypeError("a parameter is for one answer at least");
  const calls = answers.filter(({ node }) => ts.isCallExpression(node));
  const statement = calls.length === 1 && calls[0] ? constantOf(calls[0]) : undefined;
  const own = statement?.declarationList.declarations[0]?.name.getText();
  const wanted = wantedName(code, first.asked.call);
  const name = own ?? code.names.fresh(others[0]?.node ?? first.node, wanted);
  return { answers, first, name, statement };
}

/** As its function says; `config: MailConfig` of a `requireConfig()` says more by its type. */
function wantedName(code: WrittenReads, call: ts.CallExpression): string {
  const name = nameOfResult(call);
  const type = /Result$/.test(name) ? namedType(code, call)?.name : undefined;
  return type ? type.charAt(0).toLowerCase() + type.slice(1) : name;
}

/** The statement that keeps it as it is, and nothing else, where everybody sees it. */
function constantOf({ node, taker }: GivenAnswer): ts.VariableStatement | undefined {
  const declaration = node.parent;
  if (!ts.isVariableDeclaration(declaration) || declaration.type) return undefined;
  const list = declaration.parent;
  const statement = list.parent;
  const isConst = (list.flags & ts.NodeFlags.Const) !== 0;
  const isOne = ts.isIdentifier(declaration.name) && ts.isVariableDeclarationList(list);
  if (!isOne || !isConst || list.declarations.length > 1) return undefined;
  return ts.isVariableStatement(statement) && statement.parent === taker.body
    ? statement
    : undefined;
}

function writeParameter(writing: Writing, parameter: Parameter): void {
  const { code, parameters } = writing;
  const { first, name, answers, statement } = parameter;
  const { taker, replaced } = first;
  const before = optionalFrom(taker);
  const isFirst = parameters.find((one) => one.first.taker === taker) === parameter;
  const place = { replaced, before, isFirst };
  const type = typeIn(writing, first);
  writeOne(code, taker, taker.parameters, { text: `${name}: ${type}`, ...place });
  if (statement) removeStatement(code.book, statement);
  for (const { node } of answers) {
    if (ts.isCallExpression(node) && !statement) code.book.replace(node, name);
  }
  for (const maker of first.makers) writeMaker(writing, first, maker, { name, type, ...place });
}

function writeMaker(
  writing: Writing,
  answer: GivenAnswer,
  maker: AnswerMaker,
  { name, type, ...place }: Pick<WrittenArgument, "name" | "type" | keyof ArgumentPlace>,
): void {
  const { node } = maker;
  const text = textGiven(writing, answer, maker, { name, type });
  if (node.arguments) writeOne(writing.code, node, node.arguments, { text, ...place });
}

function textGiven(
  { code, placements, parameters }: Writing,
  answer: GivenAnswer,
  maker: AnswerMaker,
  written: Pick<WrittenArgument, "name" | "type">,
): string {
  const { node } = maker;
  const outer = nameAt(parameters, answer, node);
  const argument = argumentOf(code, maker);
  const call = { site: { node, kind: "read" as const }, env: argument };
  const fn = outer === undefined ? placements.get(node)?.awaitedIn : undefined;
  const kept = keptAt(code.index, call, fn);
  // What goes wrong is for the `catch` around it.
  const memoised = kept && !leavesTry(kept.anchor, node) ? kept : undefined;
  const look = outer ?? `await ${calleeAt(code, answer, node)}(${argument})`;
  return argumentText(code, look, { call, memoised, isNamed: outer !== undefined, ...written });
}

/** What the function is asked with, where that has a name from now on. */
function argumentOf({ book, names }: WrittenReads, { argument, named }: AnswerMaker): string {
  if (!named) return argument ?? "";
  const { value, anchor } = named;
  const block = ts.isBlock(anchor.parent) ? anchor.parent : undefined;
  const isThere = names.hasOf(value);
  const name = names.of(value, named.name, block);
  if (isThere) return name;
  const { semicolon } = book.style(anchor);
  book.statement(anchor, () => `const ${name} = ${book.render(value)}${semicolon}`);
  book.replace(value, name);
  return name;
}

/** What the constructor around a maker is given itself; undefined where it is in none. */
function nameAt(
  parameters: readonly Parameter[],
  { asked }: GivenAnswer,
  node: AnswerMaker["node"],
): string | undefined {
  return parameters.find(({ answers }) =>
    answers.some((one) => one.node === node && one.asked.call === asked.call),
  )?.name;
}

/** The function as the code at `node` calls it; it is imported from now on. */
function calleeAt(code: WrittenReads, { asked }: GivenAnswer, node: ts.Node): string {
  const { index, lookUps } = code;
  const text = asked.call.expression.getText();
  const from = isNamedAt(index, asked, node) ? undefined : exporterOf(code, asked.root);
  if (!from) return text;
  const { name } = asked.root;
  const as = lookUps.imported(node.getSourceFile(), from, name);
  return [as, ...text.split(".").slice(1)].join(".");
}

/** The file that exports the function; from now on, where it did not. */
function exporterOf({ index, book }: WrittenReads, root: ts.Symbol): ts.SourceFile | undefined {
  const from = exportedFrom(index, root);
  const statement = from ? undefined : unexported(root);
  if (statement) book.of(statement).before(statement.getStart(), OUTERMOST, "export ");
  return from ?? statement?.getSourceFile();
}

/** The name that the function's own type has in the constructor's file; else what it answers. */
function typeIn({ code, parameters, ...writing }: Writing, answer: GivenAnswer): string {
  const { index, lookUps } = code;
  const { taker, asked } = answer;
  const nodes = parameters.flatMap(({ answers }) => answers.map(({ node }) => node));
  const left = importLeft(code, answer, nodes);
  const type = namedType(code, asked.call);
  const from = type && exportedFrom(index, type);
  if (type && isTypeAt(index, type, taker)) {
    if (left) writing.left.set(left, undefined);
    return type.name;
  }
  if (type && from && left && from === exportedFrom(index, asked.root)) {
    writing.left.set(left, type.name);
    return type.name;
  }
  if (type && from && !left) return lookUps.importedType(taker.getSourceFile(), from, type.name);
  return `Awaited<ReturnType<typeof ${calleeAt(code, answer, taker)}>>`;
}

/** Is it there under its name? */
function isTypeAt({ checker }: WrittenReads["index"], type: ts.Symbol, node: ts.Node): boolean {
  const there = checker.resolveName(type.name, node, ts.SymbolFlags.Type, false);
  const isAlias = there && there.flags & ts.SymbolFlags.Alias;
  return (isAlias ? checker.getAliasedSymbol(there) : there) === type;
}

/** The type that the function says that it answers, where that is one name. */
function namedType({ index }: WrittenReads, call: ts.CallExpression): ts.Symbol | undefined {
  const declaration = index.checker.getResolvedSignature(call)?.getDeclaration();
  const type = declaration?.type;
  if (!type || !ts.isTypeReferenceNode(type) || type.typeArguments) return undefined;
  if (!ts.isIdentifier(type.typeName)) return undefined;
  const symbol = index.checker.getSymbolAtLocation(type.typeName);
  const isAlias = symbol && symbol.flags & ts.SymbolFlags.Alias;
  return isAlias ? index.checker.getAliasedSymbol(symbol) : symbol;
}

/** The import of the function, where nothing in the constructor's file calls it any more. */
function importLeft(
  { index }: WrittenReads,
  { asked, taker, makers }: GivenAnswer,
  nodes: readonly ts.Node[],
): ts.ImportSpecifier | undefined {
  const file = taker.getSourceFile();
  if (makers.some(({ node }) => node.getSourceFile() === file)) return undefined;
  const [name = ""] = asked.call.expression.getText().split(".");
  const uses = index.named(name).filter((node) => node.getSourceFile() === file);
  const imports = uses.flatMap(({ parent }) => (ts.isImportSpecifier(parent) ? [parent] : []));
  const [own, ...others] = imports;
  const isLeft = uses.every(
    ({ parent }) => parent === own || nodes.some((node) => holds(node, parent)),
  );
  return own && others.length === 0 && !own.propertyName && isLeft ? own : undefined;
}
