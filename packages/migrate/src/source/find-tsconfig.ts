/**
 * Which tsconfig rules a Worker's code: the nearest one above its entry; of one that only refers to
 * others, the one whose files hold the entry. What can not be read of it is said, the rest is used.
 */
import ts from "typescript";
import type { Problem } from "../repository/place.ts";
import type { ProgramFiles } from "./program-files.ts";
import { relativeTo } from "./syntax.ts";

export interface FoundTsconfig {
  /** Absolute. */
  readonly path: string;
  readonly options: ts.CompilerOptions;
  /** Is `module` left to a compiler that takes it for ES2015's, which knows no `import()`? */
  readonly lacksModule: boolean;
  /** Absolute. */
  readonly fileNames: readonly string[];
  readonly problems: readonly Problem[];
}

/** What wrangler's bundler does, for code that no tsconfig rules. */
export const DEFAULT_OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  jsx: ts.JsxEmit.Preserve,
  strict: true,
  skipLibCheck: true,
};
const NAMES = ["tsconfig.json", "jsconfig.json"];
/** References are followed this far: circles of them are an error of the repository. */
const MAX_REFERENCE_DEPTH = 4;

/**
 * @param folder absolute; where to begin, going up to the repository's root.
 * @param entry absolute; null where there is none.
 */
export function findTsconfig(
  files: ProgramFiles,
  folder: string,
  entry: string | null,
): FoundTsconfig | undefined {
  const path = nearestTsconfig(files, folder);
  if (path === undefined) return undefined;
  const seen = new Set<string>();
  const all = readWithReferences(files, path, seen, 0);
  const holding = all.find(({ fileNames }) => entry !== null && fileNames.includes(entry));
  const [first] = all;
  return holding ?? (first?.fileNames.length === 0 ? largest(all) : first);
}

/** @param folder absolute; @returns an absolute path. */
export function nearestTsconfig(files: ProgramFiles, folder: string): string | undefined {
  for (let at = folder; ; at = at.slice(0, at.lastIndexOf("/"))) {
    const found = NAMES.map((name) => `${at}/${name}`).find((path) => files.fileExists(path));
    if (found !== undefined || at.length <= files.root.length) return found;
  }
}

function largest(all: readonly FoundTsconfig[]): FoundTsconfig | undefined {
  return [...all].sort((a, b) => b.fileNames.length - a.fileNames.length)[0];
}

function readWithReferences(
  files: ProgramFiles,
  path: string,
  seen: Set<string>,
  depth: number,
): FoundTsconfig[] {
  if (seen.has(path) || depth > MAX_REFERENCE_DEPTH) return [];
  seen.add(path);
  // What a framework writes before its first build (Nuxt's `.nuxt/tsconfig.server.json`) may not be there.
  if (!files.fileExists(path)) return [];
  const { found, references } = readTsconfig(files, path);
  return [
    found,
    ...references.flatMap((reference) =>
      readWithReferences(files, ts.resolveProjectReferencePath(reference), seen, depth + 1),
    ),
  ];
}

function readTsconfig(
  files: ProgramFiles,
  path: string,
): { found: FoundTsconfig; references: readonly ts.ProjectReference[] } {
  const source = ts.readJsonConfigFile(path, (file) => files.readText(file));
  const host: ts.ParseConfigHost = {
    useCaseSensitiveFileNames: true,
    fileExists: (file) => files.fileExists(file),
    readFile: (file) => files.readText(file),
    readDirectory: files.readDirectory,
  };
  const folder = path.slice(0, path.lastIndexOf("/"));
  const parsed = ts.parseJsonSourceFileConfigFileContent(source, host, folder, undefined, path);
  const older = olderModule(files, folder, parsed.options);
  const found: FoundTsconfig = {
    path,
    lacksModule: older.module !== undefined,
    options: {
      ...DEFAULT_OPTIONS,
      ...older,
      ...parsed.options,
      ...generatedPaths(files, folder, parsed),
    },
    fileNames: parsed.fileNames,
    problems: [...ts.getConfigFileParsingDiagnostics(parsed)]
      .filter((diagnostic) => !HARMLESS.has(diagnostic.code))
      .map((diagnostic) => asProblem(diagnostic, path, files.root)),
  };
  return { found, references: parsed.projectReferences ?? [] };
}

/**
 * Before TypeScript 6 a `target` without `module` meant ES2015's, which knows no `import()`: the
 * repository's own compiler would refuse the helper that ours takes.
 */
function olderModule(
  files: ProgramFiles,
  folder: string,
  { module, target }: ts.CompilerOptions,
): ts.CompilerOptions {
  if (module !== undefined || target === undefined || target < ts.ScriptTarget.ES2015) return {};
  const version = installedCompiler(files, folder);
  return version !== undefined && version < 6 ? { module: ts.ModuleKind.ES2015 } : {};
}

/** The major version of the nearest `typescript`. */
function installedCompiler(files: ProgramFiles, folder: string): number | undefined {
  for (let at = folder; at.length >= files.root.length; at = at.slice(0, at.lastIndexOf("/"))) {
    const text = files.readText(`${at}/node_modules/typescript/package.json`);
    const major = /"version":\s*"(\d+)\./.exec(text ?? "")?.[1];
    if (major !== undefined) return Number(major);
  }
  return undefined;
}

/** What a framework's own tsconfig says of its aliases, in a repository where nobody has built yet. */
function generatedPaths(
  files: ProgramFiles,
  folder: string,
  { options, raw, projectReferences }: ts.ParsedCommandLine,
): ts.CompilerOptions {
  const { extends: base } = (raw ?? {}) as { readonly extends?: unknown };
  const named = [base, (projectReferences ?? []).map(({ path }) => path)].flat().map(String);
  const missing = (part: string): boolean =>
    named.some((one) => one.includes(`${part}/`)) &&
    !files.fileExists(`${folder}/${part}/tsconfig.json`);
  if (options.paths) return {};
  if (missing(".svelte-kit")) {
    const library = `${folder}/src/lib`;
    return { paths: { $lib: [library], "$lib/*": [`${library}/*`] } };
  }
  return missing(".nuxt") ? { paths: nuxtPaths(folder) } : {};
}

/** Nuxt 4 has its app in `app/`, and Nuxt 3 beside its `server/`. */
function nuxtPaths(folder: string): ts.MapLike<string[]> {
  const app = [`${folder}/app/*`, `${folder}/*`];
  const root = [`${folder}/*`];
  return {
    "~/*": app,
    "@/*": app,
    "~~/*": root,
    "@@/*": root,
    "#shared/*": [`${folder}/shared/*`],
  };
}

/** "No inputs were found", "files is empty": true of every tsconfig that only refers to others. */
const HARMLESS: ReadonlySet<number> = new Set([18002, 18003]);

/** With the compiler's number in place of its sentence: that could quote what stands there. */
function asProblem(diagnostic: ts.Diagnostic, path: string, root: string): Problem {
  const file = relativeTo(root, diagnostic.file?.fileName ?? path);
  const at = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
  return {
    code: "tsconfig_in_part",
    place: { file, line: (at?.line ?? 0) + 1, column: (at?.character ?? 0) + 1 },
    detail: `TypeScript can not read all of it (TS${diagnostic.code}); the rest is used`,
  };
}
