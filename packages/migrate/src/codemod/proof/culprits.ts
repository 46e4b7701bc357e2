/** Which reads have to stay for a fault at a place to go away: those that changed what is nearest to it. */
import ts from "typescript";
import type { Acceptance } from "../asyncify/accept-reads.ts";
import type { MigratingRead } from "../reads/migrating-read.ts";
import { containerOf, holds, isFunctionNode } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { importedFiles } from "./imported-files.ts";

/** @param position in `file` as it was before. */
export function culpritsOf(
  checker: ts.TypeChecker,
  acceptance: Acceptance,
  file: ts.SourceFile,
  position: number,
): readonly MigratingRead[] {
  const reads = [...acceptance.reaches.keys()];
  const touched = new Map(reads.map((read) => [read, touchedBy(acceptance, read)]));
  const touching = (isThere: (node: ts.Node) => boolean) =>
    reads.filter((read) => touched.get(read)?.some(isThere));
  const scopes = scopesOf(nodeAt(file, position));
  for (const scope of scopes.slice(0, -1)) {
    const found = touching((node) => holds(scope, node));
    if (found.length > 0) return found;
  }
  for (const named of namedLevels(checker, scopes.at(-2))) {
    const found = touching((node) => named.some((one) => holds(one, node)));
    if (found.length > 0) return found;
  }
  const inFile = touching((node) => holds(file, node));
  if (inFile.length > 0) return inFile;
  for (const files of importLevels(checker, file)) {
    const found = touching((node) => files.has(node.getSourceFile()));
    if (found.length > 0) return found;
  }
  return reads;
}

/** How far the names of code are followed: a table of functions, the functions, what they are made by. */
const LEVELS_MAX = 3;

/** What a piece of code names, then what that names: a value can come from there. */
function* namedLevels(
  checker: ts.TypeChecker,
  start: ts.Node | undefined,
): Generator<readonly ts.Node[]> {
  const seen = new Set<ts.Node>();
  let level = start ? [start] : [];
  for (let depth = 0; depth < LEVELS_MAX && level.length > 0; depth++) {
    const next = level.flatMap((node) => declarationsNamedIn(checker, node));
    level = next.filter((one) => !seen.has(one));
    for (const one of level) seen.add(one);
    yield level;
  }
}

function declarationsNamedIn(checker: ts.TypeChecker, node: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (inner: ts.Node): void => {
    if (ts.isTypeNode(inner)) return;
    if (ts.isIdentifier(inner)) found.push(...declarationsOf(checker, inner));
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return found.filter((one) => isFunctionNode(one) || ts.isVariableDeclaration(one));
}

function declarationsOf(checker: ts.TypeChecker, name: ts.Identifier): readonly ts.Node[] {
  const symbol = checker.getSymbolAtLocation(name);
  const isAlias = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  const meant = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
  return meant?.declarations?.filter((one) => !one.getSourceFile().isDeclarationFile) ?? [];
}

/** What a file imports, then what those import, and so on. */
function* importLevels(
  checker: ts.TypeChecker,
  start: ts.SourceFile,
): Generator<ReadonlySet<ts.SourceFile>> {
  const seen = new Set([start]);
  let level = new Set([start]);
  while (level.size > 0) {
    const next = new Set<ts.SourceFile>();
    for (const file of level) {
      for (const imported of importedFiles(checker, file))
        if (!seen.has(imported)) next.add(imported);
    }
    for (const file of next) seen.add(file);
    yield next;
    level = next;
  }
}

function nodeAt(file: ts.SourceFile, position: number): ts.Node {
  let found: ts.Node = file;
  const visit = (node: ts.Node): void => {
    if (position < node.getStart(file) || position > node.end) return;
    found = node;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The name of the function around a place; null outside of all that have one. */
export function functionAt(file: ts.SourceFile, position: number): string | null {
  let node: ts.Node | undefined = nodeAt(file, position);
  for (; node; node = node.parent) {
    const holder = isFunctionNode(node) && ts.isVariableDeclaration(node.parent);
    const named = isFunctionNode(node) ? (holder ? node.parent : node) : undefined;
    const name = named && nameText(ts.getNameOfDeclaration(named as ts.Declaration));
    if (name !== undefined) return name;
  }
  return null;
}

/** The statement around a node, then the functions around it, then its file. */
function scopesOf(node: ts.Node): ts.Node[] {
  const scopes: ts.Node[] = [];
  let current: ts.Node | undefined = node;
  while (current) {
    if (ts.isStatement(current) || ts.isClassElement(current) || ts.isSourceFile(current)) {
      scopes.push(current);
    }
    current = current.parent;
  }
  return scopes;
}

/** Everything that changes because of one read. */
function touchedBy({ reaches }: Acceptance, read: MigratingRead): ts.Node[] {
  const list = reaches.get(read) ?? [];
  return [
    read.source.node,
    containerOf(read.source.node).node,
    ...list.flatMap(({ placements, groups }) => [
      ...placements.keys(),
      ...[...groups].flatMap(({ bodies, annotations }) => [...bodies, ...annotations]),
    ]),
  ].filter((node) => !ts.isSourceFile(node));
}
