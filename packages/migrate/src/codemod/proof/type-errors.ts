/** Type errors that a plan brings: by file, code and message, for lines move. */
import ts from "typescript";

export interface TypeError {
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

export function typeErrors(program: ts.Program, files: readonly ts.SourceFile[]): TypeError[] {
  return files.flatMap((file) =>
    [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
      .filter(({ category }) => category === ts.DiagnosticCategory.Error)
      .map(({ start, code, messageText }) => {
        const text = ts.flattenDiagnosticMessageText(messageText, "\n");
        return { file, start: start ?? 0, code, text };
      }),
  );
}

/** @param added files that were not there before. */
export function newErrors(
  before: readonly TypeError[],
  after: readonly TypeError[],
  added: ReadonlySet<string>,
): TypeError[] {
  const known = new Map<string, number>();
  for (const error of before) known.set(keyOf(error), (known.get(keyOf(error)) ?? 0) + 1);
  const missing = missingNames(before);
  return after.filter((error) => {
    const left = known.get(keyOf(error)) ?? 0;
    known.set(keyOf(error), left - 1);
    return left <= 0 && !isOfMissingPackage(error, missing, added);
  });
}

/** What a repository without its packages does not know: names of the platform and of modules. */
function missingNames(before: readonly TypeError[]): ReadonlySet<string> {
  const missing = before.filter(({ code }) => NO_MODULE.has(code) || NO_NAME.has(code));
  return new Set(missing.flatMap((error) => nameIn(error) ?? []));
}

/** The same lack, said in another place: the helper uses the platform too. */
function isOfMissingPackage(
  error: TypeError,
  missing: ReadonlySet<string>,
  added: ReadonlySet<string>,
): boolean {
  if (missing.size === 0) return false;
  const name = nameIn(error);
  if (name === undefined) return false;
  if (NO_NAME.has(error.code)) return missing.has(name) || added.has(error.file.fileName);
  return (
    NO_MODULE.has(error.code) && /^(?:cloudflare:workers$|@lunakey\/|@opennextjs\/)/.test(name)
  );
}

const nameIn = ({ text }: TypeError) => /'([^']+)'/.exec(text)?.[1];

const keyOf = ({ file, code, text }: TypeError) => `${file.fileName}\n${code}\n${text}`;
