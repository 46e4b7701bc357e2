/**
 * Proves a draft, before anything of it is handed out: no new type error, every reference of every
 * converted function waited for, nothing left to do for a second run.
 */
import ts from "typescript";
import type { FileChange } from "../../edits/text-edit.ts";
import type { Place } from "../../repository/place.ts";
import { calleeName } from "../../source/declared-shape.ts";
import { unwrap } from "../../source/syntax.ts";
import type { Acceptance } from "../asyncify/accept-reads.ts";
import { acceptReads } from "../asyncify/accept-reads.ts";
import type { GiveUpCode, MigrationInput, ProofResult } from "../migration-plan.ts";
import { chooseReads } from "../reads/choose-reads.ts";
import { keyOfRead, type MigratingRead } from "../reads/migrating-read.ts";
import { ownFiles, ReferenceIndex } from "../references/reference-index.ts";
import { scopeOf } from "../routes/route-scope.ts";
import type { WrittenMigration } from "../text/write-migration.ts";
import { affectedFiles, type ChangedProgram, programAfter } from "./changed-program.ts";
import { culpritsOf, functionAt } from "./culprits.ts";
import type { Directive, Fault } from "./fault.ts";
import type { KnownErrors } from "./known-errors.ts";
import { checkReferences, convertedNames, newlyDropped } from "./references.ts";
import type { SaidError } from "./said-error.ts";
import { findShownNames } from "./shown-names.ts";
import { addedFiles, errorFaults, lacksTypes } from "./type-errors.ts";

/** A read that the proof does not let move. */
export interface Rejected {
  readonly key: string;
  readonly code: GiveUpCode;
  readonly place: Place;
  readonly names: readonly string[];
  readonly blockedAt: Place;
  /** What is called there, the function around it, or the compiler's words of an error in the helper. */
  readonly subject: string | null;
  /** Of a type error: what it says. */
  readonly error?: SaidError;
}

export interface Proof {
  readonly result: Omit<ProofResult, "rounds">;
  readonly rejected: readonly Rejected[];
  /** Directives that expect an error which is no longer there. */
  readonly unusedDirectives: readonly Directive[];
  /** Does the binding that was added to the environment's type make errors? */
  readonly storeIsInTheWay: boolean;
  /** As it would be; undefined where nothing changes. */
  readonly after: ChangedProgram | undefined;
  /** Is code missing that can see the change? Then nothing was looked at. */
  readonly isLacking: boolean;
}

export interface Provable {
  /** What proofs of earlier drafts did not let move: it is planned again on top of this one. */
  readonly rejected: readonly Rejected[];
  readonly acceptance: Acceptance;
  readonly written: WrittenMigration;
}

const NOTHING: Proof = {
  result: { errorsBefore: 0, errorsAfter: 0, references: 0 },
  rejected: [],
  unusedDirectives: [],
  storeIsInTheWay: false,
  after: undefined,
  isLacking: false,
};

/** @param known what earlier proofs of the same run found in programs like the one that is proved. */
export function prove(
  input: MigrationInput,
  draft: Provable,
  changes: readonly FileChange[],
  known: KnownErrors,
): Proof {
  if (changes.length === 0) return NOTHING;
  const changed = programAfter(input, changes);
  const converted = convertedNames(draft.acceptance.groups);
  if (isLacking(input, changed.program, changes, converted)) {
    return { ...NOTHING, after: changed, isLacking: true };
  }
  return proveIn(changed, { input, draft, changes, known, converted });
}

interface Proving {
  readonly input: MigrationInput;
  readonly draft: Provable;
  readonly changes: readonly FileChange[];
  readonly known: KnownErrors;
  readonly converted: ReadonlyMap<string, ReadonlySet<string>>;
}

function proveIn(changed: ChangedProgram, proving: Proving): Proof {
  const { input, draft, changes, known, converted } = proving;
  const { program: after } = changed;
  const faults: Fault[] = [];
  const looked = filesToLookAt(input, after, changes);
  const errors = checkTypes(
    input,
    { after, looked, changes, written: draft.written, known },
    faults,
  );
  const index = new ReferenceIndex(after, input);
  const { count, unawaited } = checkReferences(index, converted);
  const dropped = newlyDropped(input, { program: after, files: looked });
  for (const node of unawaited) faults.push(notAwaited(node));
  for (const node of dropped.filter((one) => !unawaited.includes(one))) {
    const called = index.checker.getResolvedSignature(node)?.declaration;
    faults.push(notAwaited(node, called && index.isOwn(called) ? called : undefined));
  }
  if (faults.length === 0) {
    const originalPosition = positionsBefore(input, draft.written);
    faults.push(...(input.proveOthers?.({ changes, converted, originalPosition }) ?? []));
  }
  if (faults.length === 0) faults.push(...secondRun(input, draft, { after, index }));
  return {
    result: { ...errors, references: count },
    rejected: faults.flatMap((fault) => reject(input, draft, fault)),
    unusedDirectives: faults.flatMap(({ directive }) => (directive ? [directive] : [])),
    storeIsInTheWay: faults.some(({ ofStore }) => ofStore),
    after: changed,
    isLacking: false,
  };
}

function notAwaited(node: ts.Node, cause?: ts.Node): Fault {
  const called = ts.isCallExpression(node) ? calleeName(unwrap(node.expression))?.text : undefined;
  return { code: "not-awaited", ...startOf(node), subject: called, cause };
}

/** A module of the platform that Node does not have, or that has to be set up there. */
const PLATFORM = /["'](?:cloudflare:workers|@opennextjs\/cloudflare)["']/;

/** Is there code outside of the program that can see the change? */
function isLacking(
  { program, root, outside }: MigrationInput,
  after: ts.Program,
  changes: readonly FileChange[],
  converted: Proving["converted"],
): boolean {
  if (outside === undefined || outside.imported.size === 0) return false;
  const isNewlyBound = ({ before, after }: FileChange) =>
    before !== null && PLATFORM.test(after ?? "") && !PLATFORM.test(before);
  const absolute = ({ path }: FileChange) => `${root}/${path}`;
  return outside.lacks(changes, () =>
    findShownNames({
      ...{ before: program, after, own: ownFiles(after) },
      paths: new Set(changes.map(absolute)),
      certain: converted,
      atRuntime: new Set(changes.filter(isNewlyBound).map(absolute)),
      asked: outside.imported,
    }),
  );
}

/** Those in which something can be another type than before. */
function filesToLookAt(
  { program, root }: MigrationInput,
  after: ts.Program,
  changes: readonly FileChange[],
): readonly ts.SourceFile[] {
  const paths = new Set(changes.map(({ path }) => `${root}/${path}`));
  const affected = affectedFiles(program, paths, ownFiles(program));
  const names = new Set([...affected.map(({ fileName }) => fileName), ...paths]);
  return ownFiles(after).filter(({ fileName }) => names.has(fileName));
}

interface Written {
  readonly after: ts.Program;
  readonly looked: readonly ts.SourceFile[];
  readonly changes: readonly FileChange[];
  readonly written: WrittenMigration;
  readonly known: KnownErrors;
}

function checkTypes(
  input: MigrationInput,
  { after, looked, changes, written, known }: Written,
  faults: Fault[],
): Pick<ProofResult, "errorsBefore" | "errorsAfter"> {
  const { program, root } = input;
  const now = known.of(after, ownFiles(after), looked, input.onFile);
  const changed = changes.map(({ path }) => `${root}/${path}`);
  const before = known.before(program, ownFiles(program), now, changed);
  const added = addedFiles(root, changes);
  const originalPosition = positionsBefore(input, written);
  const comparison = { before, after: now, added, lacksTypes: lacksTypes(program) };
  faults.push(...errorFaults({ ...comparison, originalPosition }));
  return { errorsBefore: before.length, errorsAfter: now.length };
}

function positionsBefore(
  { program }: MigrationInput,
  written: WrittenMigration,
): (fileName: string, position: number) => number {
  return (fileName, position) => {
    const file = program.getSourceFile(fileName);
    return file ? written.originalPosition(file, position) : position;
  };
}

/** What a second run would still change is not understood well enough to be changed at all. */
function secondRun(
  input: MigrationInput,
  { rejected, written }: Provable,
  { after, index }: { readonly after: ts.Program; readonly index: ReferenceIndex },
): Fault[] {
  const { reads, staying, asking } = chooseReads(index, input.findReads(after), input);
  const keys = new Set(rejected.map(({ key }) => key));
  const again = reads.filter((read) => !keys.has(keyBefore(input, written, read)));
  const scope = scopeOf(input, after, index);
  return acceptReads(index, again, { scope, staying, asking }).accepted.map(({ read }) => {
    const { node, sourceFile } = read.source;
    return { code: "not-stable", file: sourceFile, position: node.getStart(sourceFile) };
  });
}

/** The key that a read of the new program had in the one before. */
function keyBefore(
  { program }: MigrationInput,
  written: WrittenMigration,
  { source }: MigratingRead,
): string {
  const file = program.getSourceFile(source.sourceFile.fileName);
  if (!file) return "";
  const start = source.node.getStart(source.sourceFile);
  const at = file.getLineAndCharacterOfPosition(written.originalPosition(file, start));
  return `${source.place.file}:${at.line + 1}:${at.character + 1}`;
}

function reject(
  input: MigrationInput,
  { acceptance, written }: Provable,
  { code, file, position, subject, cause, error }: Fault,
): Rejected[] {
  const at = placeBefore(input, written, { file, position });
  const origin = cause && placeBefore(input, written, startOf(cause));
  const { file: before, position: start } = origin?.isThere ? origin : at;
  const culprits = at.isThere
    ? culpritsOf(input.program.getTypeChecker(), acceptance, before, start)
    : [...acceptance.reaches.keys()];
  return culprits.map((read) => {
    const rejected = { ...rejectedRead(read, code, at), ...(error && { error }) };
    return subject === undefined ? rejected : { ...rejected, subject };
  });
}

const startOf = (node: ts.Node) => ({ file: node.getSourceFile(), position: node.getStart() });

interface PlaceBefore extends Pick<Fault, "file" | "position"> {
  /** Was the file there? */
  readonly isThere: boolean;
}

function placeBefore(
  { program }: MigrationInput,
  written: WrittenMigration,
  { file, position }: Pick<Fault, "file" | "position">,
): PlaceBefore {
  const before = program.getSourceFile(file.fileName);
  if (!before) return { file, position, isThere: false };
  return {
    file: before,
    position: written.originalPosition(before, position),
    isThere: true,
  };
}

function rejectedRead(
  read: MigratingRead,
  code: GiveUpCode,
  { file, position }: { readonly file: ts.SourceFile; readonly position: number },
): Rejected {
  const { place, sourceFile } = read.source;
  const at = file.getLineAndCharacterOfPosition(position);
  const folder = sourceFile.fileName.slice(0, -place.file.length);
  const path = file.fileName.startsWith(folder)
    ? file.fileName.slice(folder.length)
    : file.fileName;
  const blockedAt = { file: path, line: at.line + 1, column: at.character + 1 };
  const subject = functionAt(file, position);
  return { key: keyOfRead(read), code, place, names: read.names, blockedAt, subject };
}
