/**
 * Checks of a module that read the environment themselves: `if (!env.K) throw …`. Such a check becomes a
 * function that looks the secret up, checks it and answers it, and each other read of the module asks that
 * function: what a module checked for all of its code is checked for all of it still, by whoever needs it
 * first. It moves only with all reads of the name in its file; else it stays, and they do as they do.
 */
import ts from "typescript";
import { helperOfChecks } from "../reads/checked-use.ts";
import { type ExpressionRead, keyOfRead, type MigratingRead } from "../reads/migrating-read.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { nameText } from "../syntax/names.ts";
import { rootOf } from "../syntax/values.ts";
import type { Acceptance, AcceptedRead, RefusedRead } from "./accept-reads.ts";
import { type CheckPart, checkPartOf } from "./module-check.ts";

/** A check that becomes a function. */
export interface CheckedRead {
  readonly statement: ts.IfStatement;
  readonly parts: readonly CheckPart[];
  /** In its condition. */
  readonly reads: readonly ExpressionRead[];
  /** All others of the secret in the file. */
  readonly covered: readonly AcceptedRead[];
}

interface Asking {
  readonly read: ExpressionRead;
  readonly part: CheckPart;
}

/**
 * What is checked in a way that all reads of the file can follow, of what was refused.
 * @param notChecked keys of reads of which that was wrong before.
 */
export function findCheckedReads(
  index: ReferenceIndex,
  { accepted, refused, handed, groups }: Acceptance,
  notChecked: ReadonlySet<string>,
): CheckedRead[] {
  const asking = refused
    .filter(({ read }) => !notChecked.has(keyOfRead(read)))
    .flatMap((one) => askingOf(index, one));
  const shared = new Set(
    [...groups].flatMap(({ lazy }) => lazy?.checks ?? []).map(({ statement }) => statement),
  );
  const handedOn = new Set<MigratingRead>(handed.flatMap(({ reads }) => reads));
  return [...groupedByName(asking).values()].flatMap((own): CheckedRead[] => {
    const [first] = own;
    if (!first || shared.has(first.part.statement)) return [];
    const covered = accepted.filter(({ read }) => isOfFile(read, first.read));
    const follow = covered.every(
      ({ read, given }) => !given && !handedOn.has(read) && isSame(index, read, first.read),
    );
    return follow && canMove(own, covered) ? [checkedRead(own, covered)] : [];
  });
}

/** A read of the same name in the same file. */
const isOfFile = ({ names, source }: MigratingRead, other: ExpressionRead) =>
  source.sourceFile === other.source.sourceFile && names.includes(other.names[0] ?? "");

/** One check, of all that reads the name in the file, behind which it is known to be there. */
function canMove(own: readonly Asking[], covered: readonly AcceptedRead[]): boolean {
  const [first] = own;
  if (!first || covered.length === 0) return false;
  if (own.some(({ part }) => part.statement !== first.part.statement)) return false;
  const known = new Set<ts.Node>([...own, ...covered].map(({ read }) => read.source.node));
  if (isReadElsewhere(first.read, known)) return false;
  return helperOfChecks(own.map(({ read }) => read.node)) !== undefined;
}

function checkedRead(own: readonly Asking[], covered: readonly AcceptedRead[]): CheckedRead {
  const [{ part: check }] = own as readonly [Asking, ...Asking[]];
  const parts = [...new Map(own.map(({ part }) => [part.part, part])).values()];
  return { statement: check.statement, parts, reads: own.map(({ read }) => read), covered };
}

function askingOf(index: ReferenceIndex, { read, failure }: RefusedRead): Asking[] {
  if (failure.code !== "module-level" || read.shape !== "expression" || read.isDynamic) return [];
  if (failure.node !== read.site.node || ts.isBinaryExpression(read.node)) return [];
  const part = checkPartOf(index, read.node);
  return part ? [{ read, part }] : [];
}

function groupedByName(asking: readonly Asking[]): ReadonlyMap<string, Asking[]> {
  const groups = new Map<string, Asking[]>();
  for (const one of asking) {
    const { sourceFile } = one.read.source;
    const key = `${sourceFile.fileName} ${one.read.names[0]}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
}

/** A read of the same environment, in a form that can ask a function. */
function isSame(index: ReferenceIndex, one: MigratingRead, checked: ExpressionRead): boolean {
  if (one.shape !== "expression" || one.isDynamic || ts.isBinaryExpression(one.node)) return false;
  if (one.form !== checked.form || one.env.getText() !== checked.env.getText()) return false;
  const [own, other] = [rootOf(one.env), rootOf(checked.env)];
  const declared = (node: ts.Node | undefined) => node && index.declarationsOf(node)[0];
  return declared(own) === declared(other);
}

/** Is the name written in the file as a member of something, beside the reads that are known? */
function isReadElsewhere(
  { names: [name], source }: ExpressionRead,
  known: ReadonlySet<ts.Node>,
): boolean {
  const visit = (node: ts.Node): boolean => {
    if (known.has(node) || ts.isTypeNode(node)) return false;
    return nameText(memberOf(node)) === name || (ts.forEachChild(node, visit) ?? false);
  };
  return visit(source.sourceFile);
}

/** What says which member an expression, or a pattern, takes. */
function memberOf(node: ts.Node): ts.Node | undefined {
  if (ts.isBindingElement(node)) return node.propertyName ?? node.name;
  if (ts.isElementAccessExpression(node)) return node.argumentExpression;
  return ts.isPropertyAccessExpression(node) ? node.name : undefined;
}

/** With the checks that move: their reads are no longer refused. */
export function withCheckedReads(
  acceptance: Acceptance,
  checked: readonly CheckedRead[],
  place: (read: ExpressionRead) => AcceptedRead,
): Acceptance {
  const moved = new Set<MigratingRead>(checked.flatMap(({ reads }) => reads));
  const reaches = new Map(acceptance.reaches);
  for (const read of moved) reaches.set(read, []);
  return {
    ...acceptance,
    checked,
    reaches,
    accepted: [...acceptance.accepted, ...[...moved].map((read) => place(read as ExpressionRead))],
    refused: acceptance.refused.filter(({ read }) => !moved.has(read)),
  };
}
