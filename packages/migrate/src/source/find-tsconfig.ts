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
  /**
   * What is left to a compiler before TypeScript 6: `module`, which it takes for ES2015's, that knows no
   * `import()`; or `target`, which it takes for ES5, where nothing but a list can be gone through.
   */
  readonly lacks: Lack | undefined;
  /** Absolute. */
  readonly fileNames: readonly string[];
  readonly problems: readonly Problem[];
}

export type Lack = "module" | "target";

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
  // A base that is not installed may say what this one does not.
  const lacks = isBaseMissing(parsed) ? undefined : lacking(files, folder, parsed.options);
  const found: FoundTsconfig = {
    path,
    lacks,
    options: {
      ...DEFAULT_OPTIONS,
      ...(lacks && AS_OLDER[lacks]),
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

const AS_OLDER: Readonly<Record<Lack, ts.CompilerOptions>> = {
  module: { module: ts.ModuleKind.ES2015 },
  target: { target: ts.ScriptTarget.ES5 },
};

/** What the repository's own compiler would refuse of the helper that ours takes. */
function lacking(
  files: ProgramFiles,
  folder: string,
  { module, target }: ts.CompilerOptions,
): Lack | undefined {
  if (module !== undefined && target !== undefined) return undefined;
  const version = compilerOf(files, folder);
  if (version === undefined || version >= 6) return undefined;
  if (target === undefined) return "target";
  return target < ts.ScriptTarget.ES2015 ? undefined : "module";
}

/** "File '@repo/tsconfig/base.json' not found.", "Cannot read file '/repo/base.json'." */
const NO_BASE: ReadonlySet<number> = new Set([6053, 5083]);

const isBaseMissing = ({ errors }: ts.ParsedCommandLine) =>
  errors.some(({ code }) => NO_BASE.has(code));

/** The major version of the nearest `typescript`: of what is installed, else of what a manifest asks for. */
function compilerOf(files: ProgramFiles, folder: string): number | undefined {
  const above: string[] = [];
  for (let at = folder; at.length >= files.root.length; at = at.slice(0, at.lastIndexOf("/"))) {
    above.push(at);
  }
  const majorIn = (name: string, version: RegExp) =>
    above.flatMap((at) => version.exec(files.readText(`${at}/${name}`) ?? "")?.[1] ?? [])[0];
  const major =
    majorIn("node_modules/typescript/package.json", /"version":\s*"(\d+)\./) ??
    majorIn("package.json", /"typescript":\s*"[\^~>=\s]*(\d+)\b/);
  return major === undefined ? undefined : Number(major);
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
