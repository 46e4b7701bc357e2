import ts from "typescript";
import { describe, expect, it } from "vitest";
import { programAfter } from "../../src/codemod/proof/changed-program.ts";

const ROOT = "/repo";
/** `shared` 1.0.0 lies below both `one` and `two`, as package managers leave it. */
const TEXTS: Readonly<Record<string, string>> = {
  "src/index.ts":
    'import { a } from "one";\nimport { b } from "two";\nexport const both = [a, b];\n',
  "app/index.ts": 'import { part } from "part";\nexport const own = part;\n',
  "packages/part/package.json": '{ "name": "part", "types": "index.ts" }',
  "packages/part/index.ts": 'export const part: string = "";\n',
  ...ofPackage("node_modules/one", "one", 'export { shared as a } from "shared";'),
  ...ofPackage("node_modules/two", "two", 'export { shared as b } from "shared";'),
  ...ofPackage("node_modules/one/node_modules/shared", "shared", "export const shared: string;"),
  ...ofPackage("node_modules/two/node_modules/shared", "shared", "export const shared: string;"),
};

function ofPackage(folder: string, name: string, types: string): Record<string, string> {
  return {
    [`${folder}/package.json`]: JSON.stringify({ name, version: "1.0.0", types: "index.d.ts" }),
    [`${folder}/index.d.ts`]: types,
  };
}

function createHost(): ts.CompilerHost {
  const realpath = (path: string) => path.replace("/node_modules/part/", "/packages/part/");
  const readFile = (path: string) => TEXTS[realpath(path).slice(ROOT.length + 1)];
  const files = new Map<string, ts.SourceFile>();
  return {
    getSourceFile(path, language) {
      const text = readFile(path);
      if (text === undefined) return undefined;
      const file = files.get(path) ?? ts.createSourceFile(path, text, language, true);
      files.set(path, file);
      return file;
    },
    readFile,
    realpath,
    fileExists: (path) => readFile(path) !== undefined,
    directoryExists: () => true,
    getDefaultLibFileName: () => `${ROOT}/lib.d.ts`,
    getCurrentDirectory: () => ROOT,
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile: () => undefined,
  };
}

describe("the program after a change", () => {
  it("takes over a package that lies in two places, also a second time", () => {
    const host = createHost();
    const options = {
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      module: ts.ModuleKind.ESNext,
      noLib: true,
    };
    const program = ts.createProgram({ rootNames: [`${ROOT}/src/index.ts`], options, host });
    const listFiles = (of: ts.Program) => of.getSourceFiles().map(({ fileName }) => fileName);
    expect(listFiles(program).filter((name) => name.includes("/shared/"))).toHaveLength(2);

    const path = "src/index.ts";
    const before = TEXTS[path] ?? "";
    const once = programAfter({ program, host, root: ROOT }, [
      { path, before, after: `${before}export const one = both.length;\n` },
    ]);
    const twice = programAfter({ ...once, root: ROOT }, [
      { path, before, after: `${before}export const two = both.length;\n` },
    ]);
    expect(listFiles(once.program)).toEqual(listFiles(program));
    expect(listFiles(twice.program)).toEqual(listFiles(program));
    expect(twice.program.getSourceFile(`${ROOT}/${path}`)?.text).toContain("two = both");
  });

  it("holds a new file of a workspace's package as what imports it does, outside of rootDir", () => {
    const host = createHost();
    const options = {
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      module: ts.ModuleKind.ESNext,
      rootDir: `${ROOT}/app`,
      noEmit: true,
      composite: true,
      noLib: true,
    };
    const program = ts.createProgram({ rootNames: [`${ROOT}/app/index.ts`], options, host });
    const part = "packages/part/index.ts";
    const added = "packages/part/secrets.ts";
    const after = programAfter({ program, host, root: ROOT }, [
      {
        path: part,
        before: TEXTS[part] ?? "",
        after: 'import { helped } from "./secrets";\nexport const part: string = helped;\n',
      },
      { path: added, before: null, after: 'export const helped = "";\n' },
    ]);
    const file = after.program.getSourceFile(`${ROOT}/${part}`);
    expect(after.program.getSourceFile(`${ROOT}/${added}`)).toBeDefined();
    expect(after.program.getSemanticDiagnostics(file)).toEqual([]);
  });
});
