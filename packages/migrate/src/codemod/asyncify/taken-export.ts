/** What frameworks and the platform take from a module: by a name, or as its default. Syntax only. */
import ts from "typescript";
import type { NameNode, ReferenceIndex } from "../references/reference-index.ts";

const TAKEN =
  /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ALL|actions?|config|entries|handle[A-Z]*|handler|load|loader|metadata|middleware|on[A-Z]\w*|prerender|runtime|server|ssr|csr)$/i;

export const isTakenName = (name: string) => TAKEN.test(name);

/** Where one of the names that refer to a value gives it to a framework; undefined where none does. */
export function takenExport(
  index: ReferenceIndex,
  references: readonly NameNode[],
): ts.Node | undefined {
  const named = references.find(
    ({ parent }) => ts.isExportSpecifier(parent) && isTakenName(parent.name.text),
  );
  const byDefault = references.find(isDefaultExport);
  // The code of the repository takes it by itself: then it is a module among others, and no entry.
  return named ?? (references.some((node) => isDefaultImport(index, node)) ? undefined : byDefault);
}

function isDefaultExport({ parent }: NameNode): boolean {
  if (ts.isExportAssignment(parent)) return !parent.isExportEquals;
  return ts.isExportSpecifier(parent) && parent.name.text === "default";
}

function isDefaultImport(index: ReferenceIndex, node: NameNode): boolean {
  if (index.isInTest(node)) return false;
  const { parent } = node;
  if (ts.isImportSpecifier(parent)) return parent.propertyName?.text === "default";
  return ts.isImportClause(parent) && parent.name === node;
}
