/**
 * Reads in files alone: no tsconfig, no library, no import is followed, and only files whose text
 * could hold a read are parsed. For what no program holds, and for a first look that costs little.
 */
import ts from "typescript";
import type { Place } from "../repository/place.ts";
import { mayReadEnv } from "./candidates.ts";
import type { EnvReads } from "./env-read.ts";
import { findEnvReads } from "./find-env-reads.ts";
import { findNamedReads } from "./named-reads.ts";
import type { ProgramFiles } from "./program-files.ts";
import { isComponent, keepScripts } from "./script-blocks.ts";

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  jsx: ts.JsxEmit.Preserve,
  allowJs: true,
  noEmit: true,
  noLib: true,
  noResolve: true,
  types: [],
};
/** A component's script is parsed under a name that a compiler takes. */
const ALIAS = ".script.ts";

/** @param paths relative to the root; scripts of Astro, Vue and Svelte files too. */
export function findReadsByShape(files: ProgramFiles, paths: readonly string[]): EnvReads {
  const texts = new Map<string, string>();
  for (const path of paths) {
    const text = files.readText(`${files.root}/${path}`);
    if (text === undefined || !mayReadEnv(text)) continue;
    const name = `${files.root}/${path}`;
    if (isComponent(path)) texts.set(name + ALIAS, keepScripts(path, text));
    else texts.set(name, text);
  }
  const program = ts.createProgram({
    rootNames: [...texts.keys()],
    options: OPTIONS,
    host: createHost(files.root, texts),
  });
  const { root } = files;
  const { reads, wholes, writes, overlays } = findEnvReads({ program, root });
  // No component is a Worker's entry: there are no globals in one.
  const named = findNamedReads({ program, root, include: () => true, entry: "" });
  return {
    reads: [...reads, ...named].map((read) => ({ ...read, place: realPlace(read.place) })),
    wholes: wholes.map((whole) => ({ ...whole, place: realPlace(whole.place) })),
    writes,
    overlays,
  };
}

function realPlace(place: Place): Place {
  const { file } = place;
  return file.endsWith(ALIAS) ? { ...place, file: file.slice(0, -ALIAS.length) } : place;
}

function createHost(root: string, texts: ReadonlyMap<string, string>): ts.CompilerHost {
  return {
    getSourceFile: (name, language) => {
      const text = texts.get(name);
      return text === undefined ? undefined : ts.createSourceFile(name, text, language, true);
    },
    getDefaultLibFileName: () => "",
    getCurrentDirectory: () => root,
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: (path) => texts.has(path),
    readFile: (path) => texts.get(path),
    writeFile: () => {
      throw new Error("a scan writes nothing");
    },
  };
}
