/** The program as it would be after a plan, over the one from before: unchanged files are shared. */
import ts from "typescript";
import type { FileChange } from "../../edits/text-edit.ts";
import { parseSource } from "../../source/frontmatter.ts";
import type { MigrationInput } from "../migration-plan.ts";
import { declaresForAll, seersOf } from "./global-reach.ts";
import { importersOf } from "./imported-files.ts";

export interface ChangedProgram {
  readonly program: ts.Program;
  /** With the changes laid over what is there. */
  readonly host: ts.CompilerHost;
}

export function programAfter(
  { program, host, root }: Pick<MigrationInput, "program" | "host" | "root">,
  changes: readonly FileChange[],
): ChangedProgram {
  const texts = new Map(changes.map(({ path, after }) => [`${root}/${path}`, after ?? ""]));
  const parsed = new Map<string, ts.SourceFile>();
  const overlay: ts.CompilerHost = {
    ...host,
    fileExists: (path) => texts.has(path) || host.fileExists(path),
    readFile: (path) => texts.get(path) ?? host.readFile(path),
    getSourceFile: (path, language, ...rest) => {
      const text = texts.get(path);
      if (text === undefined) {
        return ownFile(program.getSourceFile(path)) ?? host.getSourceFile(path, language, ...rest);
      }
      const known = parsed.get(path) ?? parseSource(path, text, language, true);
      parsed.set(path, known);
      return known;
    },
  };
  const after = ts.createProgram({
    // What is added is imported; begun with, it could lie outside of what the tsconfig is for.
    rootNames: program.getRootFileNames(),
    options: program.getCompilerOptions(),
    host: overlay,
    oldProgram: program,
  });
  return { program: after, host: overlay };
}

/**
 * Where a package of one version lies in two places, the compiler reads one and has a stand-in for the
 * other, which it does not take back from a host (of its own, without a type; TypeScript 6.0.3).
 */
interface StandIn extends ts.SourceFile {
  readonly redirectInfo?: { readonly unredirected: ts.SourceFile };
}

function ownFile(file: StandIn | undefined): ts.SourceFile | undefined {
  return file?.redirectInfo?.unredirected ?? file;
}

/**
 * The repository's files that a change of `paths` can make other errors in.
 * @param gone names that these no longer declare for all.
 */
export function affectedFiles(
  program: ts.Program,
  paths: ReadonlySet<string>,
  own: readonly ts.SourceFile[],
  gone: readonly string[] = [],
): ts.SourceFile[] {
  const changed = own.filter((file) => paths.has(file.fileName));
  const forAll = changed.filter(declaresForAll);
  const isForAll = forAll.length + gone.length > 0;
  const seers = isForAll ? seersOf(program, forAll, gone) : new Set<ts.SourceFile>();
  if (!seers) return [...own];
  const importers = importersOf(program, own);
  const affected = new Set([...changed, ...own.filter((file) => seers.has(file))]);
  for (const file of affected) for (const one of importers.get(file) ?? []) affected.add(one);
  return [...affected];
}
