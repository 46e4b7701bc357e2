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
});
