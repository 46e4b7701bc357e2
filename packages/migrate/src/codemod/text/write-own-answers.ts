/**
 * Writes what a constructor asked for only where it was not given it: `deps.config ?? loadConfig(env)`
 * becomes `deps.config`, which its type has in any case then, and who makes the object gives it.
 */
import ts from "typescript";
import { isUndefined, type OwnAnswer } from "../hoist/own-answer.ts";
import { nameText } from "../syntax/names.ts";
import { indentationAt } from "./code-style.ts";
import type { EditBook } from "./edit-book.ts";
import { OUTERMOST } from "./file-edits.ts";
import type { WrittenReads } from "./write-reads.ts";

/** What one who makes the object gives from now on. */
export interface OwnArgument {
  readonly node: ts.NewExpression;
  readonly own: OwnAnswer;
  readonly text: string;
}

/** The constructor, and the type of what it is given. */
export function writeOwnAnswer(
  { book }: WrittenReads,
  { parameters }: ts.ConstructorDeclaration,
  { node, position, member }: OwnAnswer,
): void {
  const whole = ts.isParenthesizedExpression(node.parent) ? node.parent : node;
  book.replace(whole, node.left.getText().replace("?.", "."));
  if (member) dropToken(book, member.questionToken);
  for (const before of parameters.slice(0, position)) leaveOpen(book, before);
  const parameter = parameters[position];
  dropToken(book, parameter?.questionToken);
  const { initializer, type, name } = parameter ?? {};
  const end = type?.end ?? name?.end;
  if (initializer && end !== undefined) book.of(initializer).replace(end, initializer.end, "");
}

/** `env?: Env` before a parameter that every call gives. */
function leaveOpen(book: EditBook, { questionToken, type }: ts.ParameterDeclaration): void {
  if (!questionToken || !type) return;
  dropToken(book, questionToken);
  const isTight = ts.isFunctionTypeNode(type) || ts.isConditionalTypeNode(type);
  book.around(type, isTight ? "(" : "", `${isTight ? ")" : ""} | undefined`);
}

function dropToken(book: EditBook, token: ts.Node | undefined): void {
  if (token) book.replace(token, "");
}

/** All that is given at one place stands there together. */
export function writeOwnArguments(code: WrittenReads, given: readonly OwnArgument[]): void {
  for (const node of new Set(given.map((one) => one.node))) {
    const own = given.filter((one) => one.node === node);
    const there = node.arguments ?? [];
    for (const [position, argument] of there.entries()) {
      const here = own.filter((one) => one.own.position === position);
      if (here.length > 0) writeInto(code.book, argument, here);
    }
    const last = Math.max(...own.map((one) => one.own.position));
    const added: string[] = [];
    for (let position = there.length; position <= last; position++) {
      added.push(textOf(own.filter((one) => one.own.position === position)) ?? "undefined");
    }
    const text = added.join(", ");
    if (text) code.book.of(node).after(endOf(node), OUTERMOST, there.length ? `, ${text}` : text);
  }
}

/** Behind the last argument, and before a comma that stands there. */
const endOf = (node: ts.NewExpression) =>
  node.arguments?.at(-1)?.end ?? node.arguments?.pos ?? node.end;

/** As an argument of its own. */
function textOf(here: readonly OwnArgument[]): string | undefined {
  const [first] = here;
  if (!first) return undefined;
  return first.own.member ? `{ ${membersText(here)} }` : first.text;
}

const membersText = (here: readonly OwnArgument[]) =>
  here.map(({ own, text }) => memberText(nameText(own.member?.name) ?? "", text)).join(", ");

const memberText = (name: string, text: string) => (name === text ? name : `${name}: ${text}`);

/** Into the object that is given there already, or in place of `undefined`. */
function writeInto(book: EditBook, argument: ts.Expression, here: readonly OwnArgument[]): void {
  const last = ts.isObjectLiteralExpression(argument) ? argument.properties.at(-1) : undefined;
  if (isUndefined(argument) || !last) {
    book.replace(argument, textOf(here) ?? "undefined");
    return;
  }
  const { text } = argument.getSourceFile();
  const isAlone = text.slice(last.end, argument.end).includes("\n");
  const gap = isAlone ? `\n${indentationAt(text, last.getStart())}` : " ";
  const added = membersText(here);
  book.of(argument).after(last.end, OUTERMOST, `,${gap}${added}`);
}
