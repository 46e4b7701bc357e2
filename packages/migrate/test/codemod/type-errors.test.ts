import ts from "typescript";
import { describe, expect, it } from "vitest";
import { errorFaults, type FoundError, newErrors } from "../../src/codemod/proof/type-errors.ts";

const TEXT = `function headers(first, second) {
  return { origin: first, age: second };
}
`;
const file = ts.createSourceFile("/app/src/index.ts", TEXT, ts.ScriptTarget.ESNext, true);

const errorAt = (part: string, text: string, code = 2322): FoundError => ({
  ...{ file, start: TEXT.indexOf(part), code, text },
});
const WHOLE = errorAt("return", "Type '{ origin: …; age: … }' is not assignable to type 'Init'.");
const MEMBER = errorAt("origin", "Type 'string | undefined' is not assignable to type 'string'.");

const added = new Set<string>();
const originalPosition = (_file: string, position: number) => position;
const found = (before: readonly FoundError[], after: readonly FoundError[]) =>
  newErrors({ before, after, added, originalPosition, lacksTypes: false });

describe("newErrors", () => {
  it("takes an error of a member for the one that was of all of the statement", () => {
    expect(found([WHOLE], [MEMBER])).toEqual([]);
  });

  it("says one of a member where the one of all of it is still there", () => {
    expect(found([WHOLE], [WHOLE, MEMBER])).toEqual([MEMBER]);
  });

  it("says one of another kind, and one in a statement that had none", () => {
    const other = { ...MEMBER, code: 2345 };
    const elsewhere = errorAt("function", MEMBER.text);
    expect(found([WHOLE], [other])).toEqual([other]);
    expect(found([WHOLE], [elsewhere])).toEqual([elsewhere]);
  });
});

describe("errorFaults", () => {
  it("says an error of the helper without the texts that are types in it", () => {
    const error = errorAt("headers", `Type '"canary-zq"' is not assignable to type '"other"'.`);
    const of = { before: [], after: [error], added: new Set([file.fileName]), lacksTypes: false };
    expect(
      errorFaults({ ...of, originalPosition }).map(({ code, subject }) => [code, subject]),
    ).toEqual([["helper-type-error", `TS2322: Type '"…"' is not assignable to type '"…"'.`]]);
  });

  it("says what each of the others is, without such texts", () => {
    const error = errorAt("headers", `Type '"canary-zq"' is not assignable to type 'string'.`);
    const of = { before: [], after: [error], added, originalPosition, lacksTypes: false };
    expect(errorFaults(of).map(({ code, error }) => [code, error])).toEqual([
      ["type-error", { code: "TS2322", message: `Type '"…"' is not assignable to type 'string'.` }],
    ]);
  });
});
