/**
 * Which of a program's files a specifier can mean that stands in a file's declarations: one that its
 * source has too, or one that the compiler made for a type that it inferred.
 */
import { posix } from "node:path";
import ts from "typescript";
import { specifiersOf } from "./imported-files.ts";

const PACKAGE = /^(?:@[^/]+\/)?[^/]+/;
const INSTALLED = /\/node_modules\/(?:@types\/)?((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/;

export class SpecifierTargets {
  readonly #program: ts.Program;
  readonly #own: ReadonlySet<ts.SourceFile>;
  readonly #byModule: ReadonlyMap<string, ts.SourceFile>;
  readonly #known = new Map<ts.SourceFile, Map<string, readonly ts.SourceFile[]>>();
  #packages: ReadonlySet<string> | undefined;

  /** @param own the repository's files in the program: of others nothing is said. */
  constructor(program: ts.Program, own: readonly ts.SourceFile[]) {
    this.#program = program;
    this.#own = new Set(own);
    this.#byModule = new Map(own.map((file) => [moduleName(file.fileName), file]));
  }

  /** All of the repository's where it is not known. */
  of(specifier: string, file: ts.SourceFile): readonly ts.SourceFile[] {
    const targets = this.#known.get(file) ?? this.#ofSource(file);
    this.#known.set(file, targets);
    const found = targets.get(specifier) ?? this.#find(specifier, file);
    targets.set(specifier, found);
    return found;
  }

  #ofSource(file: ts.SourceFile): Map<string, readonly ts.SourceFile[]> {
    const checker = this.#program.getTypeChecker();
    const targets = new Map<string, readonly ts.SourceFile[]>();
    for (const specifier of specifiersOf(file)) {
      const target = checker.getSymbolAtLocation(specifier)?.valueDeclaration;
      if (!target || !ts.isSourceFile(target)) continue;
      targets.set(specifier.text, this.#own.has(target) ? [target] : []);
    }
    return targets;
  }

  #find(specifier: string, file: ts.SourceFile): readonly ts.SourceFile[] {
    if (specifier.startsWith(".")) {
      const path = posix.join(posix.dirname(file.fileName), specifier);
      const found = this.#byModule.get(moduleName(path));
      return found ? [found] : [];
    }
    this.#packages ??= installedPackages(this.#program);
    const isOthers =
      specifier.includes(":") || this.#packages.has(PACKAGE.exec(specifier)?.[0] ?? "");
    return isOthers ? [] : [...this.#own];
  }
}

function installedPackages(program: ts.Program): Set<string> {
  const files = program.getSourceFiles();
  return new Set(files.flatMap(({ fileName }) => INSTALLED.exec(fileName)?.[1] ?? []));
}

const moduleName = (path: string) =>
  path.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, "").replace(/\/index$/, "");
