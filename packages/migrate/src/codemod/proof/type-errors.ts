/** Type errors that a plan brings: by file, code and message, for lines move. */
import ts from "typescript";
import type { FileChange } from "../../edits/text-edit.ts";
import { isHarmlessInAstro } from "../../source/frontmatter.ts";
import type { Fault } from "./fault.ts";
import { sayError } from "./said-error.ts";

export interface FoundError {
  readonly file: ts.SourceFile;
  readonly start: number;
  readonly code: number;
  readonly text: string;
}

/** Cannot find a module, or its declarations. */
const NO_MODULE: ReadonlySet<number> = new Set([2307, 2792, 7016]);
/** Cannot find a name: with and without a suggestion. */
const NO_NAME: ReadonlySet<number> = new Set([
  ...[2304, 2503, 2552, 2580, 2581, 2582, 2583, 2584, 2585, 2591, 2592, 2593],
]);

/** "File '…' is not under 'rootDir'", said where it is imported. */
const OUTSIDE_OF_ROOT = 6059;

export function typeErrors(program: ts.Program, files: readonly ts.SourceFile[]): FoundError[] {
  const { rootDir } = program.getCompilerOptions();
  return files.flatMap((file) =>
    [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
      .filter(({ category }) => category === ts.DiagnosticCategory.Error)
      .filter(({ code }) => !isHarmlessInAstro(file, code))
      // Code that is outside itself has what it imports there, and has been an error already.
      .filter(({ code }) => code !== OUTSIDE_OF_ROOT || isBelow(file, rootDir))
      .map(({ start, code, messageText }) => {
        const text = ts.flattenDiagnosticMessageText(messageText, "\n");
        return { file, start: start ?? 0, code, text };
      }),
  );
}

const isBelow = ({ fileName }: ts.SourceFile, folder: string | undefined) =>
  folder === undefined || fileName.startsWith(`${folder}/`);

export interface Comparison {
  readonly before: readonly FoundError[];
  readonly after: readonly FoundError[];
  /** Files that were not there before. */
  readonly added: ReadonlySet<string>;
  /** Does the compiler lack types that its options name? Then files that were not there lack them, too. */
  readonly lacksTypes: boolean;
  /** Where something in the new text of a file was before. */
  readonly originalPosition: (fileName: string, position: number) => number;
}

/** TypeScript's code for a directive that suppresses nothing. */
const UNUSED_DIRECTIVE = 2578;

/** The absolute paths of files that changes make. */
export function addedFiles(root: string, changes: readonly FileChange[]): Set<string> {
  const made = changes.filter(({ before }) => before === null);
  return new Set(made.map(({ path }) => `${root}/${path}`));
}

/** What is wrong because of errors that were not there. */
export function errorFaults(comparison: Comparison): Fault[] {
  const errors = newErrors(comparison);
  const ofHelper = errors.filter(({ file }) => comparison.added.has(file.fileName));
  const toSay = ofHelper.find(isOfSettings) ?? ofHelper[0];
  return errors.map(({ file, start, text, code }): Fault => {
    const { fileName } = file;
    const position = comparison.originalPosition(fileName, start);
    const directive = code === UNUSED_DIRECTIVE ? { fileName, position } : undefined;
    const ofStore = /\bSECRETS\b/.test(text);
    // What is added is the helper: no read is to blame for an error in it.
    if (toSay && comparison.added.has(fileName))
      return { ...helperFault(toSay), ofStore, directive };
    const error = sayError({ code, text });
    return { code: "type-error", file, position: start, ofStore, directive, error };
  });
}

/** One for all of them: what is to do about `module` and `lib`, or else what the compiler says first. */
function helperFault(error: FoundError): Fault {
  const { file, start } = error;
  const { code, message } = sayError(error);
  const subject = isOfSettings(error) ? null : `${code}: ${message}`;
  return { code: "helper-type-error", file, position: start, subject };
}

/** Does the compiler itself say that another `module`, `lib` or `target` would do? */
function isOfSettings({ text }: FoundError): boolean {
  return /'(?:--)?(?:module|lib|target|downlevelIteration)'|target library|when targeting/.test(
    text,
  );
}

/** "Cannot find type definition file for '@cloudflare/workers-types'." */
const NO_TYPES = 2688;

/** Where `types` of a tsconfig names a package that is not installed. */
export function lacksTypes(program: ts.Program): boolean {
  return program.getOptionsDiagnostics().some(({ code }) => code === NO_TYPES);
}

/** Errors that are new by file, code and message. An error that only says more is the old one. */
export function newErrors(comparison: Comparison): FoundError[] {
  const { before, after, originalPosition } = comparison;
  const known = countsOf(before);
  const left = countsOf(after);
  const isGone = (old: FoundError) => (left.get(keyOf(old)) ?? 0) < (known.get(keyOf(old)) ?? 0);
  const gone = new Set(before.filter(isGone));
  const missing = missingNames(before);
  return after.filter((error) => {
    const same = known.get(keyOf(error)) ?? 0;
    known.set(keyOf(error), same - 1);
    if (same > 0 || isOfMissingPackage(error, missing, comparison)) return false;
    const at = originalPosition(error.file.fileName, error.start);
    return !before.some((old) => isSame(old, error, { at, isGone: gone.has(old) }));
  });
}

function countsOf(errors: readonly FoundError[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const error of errors) counts.set(keyOf(error), (counts.get(keyOf(error)) ?? 0) + 1);
  return counts;
}

/**
 * The same error: in other words; said once more of a statement that has become two; or of a part of a
 * statement, and no more of all of it.
 */
function isSame(
  old: FoundError,
  error: FoundError,
  { at, isGone }: { readonly at: number; readonly isGone: boolean },
): boolean {
  if (old.file.fileName !== error.file.fileName || old.code !== error.code) return false;
  if (old.start === at) return true;
  const { pos, end } = statementAt(old.file, old.start);
  return (isGone || old.text === error.text) && at >= pos && at <= end;
}

function statementAt(file: ts.SourceFile, position: number): ts.TextRange {
  let found: ts.TextRange = { pos: position, end: position };
  const visit = (node: ts.Node): void => {
    if (position < node.pos || position >= node.end) return;
    if (ts.isStatement(node) && !ts.isBlock(node)) found = node;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** What a repository without its packages does not know: names of the platform and of modules. */
function missingNames(before: readonly FoundError[]): ReadonlySet<string> {
  const missing = before.filter(({ code }) => NO_MODULE.has(code) || NO_NAME.has(code));
  return new Set(missing.flatMap((error) => nameIn(error) ?? []));
}

/** The same lack, said in another place: the helper uses the platform too. */
function isOfMissingPackage(
  error: FoundError,
  missing: ReadonlySet<string>,
  { added, lacksTypes }: Comparison,
): boolean {
  if (missing.size === 0 && !lacksTypes) return false;
  const name = nameIn(error);
  if (name === undefined) return false;
  if (NO_NAME.has(error.code)) return missing.has(name) || added.has(error.file.fileName);
  return (
    NO_MODULE.has(error.code) && /^(?:cloudflare:workers$|@lunakey\/|@opennextjs\/)/.test(name)
  );
}

const nameIn = ({ text }: FoundError) => /'([^']+)'/.exec(text)?.[1];

const keyOf = ({ file, code, text }: FoundError) => `${file.fileName}\n${code}\n${text}`;
