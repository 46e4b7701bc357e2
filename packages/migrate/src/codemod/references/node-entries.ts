/**
 * Files that Node runs: scripts, configs of tools, tests that no Worker's runtime runs, packages that are no
 * Worker's, functions of other services. What they import runs there too, and Node resolves neither `cloudflare:workers` nor a binding.
 */
import ts from "typescript";
import { runsElsewhere } from "../../source/other-services.ts";
import { isTestPath } from "./test-files.ts";
import { findTestsOfNode } from "./test-runtime.ts";

const SCRIPT =
  /(?:^|\/)(?:scripts?|bin)\/[^/]+\.[cm]?[jt]sx?$|(?<!(?:^|\/)auth)\.config\.[cm]?[jt]s$|(?:^|\/)alchemy\.run\.[cm]?[jt]s$/;
/** What only a program for a terminal does, or its packages. */
const TERMINAL =
  /\bprocess\.(?:argv|exit|stdin)\b|from\s*["'](?:(?:node:)?child_process|commander|citty|cac|yargs|inquirer|execa|@clack\/prompts|@actions\/core)["']/;

type Files = ReadonlyMap<ts.SourceFile, ts.SourceFile>;

interface Reached {
  /** Of each file that Node runs, the one that it begins with. */
  readonly entries: Files;
  /** By functions of other services. */
  readonly ofServices: Files;
  /** By what no program for Node leads to, and no test is. */
  readonly ofWorkers: Files;
}

export class NodeEntries {
  readonly #checker: ts.TypeChecker;
  readonly #files: readonly ts.SourceFile[];
  readonly #root: string;
  readonly #isOfOthers: (path: string) => boolean;
  #reached: Reached | undefined;

  /**
   * @param root of the repository, absolute: what is above it says nothing of its files.
   * @param isOfOthers is a path, relative to the root, of a package that only other programs run?
   */
  constructor(
    checker: ts.TypeChecker,
    files: readonly ts.SourceFile[],
    root: string,
    isOfOthers: (path: string) => boolean,
  ) {
    this.#isOfOthers = isOfOthers;
    this.#checker = checker;
    this.#files = files;
    this.#root = root;
  }

  /** The file that Node begins with to get to `file`; undefined where only a Worker runs it. */
  leadingTo(file: ts.SourceFile): ts.SourceFile | undefined {
    return this.#all.entries.get(file);
  }

  /** Does a Worker run the file as well as Node does, which need not compile it by itself? */
  isShared(file: ts.SourceFile): boolean {
    const { entries, ofServices, ofWorkers } = this.#all;
    const isMarked = /\.[cm]?tsx?$/.test(file.fileName);
    return isMarked && entries.get(file) !== file && !ofServices.has(file) && ofWorkers.has(file);
  }

  get #all(): Reached {
    this.#reached ??= this.#reach();
    return this.#reached;
  }

  #isProgram(file: ts.SourceFile): boolean {
    const path = this.#pathOf(file);
    if (isTestPath(path) || file.isDeclarationFile) return false;
    const isScript = SCRIPT.test(path) || file.text.startsWith("#!") || TERMINAL.test(file.text);
    return isScript || this.#isOfOthers(path.slice(1));
  }

  #reach(): Reached {
    const isTestOfNode = findTestsOfNode(this.#files);
    const isElsewhere = runsElsewhere(this.#files, this.#root);
    const services = this.#files.filter(isElsewhere);
    const programs = this.#files.filter((file) => this.#isProgram(file));
    const tests = this.#files.filter((file) => isTestPath(this.#pathOf(file)));
    const testsOfNode = tests.filter(isTestOfNode);
    const ofPrograms = this.#reachedFrom(programs);
    const others = new Set([...services, ...tests]);
    const isOfWorker = (file: ts.SourceFile) =>
      !ofPrograms.has(file) && !others.has(file) && !file.isDeclarationFile;
    return {
      entries: this.#reachedFrom([...programs, ...testsOfNode, ...services]),
      ofServices: this.#reachedFrom(services),
      ofWorkers: this.#reachedFrom(this.#files.filter(isOfWorker)),
    };
  }

  #reachedFrom(entries: readonly ts.SourceFile[]): Files {
    const reached = new Map(entries.map((entry) => [entry, entry]));
    for (const [file, entry] of reached) {
      for (const next of importedAtRuntime(this.#checker, file)) {
        if (!reached.has(next)) reached.set(next, entry);
      }
    }
    return reached;
  }

  #pathOf({ fileName }: ts.SourceFile): string {
    return fileName.slice(this.#root.length);
  }
}

/** Without what is imported for its types alone. */
function importedAtRuntime(checker: ts.TypeChecker, file: ts.SourceFile): ts.SourceFile[] {
  const { imports } = file as ts.SourceFile & { imports?: readonly ts.StringLiteralLike[] };
  return (imports ?? []).flatMap((specifier) => {
    if (isForTypes(specifier.parent)) return [];
    const target = checker.getSymbolAtLocation(specifier)?.valueDeclaration;
    return target && ts.isSourceFile(target) && !target.isDeclarationFile ? [target] : [];
  });
}

function isForTypes(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node)) {
    return node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
  }
  return (ts.isExportDeclaration(node) && node.isTypeOnly) || ts.isLiteralTypeNode(node);
}
