/** Programs before and after their migration, run in workerd with the same values. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import ts from "typescript";
import { type Files, HELPER_TEXT, HELPER_TYPES } from "../virtual-repository.ts";

export interface Run {
  /** The Worker's own bindings. A name that is not there is missing. */
  readonly values: Readonly<Record<string, string>>;
  /** What the store holds; without it there is none. Code from before the migration has `values` only. */
  readonly stored?: Readonly<Record<string, string>>;
  readonly text: string;
  /** What is asked for, one after the other; twice the same where left out. */
  readonly paths?: readonly string[];
  /** All requests at the same time, not one after the other. */
  readonly together?: boolean;
}

export interface Answer {
  readonly body?: string;
  readonly error?: string;
}

/** What one program did in one run: its answers, and the notes that it took. */
export interface Seen {
  readonly answers: readonly Answer[];
  readonly trace: readonly string[];
  /** Names of secrets whose absence the helper threw an error of, where it tells. */
  readonly thrown: readonly string[];
}

export interface Runner {
  /** For each run what each program did, in their order. @param helper its text; the real one if left out. */
  run(programs: readonly Files[], runs: readonly Run[], helper?: string): Promise<Seen[][]>;
  dispose(): Promise<void>;
}

/** One workerd for all programs: they come as text, so that none of them needs another. */
export async function startRunner(): Promise<Runner> {
  const contents = readFileSync(join(import.meta.dirname, "runner-worker.js"), "utf8");
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: 0,
      cf: false,
      log: new Log(LogLevel.NONE),
      unsafeLocalExplorer: false,
      unsafeObservability: false,
      workers: [
        {
          name: "runner",
          modules: [{ type: "ESModule", path: "index.js", contents }],
          compatibilityDate: "2026-10-01",
          unsafeEvalBinding: "EVAL",
        },
      ],
    }),
  );
  const url = await miniflare.ready;
  const library = await bundled("hono/jsx/jsx-runtime");
  return {
    run: async (programs, runs, helper = HELPER_TEXT) => {
      const texts = programs.map((files) => ({ ...compiled(files, helper), ...library }));
      const body = JSON.stringify({ programs: texts, runs });
      const response = await fetch(url, { method: "POST", body });
      if (!response.ok) throw new Error(await response.text());
      return (await response.json()) as Seen[][];
    },
    dispose: () => miniflare.dispose(),
  };
}

/** A library's module, as it is, as the body of a function. */
async function bundled(name: string): Promise<Record<string, string>> {
  const { outputFiles } = await build({
    stdin: { contents: `export * from "${name}"`, resolveDir: import.meta.dirname },
    ...{ bundle: true, write: false, format: "cjs", platform: "neutral", target: "es2022" },
  });
  return { [name]: outputFiles[0]?.text ?? "" };
}

const compiledTexts = new Map<string, string>();

/** Modules by their path without its ending, as bodies of functions. */
function compiled(files: Files, helper: string): Record<string, string> {
  return Object.fromEntries(
    [...files].map(([path, text]) => {
      const code = text === HELPER_TYPES || text === HELPER_TEXT ? helper : text;
      return [path.replace(/\.[jt]sx?$/, ""), compiledText(path, code)];
    }),
  );
}

function compiledText(path: string, text: string): string {
  const known = compiledTexts.get(text);
  if (known !== undefined) return known;
  const { outputText } = ts.transpileModule(text, {
    fileName: path,
    compilerOptions: {
      ...{ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
      ...{ jsx: ts.JsxEmit.ReactJSX, jsxImportSource: "hono/jsx" },
    },
  });
  if (/(?:secrets|trace|types|documented)\.ts$/.test(path)) compiledTexts.set(text, outputText);
  return outputText;
}
