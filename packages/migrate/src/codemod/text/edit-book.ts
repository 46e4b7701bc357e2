/** The edits of all files, in terms of code: make this async, await that, put a statement there. */
import ts from "typescript";
import { wholeTextOf } from "../../source/frontmatter.ts";
import { type FunctionNode, holds } from "../syntax/function-node.ts";
import { needsParentheses } from "../syntax/values.ts";
import { isPromise, takesPromise } from "../types/promise-type.ts";
import { type CodeStyle, indentationAt, SPEAKS_OF_NEXT_LINE, styleOf } from "./code-style.ts";
import { FileEdits, MODIFIER, OUTERMOST } from "./file-edits.ts";
import { replaceType, wrapType } from "./wrap-type.ts";

type Text = string | (() => string);

export class EditBook {
  readonly #files = new Map<ts.SourceFile, FileEdits>();
  readonly #styles = new Map<ts.SourceFile, CodeStyle>();
  /** Statements to put before a statement, or before the expression that an arrow answers. */
  readonly #statements = new Map<ts.Node, Text[]>();

  get files(): Iterable<[ts.SourceFile, FileEdits]> {
    return this.#files;
  }

  of(node: ts.Node): FileEdits {
    const file = node.getSourceFile();
    const known = this.#files.get(file);
    if (known) return known;
    const edits = new FileEdits(wholeTextOf(file));
    this.#files.set(file, edits);
    return edits;
  }

  style(node: ts.Node): CodeStyle {
    const file = node.getSourceFile();
    const known = this.#styles.get(file);
    if (known) return known;
    const style = styleOf(file);
    this.#styles.set(file, style);
    return style;
  }

  /** The text of a node, with the edits inside of it. */
  render(node: ts.Node): string {
    return this.of(node).render(node.getStart(), node.end);
  }

  replace(node: ts.Node, text: Text): void {
    this.of(node).replace(node.getStart(), node.end, text);
  }

  /** Puts texts around a node. */
  around(node: ts.Node, before: string, after: string): void {
    const start = node.getStart();
    const width = node.end - start;
    if (before) this.of(node).before(start, width, before);
    if (after) this.of(node).after(node.end, width, after);
  }

  /** Puts `await` before an expression, with parentheses where its place asks for them. */
  awaitAround(node: ts.Expression, before = "", after = ""): void {
    const tight = needsParentheses(node);
    const guard = tight ? this.#separator(node) : "";
    this.around(node, `${guard}${tight ? "(" : ""}await ${before}`, `${after}${tight ? ")" : ""}`);
    if (tight) this.#keepChain(node);
  }

  /** Without semicolons, a line that begins with a parenthesis would call the line before it. */
  #separator(node: ts.Expression): string {
    const { text } = node.getSourceFile();
    const start = node.getStart();
    let statement: ts.Node = node;
    while (statement.parent && !ts.isExpressionStatement(statement)) statement = statement.parent;
    if (!ts.isExpressionStatement(statement) || statement.getStart() !== start) return "";
    if (!ts.isBlock(statement.parent) && !ts.isSourceFile(statement.parent)) return "";
    const { statements } = statement.parent;
    const before = statements[statements.indexOf(statement) - 1];
    if (!before) return "";
    return /[;}]$/.test(text.slice(before.pos, before.end)) ? "" : ";";
  }

  /** `a?.f().b` must not look into the promise of nothing: `(await a?.f())?.b`. */
  #keepChain(node: ts.Expression): void {
    const { parent } = node;
    if (!ts.isOptionalChain(node)) return;
    if (ts.isPropertyAccessExpression(parent) && !parent.questionDotToken) {
      this.of(node).replace(node.end, parent.name.getStart(), "?.");
    } else if (ts.isElementAccessExpression(parent) || ts.isCallExpression(parent)) {
      if (!parent.questionDotToken) this.of(node).after(node.end, OUTERMOST, "?.");
    }
  }

  makeAsync(fn: FunctionNode): void {
    if (ts.isGetAccessorDeclaration(fn)) {
      const keyword = fn.getChildren().find(({ kind }) => kind === ts.SyntaxKind.GetKeyword);
      if (keyword) this.replace(keyword, "async");
      return;
    }
    const at = asyncPosition(fn);
    this.of(fn).before(at, MODIFIER, "async ");
  }

  /** What a function says it answers becomes a promise of it. */
  wrapPromise(checker: ts.TypeChecker, type: ts.TypeNode, hasBody: boolean): void {
    const resolved = checker.getTypeFromTypeNode(type);
    if (isPromise(checker, resolved)) return;
    if (takesPromise(checker, resolved) === "takes") {
      if (hasBody) replaceType(this, type, `Promise<${awaitedText(checker, type)}>`);
      return;
    }
    wrapType(this, type, "Promise<");
  }

  /** A statement before `anchor`: another statement, or an arrow whose body is an expression. */
  statement(anchor: ts.Node, text: Text): void {
    const list = this.#statements.get(anchor);
    if (!list) this.#statements.set(anchor, [text]);
    else if (typeof text !== "string" || !list.includes(text)) list.push(text);
  }

  /** Turns collected statements into edits; the last thing to be done. */
  settle(): void {
    for (const [anchor, texts] of this.#statements) {
      if (ts.isArrowFunction(anchor) && !ts.isBlock(anchor.body)) this.#giveBlock(anchor, texts);
      else if (ts.isIfStatement(anchor.parent)) this.#giveBraces(anchor, texts);
      else this.#putBefore(anchor, texts);
    }
    this.#statements.clear();
  }

  #putBefore(anchor: ts.Node, texts: readonly Text[]): void {
    const { text } = anchor.getSourceFile();
    const start = startOf(anchor);
    const lineStart = text.lastIndexOf("\n", start - 1) + 1;
    const own = text.slice(lineStart, start).trim() === "";
    const gap = own ? `\n${indentationAt(text, start)}` : " ";
    for (const one of texts) {
      const line = () => (typeof one === "string" ? one : one());
      const insert = () => `${own ? line() : ended(line())}${gap}`;
      this.of(anchor).before(start, OUTERMOST, insert);
    }
  }

  /** The statement of an `if` that is one line. */
  #giveBraces(anchor: ts.Node, texts: readonly Text[]): void {
    const start = anchor.getStart();
    const outer = indentationAt(anchor.getSourceFile().text, anchor.parent.getStart());
    const gap = `\n${outer}${this.style(anchor).indent}`;
    const lines = () => texts.map((one) => `${gap}${typeof one === "string" ? one : one()}`);
    this.of(anchor).before(start, OUTERMOST, () => `{${lines().join("")}${gap}`);
    this.of(anchor).after(anchor.end, OUTERMOST, `\n${outer}}`);
  }

  #giveBlock(arrow: ts.ArrowFunction, texts: readonly Text[]): void {
    const { body } = arrow;
    const { text } = arrow.getSourceFile();
    const { indent, semicolon } = this.style(arrow);
    const outer = indentationAt(text, arrow.getStart());
    const lines = () => texts.map((one) => (typeof one === "string" ? one : one()));
    const start = body.getStart();
    const gap = text.slice(arrow.equalsGreaterThanToken.end, start);
    if (gap.trim() === "") this.of(arrow).replace(arrow.equalsGreaterThanToken.end, start, " ");
    this.of(arrow).before(
      start,
      OUTERMOST,
      () =>
        `{\n${lines()
          .map((line) => `${outer}${indent}${line}\n`)
          .join("")}${outer}${indent}return `,
    );
    this.of(arrow).after(body.end, OUTERMOST, `${semicolon}\n${outer}}`);
  }
}

/** Where something else follows on the line, a statement has its end, whatever the file does. */
function ended(statement: string): string {
  const isEnded =
    statement.endsWith(";") || /^(?:if|(?:async )?function)\b[\s\S]*\}$/.test(statement);
  return isEnded ? statement : `${statement};`;
}

function asyncPosition(fn: FunctionNode): number {
  if (ts.isFunctionDeclaration(fn) || ts.isFunctionExpression(fn)) {
    const keyword = fn.getChildren().find(({ kind }) => kind === ts.SyntaxKind.FunctionKeyword);
    return (keyword ?? fn).getStart();
  }
  if (ts.isMethodDeclaration(fn)) return (fn.asteriskToken ?? fn.name).getStart();
  return fn.getStart();
}

/** `T` of `T | Promise<T>`, as it is written. */
function awaitedText(checker: ts.TypeChecker, type: ts.TypeNode): string {
  const parts = ts.isUnionTypeNode(type) ? type.types : [type];
  const texts = parts.map((part) => {
    const takes = takesPromise(checker, checker.getTypeFromTypeNode(part)) === "takes";
    const argument = ts.isTypeReferenceNode(part) ? part.typeArguments?.[0] : undefined;
    if (!takes) return part.getText();
    return argument ? argument.getText() : `Awaited<${part.getText()}>`;
  });
  return [...new Set(texts)].join(" | ");
}

/** Above the comments that speak to tools of the statement, and before a `;` that begins its line. */
function startOf(anchor: ts.Node): number {
  const { text } = anchor.getSourceFile();
  const start = anchor.getStart();
  const comments = ts.getLeadingCommentRanges(text, anchor.getFullStart()) ?? [];
  const first = comments.find(({ pos, end }) => SPEAKS_OF_NEXT_LINE.test(text.slice(pos, end)));
  if (first) return /(?:^|\n)[ \t]*$/.test(text.slice(0, first.pos)) ? first.pos : start;
  const semicolon = /\n[ \t]*(;[ \t]*)$/.exec(text.slice(0, start))?.[1];
  return start - (semicolon?.length ?? 0);
}

/** The statement in a list that holds `node`; the arrow itself where its body is an expression. */
export function anchorIn(
  fn: FunctionNode | ts.SourceFile,
  nodes: readonly ts.Node[],
): ts.Node | undefined {
  const [first] = [...nodes].sort((a, b) => a.getStart() - b.getStart());
  let node: ts.Node | undefined = first;
  while (node && node !== fn) {
    const list = node.parent;
    const isList = (ts.isBlock(list) || ts.isSourceFile(list)) && ts.isStatement(node);
    if (isList && nodes.every((one) => holds(list, one))) return node;
    node = list;
  }
  return ts.isArrowFunction(fn) && !ts.isBlock(fn.body) ? fn : undefined;
}
