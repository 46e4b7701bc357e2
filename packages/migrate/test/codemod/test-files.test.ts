/** Where a repository lies says nothing of its files. */
import ts from "typescript";
import { expect, it } from "vitest";
import { ReferenceIndex } from "../../src/codemod/references/reference-index.ts";

function programIn(root: string, paths: readonly string[]): ts.Program {
  const host = ts.createCompilerHost({ noLib: true });
  const names = paths.map((path) => `${root}/${path}`);
  return ts.createProgram(
    names,
    { noLib: true },
    {
      ...host,
      getCurrentDirectory: () => root,
      fileExists: (path) => names.includes(path),
      getSourceFile: (path, language) =>
        names.includes(path) ? ts.createSourceFile(path, "export {};\n", language) : undefined,
    },
  );
}

it.each(["/home/me/app", "/home/test/app", "/tests/__tests__/app"])("below %s", (root) => {
  const paths = ["src/index.ts", "src/index.test.ts", "test/key.ts", "packages/a/__tests__/b.ts"];
  const index = new ReferenceIndex(programIn(root, paths));
  const inTests = index.files.filter((file) => index.isInTest(file));
  expect(inTests.map(({ fileName }) => fileName.slice(root.length + 1)).sort()).toEqual([
    "packages/a/__tests__/b.ts",
    "src/index.test.ts",
    "test/key.ts",
  ]);
});
