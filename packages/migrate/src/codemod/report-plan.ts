/** Turns a draft into the plan that is handed out: changes, what moved, what stays and why. */
import type ts from "typescript";
import type { FileChange } from "../edits/text-edit.ts";
import type { Place } from "../repository/place.ts";
import { wholeTextOf } from "../source/frontmatter.ts";
import type { RefusedRead } from "./asyncify/accept-reads.ts";
import { widelyCalled } from "./asyncify/widely-called.ts";
import type { DraftPlan } from "./draft-plan.ts";
import type {
  Converted,
  GaveUp,
  MigrationInput,
  MigrationPlan,
  ProofResult,
  Remark,
} from "./migration-plan.ts";
import type { MigratingRead } from "./reads/migrating-read.ts";
import type { SharedConst } from "./reads/shared-const.ts";
import { holds } from "./syntax/function-node.ts";

export function changesOf(
  { root }: MigrationInput,
  { written }: Pick<DraftPlan, "written">,
): FileChange[] {
  const changes: FileChange[] = [...written.texts].map(([file, after]) => ({
    path: relative(root, file.fileName),
    before: wholeTextOf(file),
    after,
  }));
  for (const [path, after] of written.newFiles) changes.push({ path, before: null, after });
  return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}

export function reportPlan(
  { root }: MigrationInput,
  { chosen, acceptance, written, rejected }: DraftPlan,
  changes: readonly FileChange[],
  proof: ProofResult,
): MigrationPlan {
  const converted = [...written.helpers].flatMap(([read, helper]): Converted[] =>
    read.names.map((name) => ({ name, place: read.source.place, helper })),
  );
  const direct = chosen.refused.map(({ code, source, names, at, subject }): GaveUp => {
    const blockedAt = at ? placeOf(root, at) : source.place;
    return { code, place: source.place, names, blockedAt, subject: subject ?? null };
  });
  const refused = acceptance.refused.map((one) => gaveUpOf(root, one));
  const dropped = rejected.map(({ key: _key, ...one }): GaveUp => one);
  return {
    changes,
    converted: converted.sort(byPlace),
    required: converted.filter(({ helper }) => helper === "requireSecret").sort(byPlace),
    gaveUp: [...direct, ...refused, ...dropped].sort(byPlace),
    remarks: remarksOf(root, { acceptance, written }).sort(byPlace),
    proof,
  };
}

function gaveUpOf(root: string, { read, failure }: RefusedRead): GaveUp {
  const { place, node } = read.source;
  const blockedAt = holds(failure.node, node) ? place : placeOf(root, failure.node);
  return { code: failure.code, place, names: read.names, blockedAt, subject: failure.subject };
}

function remarksOf(
  root: string,
  { acceptance, written }: Pick<DraftPlan, "acceptance" | "written">,
): Remark[] {
  const { shared, twice, opening, replaced, generated } = written;
  const kept = shared.filter(({ isKept }) => isKept).flatMap(({ reads }) => first(reads));
  const given = written.kept.map((read) => ({ read }));
  const later = acceptance.accepted.filter(
    ({ read, placement }) => placement.group?.lazy && isKeptLater(acceptance, read),
  );
  const memoised = [...kept, ...given, ...later].map(({ read }): Remark => {
    return { code: "memoised-client", place: read.source.place, names: read.names };
  });
  const checks = checksOf(acceptance).map(({ statement, names }): Remark => {
    return { code: "checked-later", place: placeOf(root, statement), names };
  });
  const races = twice.map(({ call, names }): Remark => {
    return { code: "made-twice", place: placeOf(root, call), names };
  });
  const open = opening.map(({ source, names }): Remark => {
    return { code: "opens-without", place: source.place, names };
  });
  const known = replaced.map(({ source, names }): Remark => {
    return { code: "known-default", place: source.place, names };
  });
  const types = generated.map((node): Remark => {
    return { code: "generated-env-type", place: placeOf(root, node), names: [] };
  });
  const wide = widelyCalled(acceptance).map(({ node, names, name, calls, files }): Remark => {
    const spread = { name, calls, files };
    return { code: "widely-called", place: placeOf(root, node), names, spread };
  });
  const told = [open, known].flatMap(onePerLine);
  return [...onePerLine(memoised), ...checks, ...races, ...told, ...types, ...wide];
}

/** What is looked up once for a guard and what it covers is kept once. */
const first = (reads: SharedConst["reads"]) =>
  [...reads].sort((a, b) => a.read.node.pos - b.read.node.pos).slice(0, 1);

/** Is something made of it that is kept, by itself or through others? */
const isKeptLater = ({ reaches }: DraftPlan["acceptance"], read: MigratingRead) =>
  (reaches.get(read) ?? []).some(({ groups }) =>
    [...groups].some(({ lazy }) => lazy?.isCheap === false),
  );

/** A test and what it is for are often in one line. */
function onePerLine(remarks: readonly Remark[]): Remark[] {
  const keyOf = ({ place: { file, line }, names }: Remark) => `${file} ${line} ${names}`;
  return [...new Map(remarks.map((one) => [keyOf(one), one])).values()];
}

/** Checks of modules that are made later, each with what they are about. */
function checksOf({ accepted, checked }: DraftPlan["acceptance"]) {
  const ofConstants = accepted.flatMap(({ read, placement }) =>
    (placement.group?.lazy?.checks ?? []).map(({ statement }) => ({
      statement,
      names: read.names,
    })),
  );
  const own = checked.map(({ statement, reads: [read] }) => ({
    statement,
    names: read?.names ?? [],
  }));
  const names = new Map<ts.Node, Set<string>>();
  for (const one of [...ofConstants, ...own]) {
    names.set(one.statement, new Set([...(names.get(one.statement) ?? []), ...one.names]));
  }
  return [...names].map(([statement, found]) => ({ statement, names: [...found].sort() }));
}

export function placeOf(root: string, node: ts.Node): Place {
  const file = node.getSourceFile();
  const at = file.getLineAndCharacterOfPosition(node.getStart(file));
  return { file: relative(root, file.fileName), line: at.line + 1, column: at.character + 1 };
}

export function relative(root: string, path: string): string {
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}

/** The order that a report is in. */
export function byPlace(
  { place: a }: { readonly place: Place },
  { place: b }: { readonly place: Place },
): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
