/** What is left of an import when a name of it is needed for nothing any more. */
import type ts from "typescript";
import type { EditBook } from "./edit-book.ts";

/** Takes names out, with the types that come in their place; with their import, where it brings nothing else. */
export function dropImports(
  book: EditBook,
  dropped: ReadonlyMap<ts.ImportSpecifier, string | undefined>,
): void {
  for (const bindings of new Set([...dropped.keys()].map(({ parent }) => parent))) {
    const own = [...dropped].filter(([one]) => one.parent === bindings);
    const [first, other] = own;
    if (first && !other) dropImport(book, ...first);
    else dropSeveral(book, bindings, new Map(own));
  }
}

function dropSeveral(
  book: EditBook,
  bindings: ts.NamedImports,
  dropped: ReadonlyMap<ts.ImportSpecifier, string | undefined>,
): void {
  const clause = bindings.parent;
  const rest = bindings.elements.filter((one) => !dropped.has(one));
  const types = [...new Set([...dropped.values()].flatMap((type) => (type ? [type] : [])))];
  const kept = [...rest.map((one) => one.getText()), ...types.map((type) => `type ${type}`)];
  const isOfTypes = !clause.name && kept.every((one) => one.startsWith("type "));
  const names = kept.map((one) => (isOfTypes ? one.slice("type ".length) : one));
  if (kept.length === 0 && clause.name) {
    book.of(bindings).replace(clause.name.end, bindings.end, "");
  } else if (kept.length === 0) dropLine(book, clause.parent);
  else
    book.replace(
      isOfTypes ? clause : bindings,
      `${isOfTypes ? "type " : ""}{ ${names.join(", ")} }`,
    );
}

function dropImport(book: EditBook, dropped: ts.ImportSpecifier, type?: string): void {
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

export function dropWholeImport(book: EditBook, node: ts.ImportDeclaration): void {
  dropLine(book, node);
}

function dropLine(book: EditBook, node: ts.Node): void {
  const { text } = node.getSourceFile();
  // No file begins with an empty line.
  const isFirst = node.getStart() === 0 && book.of(node).render().startsWith(node.getText());
  const lines = isFirst ? /^(?:\r?\n){1,2}/ : /^\r?\n/;
  const rest = lines.exec(text.slice(node.end))?.[0] ?? "";
  book.of(node).replace(node.getStart(), node.end + rest.length, "");
}
