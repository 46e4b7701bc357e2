/** What functions with a body are called in some files: what is called otherwise is none of them. */
import ts from "typescript";
import { functionOf } from "./declared-shape.ts";
import { otherNames } from "./other-names.ts";
import { propertyNameText } from "./syntax.ts";

/** Programs that come one after the other share most of their files. */
const KNOWN = new WeakMap<ts.SourceFile, readonly string[]>();

/** Of members and variables, also by the names that imports and exports give them. */
export function functionNames(files: readonly ts.SourceFile[]): ReadonlySet<string> {
  return new Set(["default", ...files.flatMap(namesIn), ...otherNames(files)]);
}

function namesIn(file: ts.SourceFile): readonly string[] {
  if (file.isDeclarationFile) return [];
  const known = KNOWN.get(file);
  if (known) return known;
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const name = nameOf(node);
    if (name !== undefined) names.add(name);
    ts.forEachChild(node, visit);
  };
  visit(file);
  const found = [...names];
  KNOWN.set(file, found);
  return found;
}

function nameOf(node: ts.Node): string | undefined {
  const { name } = node as ts.Node & { readonly name?: ts.Node };
  if (!name || !functionOf(node as ts.Declaration)) return undefined;
  return ts.isPropertyName(name) ? propertyNameText(name) : undefined;
}
