/**
 * A compiler's program for each Worker of a repository. Files are read and parsed once, however many
 * programs they are in; nothing is ever checked as a whole. Without a tsconfig or packages it still
 * loads: names resolve, types are missing.
 */
import ts from "typescript";
import type { Problem } from "../repository/place.ts";
import { ownSourceFiles } from "./candidates.ts";
import { createPackageFilter } from "./environment-packages.ts";
import { DEFAULT_OPTIONS, type FoundTsconfig, findTsconfig } from "./find-tsconfig.ts";
import { isAstro, parseSource } from "./frontmatter.ts";
import { ParsedFiles } from "./parsed-files.ts";
import type { ProgramFiles } from "./program-files.ts";
import { relativeTo } from "./syntax.ts";

export interface ProgramRequest {
  /** The Worker's folder, relative to the root; "" for the root. */
  readonly folder: string;
  /** The Worker's `main`, relative to the root; null where the config gives none. */
  readonly entry: string | null;
  /** More files, relative to the root, that no import leads to: file routes, for example. */
  readonly extraFiles?: readonly string[];
  /**
   * What git would list, relative to the root. Nothing else is begun with, declarations aside: a
   * `main` in a folder that a build fills is no source of anybody's.
   */
  readonly listed?: ReadonlySet<string>;
}

export interface LoadedProgram {
  readonly program: ts.Program;
  /** What the program was made with: for a program of changed texts. */
  readonly host: ts.CompilerHost;
  /** Of the repository, absolute, with `/` and none at the end. */
  readonly root: string;
  /** Relative to the root; null where there is none. */
  readonly tsconfig: string | null;
  readonly problems: readonly Problem[];
}

export interface ProgramLoaderOptions {
  /** Packages whose types are read: all of them, or those that can lead to an environment. */
  readonly packages?: "all" | "environment";
  /** Where imports lead; the compiler's own way where not given. */
  readonly resolve?: ts.CompilerHost["resolveModuleNameLiterals"];
  /** Two requests of the same files have one program; who asks once for each keeps none. */
  readonly keepsPrograms?: boolean;
  /** What other loaders parsed already; its own where not given. */
  readonly parsed?: ParsedFiles;
}

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const DECLARATIONS = /\.d\.[cm]?ts$/;

/** Loads programs over one set of files: keep it for as long as files do not change. */
export class ProgramLoader {
  readonly #files: ProgramFiles;
  readonly #sources = new Map<string, ts.SourceFile | undefined>();
  readonly #programs = new Map<string, { program: ts.Program; host: ts.CompilerHost }>();
  readonly #isSeen: (path: string) => boolean;
  readonly #resolve: ts.CompilerHost["resolveModuleNameLiterals"];
  readonly #keepsPrograms: boolean;
  readonly #parsed: ParsedFiles;
  /** Each package.json is read once for all programs: which files are modules depends on it. */
  #manifests: ts.PackageJsonInfoCache;

  constructor(
    files: ProgramFiles,
    { packages = "all", resolve, keepsPrograms = true, parsed }: ProgramLoaderOptions = {},
  ) {
    this.#files = files;
    this.#resolve = resolve;
    this.#keepsPrograms = keepsPrograms;
    this.#parsed = parsed ?? new ParsedFiles();
    this.#manifests = manifestsIn(files.root);
    this.#isSeen = packages === "all" ? () => true : createPackageFilter(files);
  }

  /** These files, absolute, have other texts by now, or are new. */
  forget(names: ReadonlySet<string>): void {
    for (const key of this.#sources.keys()) {
      if (names.has(key.slice(0, key.indexOf("\0")))) this.#sources.delete(key);
    }
    if ([...names].some((name) => name.endsWith("/package.json"))) {
      this.#manifests = manifestsIn(this.#files.root);
    }
    this.#programs.clear();
  }

  /** What rules the code that is asked for. */
  tsconfigOf(request: Pick<ProgramRequest, "folder" | "entry">): FoundTsconfig | undefined {
    const { root } = this.#files;
    const folder = request.folder === "" ? root : `${root}/${request.folder}`;
    const entry = request.entry === null ? null : `${root}/${request.entry}`;
    const from = entry === null ? folder : entry.slice(0, entry.lastIndexOf("/"));
    return findTsconfig(this.#files, from.startsWith(folder) ? from : folder, entry);
  }

  load(request: ProgramRequest): LoadedProgram {
    const { root } = this.#files;
    const entry = request.entry === null ? null : `${root}/${request.entry}`;
    const tsconfig = this.tsconfigOf(request);
    const extra = (request.extraFiles ?? []).map((file) => `${root}/${file}`);
    const rootNames = new Set([...(tsconfig?.fileNames ?? []), ...extra]);
    if (entry !== null && SOURCE.test(entry)) rootNames.add(entry);
    const isWritten = (path: string) => isListed(path, root, request.listed);
    const { program, host } = this.#programOf([...rootNames].filter(isWritten), tsconfig);
    const problems = [
      ...(tsconfig ? tsconfig.problems : [noTsconfig(request.folder)]),
      ...syntaxProblems(program, root),
    ];
    const path = tsconfig ? relativeTo(root, tsconfig.path) : null;
    return { program, host, root, tsconfig: path, problems };
  }

  /** Two configs of one Worker have one program. */
  #programOf(
    rootNames: readonly string[],
    tsconfig: FoundTsconfig | undefined,
  ): { program: ts.Program; host: ts.CompilerHost } {
    const key = [tsconfig?.path ?? "", ...[...rootNames].sort()].join("\0");
    const known = this.#programs.get(key);
    if (known) return known;
    const options = programOptions(tsconfig, rootNames.some(isAstro));
    const host = this.#host(options);
    const made = { host, program: ts.createProgram({ rootNames, options, host }) };
    if (this.#keepsPrograms) this.#programs.set(key, made);
    return made;
  }

  #host(options: ts.CompilerOptions): ts.CompilerHost {
    const files = this.#files;
    // Files are parsed anew only where an option changes how: what is a module, for example.
    const group = [options.moduleDetection, options.module, options.jsx].join();
    const libraries = ts.getDefaultLibFilePath(options);
    return {
      getSourceFile: (name, language) => this.#source(group, name, language),
      getDefaultLibFileName: () => libraries,
      getDefaultLibLocation: () => libraries.slice(0, libraries.lastIndexOf("/")),
      getCurrentDirectory: () => files.root,
      getCanonicalFileName: asItIs,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => "\n",
      fileExists: (path) => this.#isSeen(path) && files.fileExists(path),
      readFile: (path) => files.readText(path),
      directoryExists: (path) => this.#isSeen(path) && files.directoryExists(path),
      getDirectories: (path) => files.getDirectories(path),
      realpath: (path) => files.realpath(path),
      ...this.#resolution(options),
      writeFile: () => {
        throw new Error("a scan writes nothing");
      },
    };
  }

  /** A host that resolves has to bring along what is known of packages, too. */
  #resolution(options: ts.CompilerOptions): Partial<ts.CompilerHost> {
    if (this.#resolve === undefined) return {};
    const { root } = this.#files;
    const cache = ts.createModuleResolutionCache(root, asItIs, options, this.#manifests);
    return { resolveModuleNameLiterals: this.#resolve, getModuleResolutionCache: () => cache };
  }

  #source(
    group: string,
    name: string,
    language: ts.ScriptTarget | ts.CreateSourceFileOptions,
  ): ts.SourceFile | undefined {
    const given = typeof language === "object" ? language : { languageVersion: language };
    // Of packages only types are asked for: neither what their comments say, nor, before they are
    // bound, what is around a node. That is a fifth of the time.
    const isDeclaration = /\.d\.[cm]?ts$/.test(name);
    const jsDocParsingMode = isDeclaration ? ts.JSDocParsingMode.ParseNone : given.jsDocParsingMode;
    const parse = { ...given, ...(jsDocParsingMode === undefined ? {} : { jsDocParsingMode }) };
    const key = [
      name,
      group,
      parse.languageVersion,
      parse.impliedNodeFormat,
      parse.jsDocParsingMode,
    ].join("\0");
    if (this.#sources.has(key)) return this.#sources.get(key);
    const text = this.#files.readText(name);
    const file =
      text === undefined
        ? undefined
        : this.#parsed.of(key, text, () => parseSource(name, text, parse, !isDeclaration));
    this.#sources.set(key, file);
    return file;
  }
}

const asItIs = (name: string) => name;

const manifestsIn = (root: string) =>
  ts.createModuleResolutionCache(root, asItIs).getPackageJsonInfoCache();

function isListed(path: string, root: string, listed: ReadonlySet<string> | undefined): boolean {
  if (listed === undefined || DECLARATIONS.test(path)) return true;
  return !path.startsWith(`${root}/`) || listed.has(relativeTo(root, path));
}

function noTsconfig(folder: string): Problem {
  return {
    code: "no_tsconfig",
    place: { file: folder === "" ? "." : folder, line: 1, column: 1 },
    detail: "there is no tsconfig.json; the settings of wrangler's bundler are used",
  };
}

function syntaxProblems(program: ts.Program, root: string): Problem[] {
  return ownSourceFiles(program).flatMap((file) => {
    const [first] = program.getSyntacticDiagnostics(file);
    if (!first) return [];
    const at = file.getLineAndCharacterOfPosition(first.start);
    const place = {
      file: relativeTo(root, file.fileName),
      line: at.line + 1,
      column: at.character + 1,
    };
    const detail = `TypeScript can not parse it (TS${first.code}); what it could is looked at`;
    return [{ code: "source_syntax", place, detail } as const];
  });
}

function programOptions(
  tsconfig: FoundTsconfig | undefined,
  takesAstro: boolean,
): ts.CompilerOptions {
  return {
    ...(tsconfig?.options ?? DEFAULT_OPTIONS),
    allowJs: true,
    maxNodeModuleJsDepth: 0,
    noEmit: true,
    // Only what an emit or a build would need: they make a program of one file's text refuse.
    composite: false,
    incremental: false,
    // The compiler's own, for hosts that know how to parse files of other names.
    ...(takesAstro ? { allowNonTsExtensions: true } : {}),
  };
}
