/**
 * A Worker's repository in memory, and TypeScript's programs over it. Libraries are stubs of a few
 * lines; they, the compiler's own declarations and the helper are parsed once for all repositories.
 */
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import ts from "typescript";

/** The texts of files by their path, relative to the repository's root. */
export type Files = ReadonlyMap<string, string>;

export const ROOT = "/repository";
export const HELPER_PATH = "src/secrets.ts";
const HELPER = join(import.meta.dirname, "../../../runtime/src/secrets.ts");
/** The helper, as it runs. */
export const HELPER_TEXT = readFileSync(HELPER, "utf8");

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  lib: ["lib.es2024.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  jsx: ts.JsxEmit.ReactJSX,
  jsxImportSource: "hono/jsx",
  types: [],
  paths: { "@/*": ["./src/*"], "~/lib/*": ["./src/lib/*"], "@app/*": ["./src/*"] },
  strict: true,
  allowJs: true,
  isolatedModules: true,
  skipLibCheck: true,
  noEmit: true,
};

/** The helper's types alone: to check its code for each of a thousand programs takes minutes. */
export const HELPER_TYPES = declarationsOf(HELPER);

/** Which package, or which global declarations, each stub stands for. */
const PACKAGES: Readonly<Record<string, string>> = {
  "a-library": "a-library/index.d.ts",
  agents: "agents/index.d.ts",
  astro: "astro/index.d.ts",
  "better-auth": "better-auth/index.d.ts",
  hono: "hono/index.d.ts",
  "hono-adapter": "hono/adapter.d.ts",
  "hono-jsx": "hono/jsx/jsx-runtime.d.ts",
  "hono-jwt": "hono/jwt.d.ts",
  node: "@types/node/index.d.ts",
  "opennextjs-cloudflare": "@opennextjs/cloudflare/index.d.ts",
  runtime: "@lunakey/runtime/index.ts",
  sentry: "@sentry/cloudflare/index.d.ts",
  stripe: "stripe/index.d.ts",
  "sveltejs-kit": "@sveltejs/kit/index.d.ts",
  "sveltekit-env": "@types/sveltekit-env/index.d.ts",
  "t3-env": "@t3-oss/env-core/index.d.ts",
  toucan: "toucan-js/index.d.ts",
  vitest: "vitest/index.d.ts",
  "workers-types": "@cloudflare/workers-types/index.d.ts",
  zod: "zod/index.d.ts",
  zx: "zx/index.d.ts",
};
const AMBIENT = ["workers-types", "node", "sveltekit-env"].map((name) => inPackages(name));

const libraries = new Map([
  [`${ROOT}/node_modules/@lunakey/runtime/index.ts`, HELPER_TYPES],
  ...globSync("stubs/*.d.ts", { cwd: import.meta.dirname }).map((path): [string, string] => [
    inPackages(basename(path, ".d.ts")),
    readFileSync(join(import.meta.dirname, path), "utf8"),
  ]),
]);
const compilersFolder = ts.getDefaultLibFilePath(OPTIONS).replace(/[^/]*$/, "");
const parsed = new Map<string, ts.SourceFile>();

function declarationsOf(path: string): string {
  const options = { ...OPTIONS, lib: ["lib.es2024.d.ts", "lib.dom.d.ts"], noEmit: false };
  const emitOnly = { declaration: true, emitDeclarationOnly: true };
  const program = ts.createProgram([path], { ...options, ...emitOnly });
  let text = "";
  program.emit(undefined, (_path, emitted) => {
    text = emitted;
  });
  return text;
}

function inPackages(stub: string): string {
  const path = PACKAGES[stub];
  if (path === undefined) throw new Error(`the stub ${stub} stands for no package`);
  return `${ROOT}/node_modules/${path}`;
}

export interface VirtualProgram {
  readonly program: ts.Program;
  readonly host: ts.CompilerHost;
}

/** The program of all files; with the one before it, what did not change is not bound again. */
export function createProgram(files: Files, old?: ts.Program): VirtualProgram {
  const rootNames = [...files.keys()].filter((path) => /\.[jt]sx?$/.test(path));
  const host = createHost(files);
  const names = [...AMBIENT, ...rootNames.map((path) => `${ROOT}/${path}`)];
  return { program: ts.createProgram(names, OPTIONS, host, old), host };
}

/** What the compiler says about the repository's own files: `src/index.ts:3 TS2322 …`. */
export function typeErrors(program: ts.Program): string[] {
  const own = program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(`${ROOT}/`) && !isLibrary(fileName));
  return own.flatMap((file) =>
    [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ start, code, messageText }) => {
        const line = file.getLineAndCharacterOfPosition(start ?? 0).line + 1;
        const text = ts.flattenDiagnosticMessageText(messageText, " ");
        return `${file.fileName.slice(ROOT.length + 1)}:${line} TS${code} ${text}`;
      },
    ),
  );
}

function isLibrary(path: string): boolean {
  return path.includes("/node_modules/");
}

function createHost(files: Files): ts.CompilerHost {
  const read = (path: string) =>
    path.startsWith(compilersFolder)
      ? ts.sys.readFile(path)
      : (libraries.get(path) ?? files.get(path.slice(ROOT.length + 1)));
  const folders = new Set<string>();
  for (const path of [...libraries.keys(), ...[...files.keys()].map((file) => `${ROOT}/${file}`)]) {
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
      folders.add(path.slice(0, at));
    }
  }
  return {
    getSourceFile: (path, language) => {
      const text = read(path);
      return text === undefined ? undefined : parse(path, text, language);
    },
    getDefaultLibFileName: () => `${compilersFolder}lib.d.ts`,
    getDefaultLibLocation: () => compilersFolder.slice(0, -1),
    getCurrentDirectory: () => ROOT,
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: (path) => read(path) !== undefined,
    readFile: read,
    directoryExists: (path) => folders.has(path),
    getDirectories: () => [],
    writeFile: () => {
      throw new Error("a plan writes nothing");
    },
  };
}

/** One tree for one text at one path: many repositories share their libraries and the helper. */
function parse(
  path: string,
  text: string,
  language: ts.ScriptTarget | ts.CreateSourceFileOptions,
): ts.SourceFile {
  const isShared = isLibrary(path) || path.startsWith(compilersFolder) || text === HELPER_TYPES;
  const known = isShared ? parsed.get(path) : undefined;
  if (known) return known;
  const file = ts.createSourceFile(path, text, language, true);
  if (isShared) parsed.set(path, file);
  return file;
}
