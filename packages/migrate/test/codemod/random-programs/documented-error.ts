/**
 * What a migration may change, made into a program: the code from before, in which each read that the
 * report lists as required throws the helper's error where its secret is missing, and no other does.
 * And the other way round: the helper without that error, under which nothing may have changed.
 */
import ts from "typescript";
import type { Place } from "../../../src/repository/place.ts";
import { type Files, HELPER_TEXT } from "../virtual-repository.ts";

/** A read that the report lists: from now on it throws where there is no value. */
export interface RequiredRead {
  readonly name: string;
  readonly place: Place;
}

const MODULE = "src/documented";
const TEXT = `class SecretError extends Error {
  override name = "SecretError";
}
export function required<T>(value: T, name: string): T {
  if (value) return value;
  throw new SecretError("Secret " + name + " is missing");
}
`;

const THROWS = /throw new SecretError\(status, [^\n]*\);/;
/** The helper as it would be if it required nothing. */
export const LENIENT_HELPER = helperThat("return undefined as never;");
/** The helper as it is, which also tells whose absence it threw an error of. */
export const TELLING_HELPER = helperThat("{ thrown.push(name); $& }");

function helperThat(throws: string): string {
  const text = HELPER_TEXT.replace(THROWS, throws);
  if (text === HELPER_TEXT) throw new Error("the helper throws in another way");
  return `${text}export const thrown: string[] = [];\n`;
}

/** @throws where a listed place holds no read of its name. */
export function withDocumentedErrors(before: Files, reads: readonly RequiredRead[]): Files {
  const after = new Map(before);
  for (const path of new Set(reads.map(({ place }) => place.file))) {
    const text = before.get(path) ?? "";
    const own = reads.filter(({ place }) => place.file === path);
    after.set(path, `import { required } from "./documented"; ${throwing(path, text, own)}`);
  }
  return after.set(`${MODULE}.ts`, TEXT);
}

function throwing(path: string, text: string, reads: readonly RequiredRead[]): string {
  const file = parse(path, text);
  const insertions = reads.flatMap((read) => insertionsFor(nodeAt(file, read), read.name));
  // Of two at one position the inner one comes first: it was found later in the text's order.
  insertions.sort((a, b) => b.at - a.at);
  return insertions.reduce((done, { at, put }) => done.slice(0, at) + put + done.slice(at), text);
}

type Read = ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.BindingElement;

function insertionsFor(node: Read, name: string): { at: number; put: string }[] {
  if (ts.isBindingElement(node)) {
    return [{ at: node.getEnd(), put: ` = required(undefined as never, "${name}")` }];
  }
  return [
    { at: node.getEnd(), put: `, "${name}")` },
    { at: node.getStart(), put: "required(" },
  ];
}

export function parsed(files: Files, path: string): ts.SourceFile {
  return parse(path, files.get(path) ?? "");
}

export function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
}

export function nodeAt(file: ts.SourceFile, { name, place }: RequiredRead): Read {
  const start = file.getPositionOfLineAndCharacter(place.line - 1, place.column - 1);
  const found: Read[] = [];
  const visit = (node: ts.Node): void => {
    if (node.getEnd() <= start || node.getFullStart() > start) return;
    if (node.getStart() === start && nameOf(node) === name) found.push(node as Read);
    ts.forEachChild(node, visit);
  };
  visit(file);
  const [read] = found;
  if (read === undefined) {
    throw new Error(
      `${place.file}:${place.line}:${place.column} is listed, and no read of ${name}`,
    );
  }
  return read;
}

/** Listed, though the code asks whether the secret is there: it could be missing before. */
export function askedFor(before: Files, reads: readonly RequiredRead[]): RequiredRead[] {
  return reads.filter((read) => isAskedFor(nodeAt(parsed(before, read.place.file), read)));
}

function isAskedFor(node: Read): boolean {
  if (ts.isBindingElement(node)) return node.initializer !== undefined;
  let outer: ts.Expression = node;
  while (isTransparent(outer.parent)) outer = outer.parent;
  const { parent } = outer;
  if (ts.isPrefixUnaryExpression(parent) || ts.isTypeOfExpression(parent)) return true;
  if (ts.isConditionalExpression(parent)) return parent.condition === outer;
  if (ts.isIfStatement(parent) || ts.isPropertyAccessChain(parent)) return true;
  const { BarBarToken, QuestionQuestionToken } = ts.SyntaxKind;
  if (!ts.isBinaryExpression(parent) || parent.left !== outer) return false;
  return [BarBarToken, QuestionQuestionToken].includes(parent.operatorToken.kind);
}

function isTransparent(node: ts.Node): node is ts.Expression {
  return (
    ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node)
  );
}

function nameOf(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node)) {
    const { argumentExpression: index } = node;
    return ts.isStringLiteral(index) ? index.text : undefined;
  }
  if (!ts.isBindingElement(node)) return undefined;
  const name = node.propertyName ?? node.name;
  return ts.isIdentifier(name) ? name.text : undefined;
}
