/** What others see of a module: its declarations, as the compiler would write them into a `.d.ts`. */
import ts from "typescript";

/** The compiler's own way to a file's declarations where nothing else may be emitted. */
interface ForcedEmit {
  emit(
    file: ts.SourceFile,
    write: ts.WriteFileCallback,
    token: undefined,
    onlyDeclarations: true,
    transformers: undefined,
    isForced: true,
  ): ts.EmitResult;
}

/** @returns parsed; undefined where the compiler can not say it, or not all of it. */
export function emitDeclarations(
  program: ts.Program,
  file: ts.SourceFile,
): ts.SourceFile | undefined {
  if (file.isDeclarationFile) return file;
  // What it makes of JavaScript is made for people who read it, and leaves things out.
  if (!/\.[cm]?tsx?$/.test(file.fileName)) return undefined;
  let text: string | undefined;
  const write = (_path: string, emitted: string) => {
    text = emitted;
  };
  try {
    const forced = program as unknown as ForcedEmit;
    const { diagnostics } = forced.emit(file, write, undefined, true, undefined, true);
    if (diagnostics.length > 0) return undefined;
  } catch {
    // A fault of the compiler's, over code that it can not write declarations of.
    return undefined;
  }
  if (text === undefined) return undefined;
  return ts.createSourceFile(`${file.fileName}.d.ts`, text, ts.ScriptTarget.ESNext, true);
}
