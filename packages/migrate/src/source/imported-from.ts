/** What an import names: the module as it is written, and what is known of it without resolving it. */
import ts from "typescript";
import type { Origin } from "./origin.ts";

export interface Imported {
  /** The import specifier, clause or namespace. */
  readonly node: ts.Node;
  /** As written. */
  readonly module: string;
  /** What the module calls it; `default`, or `*` for the whole module. */
  readonly name: string;
  /** Where the module itself says what it is. */
  readonly origin: Origin | undefined;
}

const ENV_MODULES: ReadonlyMap<string, Origin["form"]> = new Map([
  ["cloudflare:workers", "imported-env"],
  ["process", "process-env"],
  ["node:process", "process-env"],
  ["$env/dynamic/private", "platform-env"],
  ["$env/dynamic/public", "platform-env"],
]);

/** @returns undefined for a symbol that is no import. */
export function importedFrom(symbol: ts.Symbol): Imported | undefined {
  const node = symbol.declarations?.find(
    (declaration) =>
      ts.isImportSpecifier(declaration) ||
      ts.isImportClause(declaration) ||
      ts.isNamespaceImport(declaration),
  );
  if (!node) return undefined;
  const module = moduleOf(node);
  if (module === undefined) return undefined;
  const name = importedName(node);
  return { node, module, name, origin: originOf(module, name) };
}

function originOf(module: string, name: string): Origin | undefined {
  const form = ENV_MODULES.get(module);
  if (!form) return undefined;
  if (name === "env") return { kind: "env", form, evidence: "types" };
  return name === "*" || name === "default"
    ? { kind: "holder", form, evidence: "types" }
    : undefined;
}

function moduleOf(node: ts.Node): string | undefined {
  let current: ts.Node | undefined = node;
  while (current && !ts.isImportDeclaration(current)) current = current.parent;
  const specifier = current?.moduleSpecifier;
  return specifier && ts.isStringLiteral(specifier) ? specifier.text : undefined;
}

function importedName(node: ts.Node): string {
  if (ts.isImportSpecifier(node)) return (node.propertyName ?? node.name).text;
  return ts.isNamespaceImport(node) ? "*" : "default";
}
