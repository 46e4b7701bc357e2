import { describe, expect, it } from "vitest";
import { NodeEntries } from "../../src/codemod/references/node-entries.ts";
import { createProgram, ROOT } from "./virtual-repository.ts";

describe("what Node runs", () => {
  it("is said by the folders of the repository, not by those that it is in", () => {
    const path = "test/app/src/keys.ts";
    const { program } = createProgram(
      new Map([[path, "export const key = process.env.API_KEY;\n"]]),
    );
    const file = program.getSourceFile(`${ROOT}/${path}`);
    if (!file) throw new Error("the program has no file");
    const entries = (root: string) => new NodeEntries(program.getTypeChecker(), [file], root);
    expect(entries(ROOT).leadingTo(file)).toBe(file);
    expect(entries(`${ROOT}/test/app`).leadingTo(file)).toBeUndefined();
  });

  it.each([
    ["src/auth.config.ts", false],
    ["next.config.ts", true],
  ])("begins with %s: %s", (path, isEntry) => {
    const { program } = createProgram(
      new Map([
        [path, 'import { key } from "./keys";\nexport default { key };\n'],
        [path.replace(/[^/]+$/, "keys.ts"), "export const key = process.env.API_KEY;\n"],
      ]),
    );
    const own = program
      .getSourceFiles()
      .filter(({ fileName }) => /(?:keys|config)\.ts$/.test(fileName));
    const keys = own.find(({ fileName }) => fileName.endsWith("keys.ts"));
    if (!keys) throw new Error("the program has no file");
    const entries = new NodeEntries(program.getTypeChecker(), own, ROOT);
    expect(entries.leadingTo(keys) !== undefined).toBe(isEntry);
  });
});
