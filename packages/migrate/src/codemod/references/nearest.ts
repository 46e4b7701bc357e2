/** Of declarations with one name, where no type says which is meant: those that the code is nearest to. */
import ts from "typescript";
import type { ReferenceIndex } from "./reference-index.ts";

/** How many files a type is away at most: through the module of a context, and an index of types. */
const STEPS = 3;

/** Those of the file, else of what it imports, else of what that imports; else what is global. */
export function nearest<T extends ts.Declaration>(
  index: ReferenceIndex,
  from: ts.SourceFile,
  members: readonly T[],
): readonly T[] {
  const seen = new Set([from]);
  let files: readonly ts.SourceFile[] = [from];
  for (let step = 0; step <= STEPS; step++) {
    const here = members.filter((one) => files.includes(one.getSourceFile()));
    if (here.length > 0) return here;
    files = files.flatMap((file) => index.importsOf(file)).filter((file) => !seen.has(file));
    for (const file of files) seen.add(file);
  }
  return members.filter((one) => !ts.isExternalModule(one.getSourceFile()));
}
