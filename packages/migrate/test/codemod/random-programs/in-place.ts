/** Which reads are looked up where they stood: only there can the documented error be expected exactly. */
import ts from "typescript";
import type { Files } from "../virtual-repository.ts";
import { nodeAt, parse, parsed, type RequiredRead } from "./documented-error.ts";

/** Is every one of the reads looked up where it stood? What is in a closure is looked up before it. */
export function areInPlace(before: Files, reads: readonly RequiredRead[]): boolean {
  const early = calledByModules(before);
  return reads.every((read) => {
    const node = nodeAt(parsed(before, read.place.file), read);
    return !isMovable(node) && !early.has(functionAround(node) ?? "");
  });
}

/** Names of functions that run when a module is loaded: what they make is made at first use afterwards. */
function calledByModules(files: Files): ReadonlySet<string> {
  const callers = new Map<string, Set<string>>();
  for (const [path, text] of files) {
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
        const name = node.expression.text;
        callers.set(name, (callers.get(name) ?? new Set()).add(functionAround(node) ?? ""));
      }
      ts.forEachChild(node, visit);
    };
    visit(parse(path, text));
  }
  const early = new Set([""]);
  for (let before = -1; before !== early.size; ) {
    before = early.size;
    for (const [name, by] of callers) if ([...by].some((one) => early.has(one))) early.add(name);
  }
  early.delete("");
  return early;
}

/** The name of the function that a node is in; undefined at the level of a module. */
function functionAround(node: ts.Node): string | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (!ts.isFunctionLike(at)) continue;
    if (at.name && ts.isIdentifier(at.name)) return at.name.text;
    if (ts.isVariableDeclaration(at.parent)) return at.parent.name.getText();
    return "a function without a name";
  }
  return undefined;
}

/** In a closure, a constructor, the level of a module, or what is kept longer than the call. */
function isMovable(node: ts.Node): boolean {
  let functions = 0;
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isConstructorDeclaration(at) || ts.isPropertyDeclaration(at)) return true;
    if (isKeeping(at) || isBegunBeside(at)) return true;
    if (ts.isFunctionLike(at)) functions += 1;
  }
  return functions !== 1;
}

/** A statement that sets what is no `const` or `let` of the function itself: it is made in one step. */
function isKeeping(node: ts.Node): boolean {
  if (ts.isVariableDeclaration(node)) return isPutInMap(node);
  const { FirstAssignment, LastAssignment } = ts.SyntaxKind;
  if (!ts.isBinaryExpression(node)) return false;
  const { left, operatorToken } = node;
  if (operatorToken.kind < FirstAssignment || operatorToken.kind > LastAssignment) return false;
  return !ts.isIdentifier(left) || !/^v\d/.test(left.text);
}

/** `Promise.all([f(), g(env.K)])`: looked up before the statement, for nobody would wait for `f` meanwhile. */
function isBegunBeside({ parent }: ts.Node): boolean {
  return ts.isArrayLiteralExpression(parent) && /^Promise\.\w+\(/.test(parent.parent.getText());
}

/** `const made = …; kept.set(text, made);`: looked up before the map is asked, so that one is made. */
function isPutInMap({ name, parent }: ts.VariableDeclaration): boolean {
  const statements = parent.parent.parent;
  if (!ts.isBlock(statements)) return false;
  const put = `, ${name.getText()});`;
  return statements.statements.some((one) => {
    const text = one.getText();
    return /^kept\w+\.set\(/.test(text) && text.endsWith(put);
  });
}
