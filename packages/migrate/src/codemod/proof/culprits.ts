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
  for (const scope of scopesOf(nodeAt(file, position))) {
    const found = touching((node) => holds(scope, node));
    if (found.length > 0) return found;
  }
  for (const files of importLevels(checker, file)) {
    const found = touching((node) => files.has(node.getSourceFile()));
    if (found.length > 0) return found;
  }
  return reads;
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
