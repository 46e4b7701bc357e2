/**
 * Proves files that were taken back, before anything is written: no type error that neither the code
 * now nor the code before the move has, and no promise that nobody waits for. A file that a fault
 * comes from stays as it is now, and what is left is proved again.
 */
import { posix } from "node:path";
import ts from "typescript";
import { affectedFiles, programAfter } from "../codemod/proof/changed-program.ts";
import { importedFiles } from "../codemod/proof/imported-files.ts";
import { listUnawaited } from "../codemod/proof/references.ts";
import { lacksTypes, newErrors, typeErrors } from "../codemod/proof/type-errors.ts";
import { ownFiles } from "../codemod/references/reference-index.ts";
import type { FileChange } from "../edits/text-edit.ts";
import type { Inventory } from "../inventory/inventory.ts";
import type { DiskReader } from "../repository/disk.ts";
import type { Place } from "../repository/place.ts";
import { walkRepository } from "../repository/walk-repository.ts";
import { type LoadedProgram, ProgramLoader } from "../source/load-program.ts";
import type { ParsedFiles } from "../source/parsed-files.ts";
import { createProgramFiles } from "../source/program-files.ts";
import { findWorkspacePackages } from "../source/workspace-packages.ts";

/** Why a file stays as it is now. */
export interface Stays {
  readonly path: string;
  readonly code: "type-error" | "not-awaited";
  /** Where the fault would be. */
  readonly at: Place;
}

export interface EjectProof {
  readonly changes: readonly FileChange[];
  readonly stays: readonly Stays[];
  readonly errorsBefore: number;
  readonly errorsAfter: number;
}

interface Fault {
  readonly code: Stays["code"];
  readonly file: ts.SourceFile;
  readonly start: number;
}

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx|astro)$/;

export interface EjectProvable {
  /** Of the files as they are. */
  readonly disk: DiskReader;
  /** Of the same. */
  readonly inventory: Inventory;
  readonly configs: readonly string[];
  /** What was parsed of the same folder already. */
  readonly parsed?: ParsedFiles;
}

export function proveEject(now: EjectProvable, wanted: readonly FileChange[]): EjectProof {
  const programs = now.configs.map((config) => loadWorker(now, config, wanted));
  let changes = wanted.filter(({ path }) => SOURCE.test(path));
  const stays: Stays[] = [];
  let errorsBefore = 0;
  let errorsAfter = 0;
  for (const loaded of programs) {
    for (;;) {
      const { faults, before, after } = findFaults(loaded, changes);
      const blamed = faults.flatMap((fault) => blame(loaded, fault, changes));
      if (faults.length === 0) {
        errorsBefore += before;
        errorsAfter += after;
        break;
      }
      const paths = new Set(blamed.map(({ path }) => path));
      stays.push(...blamed.filter((one, i) => blamed.findIndex((o) => o.path === one.path) === i));
      changes = changes.filter(({ path }) => !paths.has(path));
    }
  }
  const kept = new Set(stays.map(({ path }) => path));
  return {
    changes: wanted.filter(({ path }) => !kept.has(path)),
    stays,
    errorsBefore,
    errorsAfter,
  };
}

function loadWorker(
  { disk, inventory, parsed }: EjectProvable,
  config: string,
  wanted: readonly FileChange[],
): LoadedProgram {
  const worker = inventory.workers.find((each) => each.config === config);
  const folder = posix.dirname(config).replace(/^\.$/, "");
  const paths = walkRepository(disk)
    .files.filter(({ linkTo }) => linkTo === null)
    .map(({ path }) => path);
  const isBelow = (path: string) => folder === "" || path.startsWith(`${folder}/`);
  const files = createProgramFiles(disk, findWorkspacePackages(disk, paths).packages);
  return new ProgramLoader(files, parsed === undefined ? {} : { parsed }).load({
    folder,
    entry: worker?.entry ?? null,
    listed: new Set(paths),
    extraFiles: wanted.flatMap(({ path }) => (SOURCE.test(path) && isBelow(path) ? [path] : [])),
  });
}

function findFaults(
  { program, host, root }: LoadedProgram,
  changes: readonly FileChange[],
): { faults: Fault[]; before: number; after: number } {
  const inProgram = changes.filter(
    ({ path }) => program.getSourceFile(`${root}/${path}`) !== undefined,
  );
  if (inProgram.length === 0) return { faults: [], before: 0, after: 0 };
  const next = programAfter({ program, host, root }, inProgram).program;
  const paths = new Set(inProgram.map(({ path }) => `${root}/${path}`));
  const affected = affectedFiles(program, paths, ownFiles(program));
  const gone = new Set(
    inProgram.filter(({ after }) => after === null).map(({ path }) => `${root}/${path}`),
  );
  const names = new Set(affected.map(({ fileName }) => fileName).filter((name) => !gone.has(name)));
  const filesAfter = next.getSourceFiles().filter(({ fileName }) => names.has(fileName));
  const before = typeErrors(program, affected);
  const after = typeErrors(next, filesAfter);
  const comparison = {
    ...{ before, after, added: new Set<string>(), lacksTypes: lacksTypes(program) },
  };
  const originalPosition = (_: string, position: number) => position;
  const faults = newErrors({ ...comparison, originalPosition }).map(
    ({ file, start }): Fault => ({ code: "type-error", file, start }),
  );
  const waiting = new Map<string, number>();
  const keyOf = (node: ts.CallExpression) =>
    `${node.getSourceFile().fileName} ${node.expression.getText()}`;
  for (const node of listUnawaited(program, affected)) {
    waiting.set(keyOf(node), (waiting.get(keyOf(node)) ?? 0) + 1);
  }
  for (const node of listUnawaited(next, filesAfter)) {
    const left = (waiting.get(keyOf(node)) ?? 0) - 1;
    waiting.set(keyOf(node), left);
    if (left >= 0) continue;
    faults.push({ code: "not-awaited", file: node.getSourceFile(), start: node.getStart() });
  }
  return { faults, before: before.length, after: after.length };
}

/** The file itself where it was changed, else what it imports, else all of them. */
function blame(
  { program, root }: LoadedProgram,
  { code, file, start }: Fault,
  changes: readonly FileChange[],
): Stays[] {
  const at = file.getLineAndCharacterOfPosition(start);
  const path = file.fileName.slice(root.length + 1);
  const place = { file: path, line: at.line + 1, column: at.character + 1 };
  const stay = (each: FileChange): Stays => ({ path: each.path, code, at: place });
  const own = changes.filter((change) => change.path === path);
  if (own.length > 0) return own.map(stay);
  const now = program.getSourceFile(file.fileName);
  const imported = now ? importedAt(program.getTypeChecker(), now, start) : [];
  const near = changes.filter((change) => imported.includes(`${root}/${change.path}`));
  return (near.length > 0 ? near : changes).map(stay);
}

/** What the import there leads to; elsewhere in a file that is as it was, all that it imports. */
function importedAt(checker: ts.TypeChecker, file: ts.SourceFile, start: number): string[] {
  const at = file.statements.find(({ pos, end }) => start >= pos && start < end);
  const target =
    at && ts.isImportDeclaration(at) && checker.getSymbolAtLocation(at.moduleSpecifier);
  const source = target ? target.valueDeclaration?.getSourceFile() : undefined;
  if (source) return [source.fileName];
  return importedFiles(checker, file).map(({ fileName }) => fileName);
}
