/** What is left of an import when a name of it is needed for nothing any more. */
import type ts from "typescript";
import type { EditBook } from "./edit-book.ts";

/** Takes the name out; with its import, where that brings nothing else. @param type comes in its place. */
export function dropImport(book: EditBook, dropped: ts.ImportSpecifier, type?: string): void {
  const bindings = dropped.parent;
  const clause = bindings.parent;
  const rest = bindings.elements.filter((one) => one !== dropped);
  const edits = book.of(dropped);
  if (!clause.name && rest.every(({ isTypeOnly }) => isTypeOnly)) {
    const names = rest.map((one) => one.getText().replace(/^type\s+/, ""));
    const types = [...names, ...(type ? [type] : [])].sort();
    if (types.length > 0) book.replace(clause, `type { ${types.join(", ")} }`);
    else dropLine(book, clause.parent);
  } else if (type) book.replace(dropped, `type ${type}`);
  else if (rest.length === 0) edits.replace(clause.name?.end ?? bindings.pos, bindings.end, "");
  else dropElement(book, dropped);
}

function dropElement(book: EditBook, dropped: ts.ImportSpecifier): void {
  const { elements } = dropped.parent;
  const at = elements.indexOf(dropped);
  const [previous, next] = [elements[at - 1], elements[at + 1]];
  const edits = book.of(dropped);
  if (next) edits.replace(dropped.getStart(), next.getStart(), "");
  else if (previous) edits.replace(previous.end, dropped.end, "");
}

function dropLine(book: EditBook, node: ts.Node): void {
  const { text } = node.getSourceFile();
  const isLine = text[node.end] === "\n";
  book.of(node).replace(node.getStart(), node.end + (isLine ? 1 : 0), "");
}
