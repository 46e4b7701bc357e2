/** The names of declarations, and which declarations are members. Syntax only. */
import ts from "typescript";

export function nameText(name: ts.Node | undefined): string | undefined {
  if (!name) return undefined;
  if (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) return name.text;
  return ts.isStringLiteralLike(name) ? name.text : undefined;
}

/**
 * `ctx.storage.transaction`, and `….get` of what a call answers: names alone. A report says it, and what
 * the code hands to a call is nothing to say: it may be a secret.
 */
export function dottedName(node: ts.Node): string | null {
  if (node.kind === ts.SyntaxKind.ThisKeyword) return "this";
  if (!ts.isPropertyAccessExpression(node)) return ts.isIdentifier(node) ? node.text : null;
  return `${dottedName(node.expression) ?? "…"}.${node.name.text}`;
}

type Member = ts.ClassElement | ts.TypeElement | ts.ObjectLiteralElementLike;

export function isMember(node: ts.Node): node is Member & { name: ts.PropertyName } {
  return (
    ts.isMethodDeclaration(node) ||
    ts.isMethodSignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isPropertySignature(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node)
  );
}
