/** What a function is to this folder, and in which code a node is evaluated. Syntax only. */
import ts from "typescript";
import { isFunction } from "../../source/syntax.ts";

export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.GetAccessorDeclaration
  | ts.SetAccessorDeclaration;

/** The code that a node runs as a part of. */
export type Container =
  | { readonly kind: "function"; readonly node: FunctionNode }
  | { readonly kind: "default-parameter"; readonly node: ts.ParameterDeclaration }
  | {
      readonly kind: "module-level" | "field-initialiser" | "static-block" | "decorator";
      readonly node: ts.Node;
    };

export function isFunctionNode(node: ts.Node): node is FunctionNode {
  return isFunction(node);
}

/** A function that is only a value: it has no name that calls could be found by. */
export function isFunctionValue(node: ts.Node): node is ts.FunctionExpression | ts.ArrowFunction {
  return ts.isFunctionExpression(node) || ts.isArrowFunction(node);
}

export function isAsync(node: FunctionNode): boolean {
  return node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false;
}

export function isGenerator(node: FunctionNode): boolean {
  return "asteriskToken" in node && node.asteriskToken !== undefined;
}

/** In which code `node` is evaluated. A default value runs in its function, before the body. */
export function containerOf(node: ts.Node): Container {
  let child = node;
  let parent: ts.Node | undefined = node.parent;
  while (parent) {
    const found = containerAt(child, parent);
    if (found) return found;
    child = parent;
    parent = parent.parent;
  }
  return { kind: "module-level", node: child };
}

function containerAt(child: ts.Node, parent: ts.Node): Container | undefined {
  if (isFunctionNode(parent)) {
    return parent.body === child ? { kind: "function", node: parent } : undefined;
  }
  if (ts.isParameter(parent)) {
    return parent.initializer === child || parent.name === child
      ? { kind: "default-parameter", node: parent }
      : undefined;
  }
  if (ts.isDecorator(parent)) return { kind: "decorator", node: parent };
  if (ts.isPropertyDeclaration(parent)) {
    return parent.initializer === child ? { kind: "field-initialiser", node: parent } : undefined;
  }
  if (ts.isClassStaticBlockDeclaration(parent)) return { kind: "static-block", node: parent };
  return ts.isSourceFile(parent) ? { kind: "module-level", node: parent } : undefined;
}

/** Does `outer` hold `inner`, or is it the same node? */
export function holds(outer: ts.Node, inner: ts.Node): boolean {
  let current: ts.Node | undefined = inner;
  while (current && current !== outer) current = current.parent;
  return current === outer;
}

/** The nearest node for which `test` holds, `node` itself included, up to `end` (exclusive). */
export function ancestor<T extends ts.Node>(
  node: ts.Node,
  test: (node: ts.Node) => node is T,
  end?: ts.Node,
): T | undefined {
  let current: ts.Node | undefined = node;
  while (current && current !== end) {
    if (test(current)) return current;
    current = current.parent;
  }
  return undefined;
}
