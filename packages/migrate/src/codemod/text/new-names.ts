/** Names for what is added: none that is there or can be seen there already, none twice in a function. */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { containerOf, holds, isFunctionNode } from "../syntax/function-node.ts";

export class NewNames {
  readonly #index: ReferenceIndex;
  /** Where each name stands that was given. */
  readonly #given = new Map<string, ts.Node[]>();
  readonly #ofNodes = new Map<ts.Node, string>();

  constructor(index: ReferenceIndex) {
    this.#index = index;
  }

  /**
   * @param node where it is used. @param wanted what it is called where that is free.
   * @param block where it is declared: what is beside that block can be called the same.
   */
  fresh(node: ts.Node, wanted: string, block: ts.Node = containerOf(node).node): string {
    const file = node.getSourceFile();
    const isGiven = (name: string) =>
      this.#given.get(name)?.some((other) => meet(other, block)) ?? false;
    const isFree = (name: string) =>
      !isGiven(name) && !isReserved(name) && !this.#isIn(file, name, block);
    const names = [wanted, otherName(wanted), ...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => wanted + n)];
    const name = names.find(isFree) ?? `${wanted}${file.text.length}`;
    this.#given.set(name, [...(this.#given.get(name) ?? []), block]);
    return name;
  }

  /** One for all that asks about `node`. */
  of(node: ts.Node, wanted: string, block?: ts.Node): string {
    const name = this.#ofNodes.get(node) ?? this.fresh(node, wanted, block);
    this.#ofNodes.set(node, name);
    return name;
  }

  /** Was there one for `node` before? */
  hasOf(node: ts.Node): boolean {
    return this.#ofNodes.has(node);
  }

  /** Members of that name are in nobody's way, nor is what another function calls its own. */
  #isIn(file: ts.SourceFile, name: string, block: ts.Node): boolean {
    return this.#index.named(name).some((node) => {
      if (node.getSourceFile() !== file || isMember(node)) return false;
      return !isScope(block) || holds(block, node) || this.#isSeenFrom(block, node);
    });
  }

  #isSeenFrom(block: ts.Node, node: ts.Node): boolean {
    const declarations = ts.isIdentifier(node) ? this.#index.declarationsOf(node) : [];
    return declarations.length === 0 || declarations.some((one) => holds(scopeOf(one), block));
  }
}

/** What says already that it is a secret is not called one twice. */
function otherName(wanted: string): string {
  if (wanted === "env") return "workerEnv";
  return /secret/i.test(wanted) ? `${wanted}Value` : `${wanted}Secret`;
}

function isMember(node: ts.Node): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    ((ts.isPropertyAssignment(parent) || isTypeMember(parent)) && parent.name === node)
  );
}

const isTypeMember = (node: ts.Node) =>
  ts.isPropertySignature(node) || ts.isPropertyDeclaration(node) || ts.isMethodDeclaration(node);

const isScope = (node: ts.Node) => ts.isBlock(node) || isFunctionNode(node);

/** Where a name can be seen; of `var`, and of what is set in a head, in all of the function. */
function scopeOf(declaration: ts.Node): ts.Node {
  const isOfBlock = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.BlockScoped) !== 0;
  let at = declaration.parent;
  while (at.parent && !isFunctionNode(at) && !(isOfBlock && ts.isBlock(at))) at = at.parent;
  return at;
}

/** Is one of them in the other, in the same function? */
function meet(a: ts.Node, b: ts.Node): boolean {
  return functionOf(a) === functionOf(b) && (holds(a, b) || holds(b, a));
}

const functionOf = (node: ts.Node) => (ts.isBlock(node) ? containerOf(node).node : node);

function isReserved(name: string): boolean {
  const kind = ts.identifierToKeywordKind(ts.factory.createIdentifier(name));
  return kind !== undefined && kind <= ts.SyntaxKind.LastReservedWord;
}
