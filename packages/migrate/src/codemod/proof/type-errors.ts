/** Type errors that a plan brings: by file, code and message, for lines move. */
import ts from "typescript";

export interface TypeError {
  readonly file: ts.SourceFile;
  readonly start: number;
  readonly code: number;
  readonly text: string;
}

/** Cannot find a module, or its declarations. */
const UNRESOLVED: ReadonlySet<number> = new Set([2307, 2792, 7016]);

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

export function newErrors(before: readonly TypeError[], after: readonly TypeError[]): TypeError[] {
  const known = new Map<string, number>();
  for (const error of before) known.set(keyOf(error), (known.get(keyOf(error)) ?? 0) + 1);
  const isPartial = before.some(({ code }) => UNRESOLVED.has(code));
  return after.filter((error) => {
    const left = known.get(keyOf(error)) ?? 0;
    known.set(keyOf(error), left - 1);
    return left <= 0 && !(isPartial && isOfMissingPackage(error));
  });
}

/** Without its node_modules a repository does not know the platform's own module either. */
function isOfMissingPackage({ code, text }: TypeError): boolean {
  return UNRESOLVED.has(code) && /'cloudflare:workers'|'@lunakey\//.test(text);
}

const keyOf = ({ file, code, text }: TypeError) => `${file.fileName}\n${code}\n${text}`;
