/**
 * Which files can see what a file declares for all: those that write one of its names, or that of a
 * declaration made of it, and those that import such a file, through packages too. A type comes into a
 * file by a name or by an import, but for those that the language itself gives, as arrays.
 */
import ts from "typescript";
import { importersOf } from "./imported-files.ts";

/** Types that a file gets by writing something else: JSX, or `import.meta`. */
const IMPLICIT: ReadonlySet<string> = new Set(["JSX", "React", "ImportMeta", "globalThis"]);
const IMPORT = /\bimport\b/;
/** Of the language, not of the browser. */
const LANGUAGE = /\/lib\.(?:es|decorators)[^/]*\.d\.ts$/;

/** Are its names, or some of them, there for files that do not import it? */
export function declaresForAll(file: ts.SourceFile): boolean {
  return globalStatements(file).length > 0 || !ts.isExternalModule(file);
}

/** What those names are. */
export function namesForAll(file: ts.SourceFile): string[] {
  return globalStatements(file).flatMap(namesOf);
}

/**
 * @param gone names that are no longer declared.
 * @returns undefined where that is every file.
 */
export function seersOf(
  program: ts.Program,
  changed: readonly ts.SourceFile[],
  gone: readonly string[],
): ReadonlySet<ts.SourceFile> | undefined {
  const files = program.getSourceFiles();
  const importers = importersOf(program, files);
  const names = new Set([...changed.flatMap(namesForAll), ...gone]);
  const seers = new Set(changed);
  for (let known = -1; known < names.size + seers.size; ) {
    known = names.size + seers.size;
    const word = wordOf(names);
    for (const file of files) if (word.test(file.text)) seers.add(file);
    addImporters(seers, importers);
    for (const name of [...seers].flatMap((file) => namesSeeing(file, word))) names.add(name);
  }
  return isOfLanguage(files, names) ? undefined : seers;
}

function addImporters(
  seers: Set<ts.SourceFile>,
  importers: ReadonlyMap<ts.SourceFile, readonly ts.SourceFile[]>,
): void {
  // What is added is gone through, too.
  for (const file of seers) for (const one of importers.get(file) ?? []) seers.add(one);
}

/** What a file that sees it declares of it for others: that which writes the name, or imports. */
function namesSeeing(file: ts.SourceFile, word: RegExp): string[] {
  const isModule = ts.isExternalModule(file);
  return globalStatements(file)
    .filter((one) => isModule || IMPORT.test(one.getText(file)) || word.test(one.getText(file)))
    .flatMap(namesOf);
}

function globalStatements(file: ts.SourceFile): readonly ts.Statement[] {
  if (!ts.isExternalModule(file)) return file.statements;
  return file.statements.filter(
    (one) => ts.isModuleDeclaration(one) && (isForAll(one) || ts.isStringLiteral(one.name)),
  );
}

const isForAll = ({ flags }: ts.ModuleDeclaration) =>
  (flags & ts.NodeFlags.GlobalAugmentation) !== 0;

/** A module by its name in quotes, which is what imports write. */
function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name));
  }
  if (ts.isModuleDeclaration(statement) && isForAll(statement)) {
    const { body } = statement;
    return body && ts.isModuleBlock(body) ? body.statements.flatMap(namesOf) : [];
  }
  const { name } = statement as ts.Statement & { readonly name?: ts.Node };
  return name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? [name.text] : [];
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((one) => (ts.isOmittedExpression(one) ? [] : boundNames(one.name)));
}

/** Finds one of the names where it stands as a whole word. */
export function wordOf(names: ReadonlySet<string>): RegExp {
  const escaped = [...names].map((name) => name.replace(/[^\w]/g, "\\$&"));
  return escaped.length === 0 ? /$^/ : new RegExp(`(?<![\\w$])(?:${escaped.join("|")})(?![\\w$])`);
}

function isOfLanguage(files: readonly ts.SourceFile[], names: ReadonlySet<string>): boolean {
  if ([...IMPLICIT].some((name) => names.has(name))) return true;
  const own = files.filter(({ fileName }) => LANGUAGE.test(fileName));
  return own.some(({ statements }) => statements.flatMap(namesOf).some((name) => names.has(name)));
}
