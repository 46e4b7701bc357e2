/**
 * Which files are worth a look at all: a search in their text, far cheaper than a walk through their
 * tree. It may say yes too often, never no where there is a read.
 */
import type ts from "typescript";

/**
 * Every form of a read has `env` in its text, or is in a file that hands a type of another name to
 * the platform, or uses a name that was found elsewhere.
 */
const ENV_TEXT = /env|Bindings|ExportedHandler|Entrypoint|DurableObject|export default *\{/i;

/**
 * @param names of wrappers, accessors and types of the environment, found in other files.
 */
export function mayReadEnv(text: string, names: readonly string[] = []): boolean {
  return ENV_TEXT.test(text) || names.some((name) => text.includes(name));
}

/** The files of a program that people write: no declarations of libraries, no data. */
export function ownSourceFiles(program: ts.Program): ts.SourceFile[] {
  return program
    .getSourceFiles()
    .filter(
      (file) =>
        !program.isSourceFileDefaultLibrary(file) && !file.fileName.includes("/node_modules/"),
    );
}
