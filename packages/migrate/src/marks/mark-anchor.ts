/** Where a mark stands: over the smallest statement or member around a read that begins its line. */
import ts from "typescript";
import { ANY_NAME, subjectOf } from "./mark.ts";

export interface Anchor {
  readonly node: ts.Node;
  /** Where the line begins that a mark would be put before: above the comments of the statement. */
  readonly start: number;
  readonly indentation: string;
  /** The marks that are there. */
  readonly marks: readonly {
    readonly pos: number;
    readonly end: number;
    readonly subject: string;
  }[];
}

/** @returns undefined where nothing around the position begins a line. */
export function anchorAt(file: ts.SourceFile, position: number): Anchor | undefined {
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (position < node.getFullStart() || position >= node.end) return;
    if (isListed(node) && beginsLine(file, node)) found = node;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found && anchorOf(file, found);
}

/** All that has a mark over it. */
export function listMarked(file: ts.SourceFile): Anchor[] {
  const found: Anchor[] = [];
  const visit = (node: ts.Node): void => {
    if (isListed(node) && beginsLine(file, node)) {
      const anchor = anchorOf(file, node);
      if (anchor.marks.length > 0) found.push(anchor);
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found;
}

/** Is a name that the mark is about still read there from an environment, as far as a form shows? */
export function isStillRead({ node }: Anchor, subject: string): boolean {
  const names = new Set(subject.split(", "));
  const visit = (inner: ts.Node): boolean => {
    const name = nameRead(inner);
    return (name !== null && names.has(name)) || (ts.forEachChild(inner, visit) ?? false);
  };
  return visit(node);
}

function nameRead(node: ts.Node): string | null {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node)) {
    const { argumentExpression: key } = node;
    return ts.isStringLiteralLike(key) ? key.text : ANY_NAME;
  }
  if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
    return (node.propertyName ?? node.name).getText();
  }
  // A global of the service-worker syntax: used, and not the name of a const or of a property.
  return ts.isIdentifier(node) && !isNameOf(node.parent, node) ? node.text : null;
}

function isNameOf(parent: ts.Node, node: ts.Node): boolean {
  const isUse = ts.isShorthandPropertyAssignment(parent) || ts.isPropertyAccessExpression(parent);
  return !isUse && "name" in parent && parent.name === node;
}

/** One of a list of statements or members: a line can be put before it. */
function isListed(node: ts.Node): boolean {
  const { parent } = node;
  const isStatement =
    ts.isStatement(node) &&
    (ts.isBlock(parent) ||
      ts.isSourceFile(parent) ||
      ts.isModuleBlock(parent) ||
      ts.isCaseOrDefaultClause(parent));
  return isStatement || ts.isClassElement(node);
}

function beginsLine({ text }: ts.SourceFile, node: ts.Node): boolean {
  const start = node.getStart();
  return text.slice(lineStartOf(text, start), start).trim() === "";
}

function anchorOf({ text }: ts.SourceFile, node: ts.Node): Anchor {
  const own = lineStartOf(text, node.getStart());
  let start = own;
  const comments = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  const marks: { pos: number; end: number; subject: string }[] = [];
  for (const comment of [...comments].reverse()) {
    const line = lineStartOf(text, comment.pos);
    const isAlone = text.slice(line, comment.pos).trim() === "";
    const follows = /^[ \t]*\r?\n?$/.test(text.slice(comment.end, start));
    if (!isAlone || !follows) break;
    start = line;
    const end = lineEndOf(text, comment.end);
    const subject = subjectOf(text.slice(line, end));
    if (subject !== null) marks.push({ pos: line, end, subject });
  }
  return { node, start, indentation: /^[ \t]*/.exec(text.slice(own))?.[0] ?? "", marks };
}

function lineStartOf(text: string, position: number): number {
  return text.lastIndexOf("\n", position - 1) + 1;
}

function lineEndOf(text: string, position: number): number {
  const end = text.indexOf("\n", position);
  return end === -1 ? text.length : end + 1;
}
