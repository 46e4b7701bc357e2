/**
 * Files that Node runs: scripts, configs of tools, tests that no Worker's runtime runs, functions of other
 * services. What they import runs there too, and Node resolves neither `cloudflare:workers` nor a binding.
 */
import ts from "typescript";
import { runsElsewhere } from "../../source/other-services.ts";
import { findTestsOfNode } from "./test-runtime.ts";

const SCRIPT =
  /(?:^|\/)(?:scripts?|bin)\/[^/]+\.[cm]?[jt]sx?$|(?<!(?:^|\/)auth)\.config\.[cm]?[jt]s$|(?:^|\/)alchemy\.run\.[cm]?[jt]s$/;
const TEST = /(?:^|\/)(?:__tests__|tests?)\/|\.(?:test|spec)\.[cm]?[jt]sx?$/;
/** What only a program for a terminal does, or its packages. */
const TERMINAL =
  /\bprocess\.(?:argv|exit|stdin)\b|from\s*["'](?:(?:node:)?child_process|commander|citty|cac|yargs|inquirer|execa|@clack\/prompts|@actions\/core)["']/;

export class NodeEntries {
  readonly #checker: ts.TypeChecker;
  readonly #files: readonly ts.SourceFile[];
  readonly #root: string;
  #entries: ReadonlyMap<ts.SourceFile, ts.SourceFile> | undefined;

  /** @param root of the repository, absolute: what is above it says nothing of its files. */
  constructor(checker: ts.TypeChecker, files: readonly ts.SourceFile[], root: string) {
    this.#checker = checker;
    this.#files = files;
    this.#root = root;
  }

  /** The file that Node begins with to get to `file`; undefined where only a Worker runs it. */
  leadingTo(file: ts.SourceFile): ts.SourceFile | undefined {
    this.#entries ??= this.#reach();
    return this.#entries.get(file);
  }

  #isEntry(file: ts.SourceFile, isTestOfNode: (file: ts.SourceFile) => boolean): boolean {
    const path = file.fileName.slice(this.#root.length);
    if (TEST.test(path)) return isTestOfNode(file);
    return SCRIPT.test(path) || file.text.startsWith("#!") || TERMINAL.test(file.text);
  }

  #reach(): ReadonlyMap<ts.SourceFile, ts.SourceFile> {
    const isTestOfNode = findTestsOfNode(this.#files);
    const isElsewhere = runsElsewhere(this.#files, this.#root);
    const entries = this.#files.filter(
      (file) => this.#isEntry(file, isTestOfNode) || isElsewhere(file),
    );
    const reached = new Map(entries.map((entry) => [entry, entry]));
    for (const [file, entry] of reached) {
      for (const next of importedAtRuntime(this.#checker, file)) {
        if (!reached.has(next)) reached.set(next, entry);
      }
    }
    return reached;
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
