/** Names for what is added: none that the file has already, none twice in a function. */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { containerOf } from "../syntax/function-node.ts";

export class NewNames {
  readonly #index: ReferenceIndex;
  readonly #given = new Map<ts.Node, Set<string>>();
  readonly #ofNodes = new Map<ts.Node, string>();

  constructor(index: ReferenceIndex) {
    this.#index = index;
  }

  /** @param node where it is used. @param wanted what it is called where that is free. */
  fresh(node: ts.Node, wanted: string): string {
    const file = node.getSourceFile();
    const scope = containerOf(node).node;
    const given = this.#given.get(scope) ?? new Set<string>();
    this.#given.set(scope, given);
    const isFree = (name: string) =>
      !given.has(name) && !isReserved(name) && !this.#isIn(file, name);
    const names = [wanted, `${wanted}Secret`, ...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => wanted + n)];
    const name = names.find(isFree) ?? `${wanted}${file.text.length}`;
    given.add(name);
    return name;
  }

  /** One for all that asks about `node`. */
  of(node: ts.Node, wanted: string): string {
    const name = this.#ofNodes.get(node) ?? this.fresh(node, wanted);
    this.#ofNodes.set(node, name);
    return name;
  }

  /** Members and types of that name are in nobody's way. */
  #isIn(file: ts.SourceFile, name: string): boolean {
    return this.#index.named(name).some((node) => {
      if (node.getSourceFile() !== file) return false;
      const { parent } = node;
      const isMember =
        (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
        ((ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) &&
          parent.name === node);
      return !isMember;
    });
  }
}

function isReserved(name: string): boolean {
  const kind = ts.identifierToKeywordKind(ts.factory.createIdentifier(name));
  return kind !== undefined && kind <= ts.SyntaxKind.LastReservedWord;
}
