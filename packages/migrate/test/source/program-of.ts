/** Programs of files that are written in a test, and of nothing else. */
import type ts from "typescript";
import type { EnvRead, EnvWhole } from "../../src/source/env-read.ts";
import { findEnvReads } from "../../src/source/find-env-reads.ts";
import { ProgramLoader } from "../../src/source/load-program.ts";
import type { ProgramFiles } from "../../src/source/program-files.ts";

export const ROOT = "/repository";

/** Paths are relative to the root. */
export type SourceTexts = Readonly<Record<string, string>>;

function filesOf(texts: SourceTexts): ProgramFiles {
  const own = new Map(Object.entries(texts).map(([path, text]) => [`${ROOT}/${path}`, text]));
  return {
    root: ROOT,
    readText: (path) => own.get(path),
    fileExists: (path) => own.has(path),
    directoryExists: (path) => [...own.keys()].some((file) => file.startsWith(`${path}/`)),
    getDirectories: () => [],
    realpath: (path) => path,
    readDirectory: () => [...own.keys()].filter((path) => /\.[jt]sx?$/.test(path)),
    problems: [],
  };
}

/** Without a library: what is found does not hang on its types, and a test is quick. */
const OPTIONS = JSON.stringify({ compilerOptions: { noLib: true, strict: true, types: [] } });

export function programOf(texts: SourceTexts): ts.Program {
  const files = filesOf({ "tsconfig.json": OPTIONS, ...texts });
  return new ProgramLoader(files).load({ folder: "", entry: null }).program;
}

export function readsOf(texts: SourceTexts | string): {
  reads: readonly EnvRead[];
  wholes: readonly EnvWhole[];
} {
  const all = typeof texts === "string" ? { "src/index.ts": texts } : texts;
  return findEnvReads({ program: programOf(all), root: ROOT });
}

/** `NAME form taking evidence` for each read, in order. */
export function readLines(texts: SourceTexts | string): string[] {
  return readsOf(texts).reads.map(({ name, form, taking, evidence }) =>
    [name, form, taking, evidence].join(" "),
  );
}
