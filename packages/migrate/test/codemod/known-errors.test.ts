/** Counted work, not time: which files a program after another program is checked in. */
import type ts from "typescript";
import { describe, expect, it } from "vitest";
import { KnownErrors } from "../../src/codemod/proof/known-errors.ts";
import { ReferenceIndex } from "../../src/codemod/references/reference-index.ts";
import { createProgram, ROOT } from "./virtual-repository.ts";

const LEAF_COUNT = 40;

/** One file that all import, one that no other does, and one that declares for all. */
const REPOSITORY: ReadonlyMap<string, string> = new Map([
  ["src/base.ts", "export const base = 1;\n"],
  ["src/own.d.ts", "interface OwnEnv { KEY: string }\ninterface OfOwn { env: OwnEnv }\n"],
  ...Array.from({ length: LEAF_COUNT }, (_, index): [string, string] => [
    `src/leaf${index}.ts`,
    `import { base } from "./base";\nexport const leaf${index} = base + ${index};\n`,
  ]),
  ["src/reader.ts", "export const read = (of: OfOwn): string => of.env.KEY;\n"],
  ["src/caller.ts", 'import { read } from "./reader";\nexport const call = read;\n'],
]);

/** The program, and the names of files that are checked in it from now on. */
function watched(files: ReadonlyMap<string, string>, old?: ts.Program) {
  const { program } = createProgram(files, old);
  const checked: string[] = [];
  const own = new ReferenceIndex(program).files.filter((file) =>
    files.has(file.fileName.slice(ROOT.length + 1)),
  );
  const watching: ts.Program = Object.assign(Object.create(program) as ts.Program, {
    getSemanticDiagnostics: (file?: ts.SourceFile) => {
      checked.push(file?.fileName.slice(ROOT.length + 1) ?? "all");
      return program.getSemanticDiagnostics(file);
    },
  });
  return { program: watching, own, checked };
}

/** What is checked of a repository that was checked as a whole, after `changes`. */
function checkedAfter(changes: Readonly<Record<string, string | null>>) {
  const known = new KnownErrors();
  const first = watched(REPOSITORY);
  known.of(first.program, first.own, first.own);
  expect(first.checked).toHaveLength(REPOSITORY.size);
  const files = new Map(REPOSITORY);
  for (const [path, text] of Object.entries(changes)) {
    if (text === null) files.delete(path);
    else files.set(path, text);
  }
  const second = watched(files);
  const errors = known.of(second.program, second.own, second.own);
  return { checked: second.checked.sort(), errors: errors.map(({ text }) => text) };
}

describe("errors that are known", () => {
  it("are found again only in what changed and what imports it", () => {
    const reader = "export const read = (of: OfOwn): number => of.env.KEY;\n";
    const { checked, errors } = checkedAfter({ "src/reader.ts": reader });
    expect(checked).toEqual(["src/caller.ts", "src/reader.ts"]);
    expect(errors).toEqual(["Type 'string' is not assignable to type 'number'."]);
  });

  it("are found again where a name is written that leads to what is declared for all", () => {
    const own = "interface OwnEnv { KEY: string | undefined }\ninterface OfOwn { env: OwnEnv }\n";
    const { checked, errors } = checkedAfter({ "src/own.d.ts": own });
    expect(checked).toEqual(["src/caller.ts", "src/own.d.ts", "src/reader.ts"]);
    expect(errors).toHaveLength(1);
  });

  it("are found again where a file is gone", () => {
    const { checked, errors } = checkedAfter({ "src/reader.ts": null });
    expect(checked).toEqual(["src/caller.ts"]);
    expect(errors[0]).toMatch(/Cannot find module/);
  });

  it("are found again everywhere where what declares for all is gone, or is of the language", () => {
    expect(checkedAfter({ "src/own.d.ts": null }).checked).toHaveLength(REPOSITORY.size - 1);
    const promise = "interface OwnEnv { KEY: string }\ninterface OfOwn { env: OwnEnv }\n";
    const language = `${promise}interface Array<T> { own: T }\n`;
    const { checked } = checkedAfter({ "src/own.d.ts": language });
    expect(checked).toHaveLength(REPOSITORY.size);
  });

  it("stay where nothing changed", () => {
    expect(checkedAfter({}).checked).toEqual([]);
  });

  it("are found again where a name is written that a file no longer declares for all", () => {
    const own = "interface OwnEnv { KEY: string }\n";
    const { checked, errors } = checkedAfter({ "src/own.d.ts": own });
    expect(checked).toEqual(["src/caller.ts", "src/own.d.ts", "src/reader.ts"]);
    expect(errors).toEqual(["Cannot find name 'OfOwn'."]);
  });

  it("stay where a package comes that declares nothing for all", () => {
    const reader = `import "zod";\n${REPOSITORY.get("src/reader.ts")}`;
    expect(checkedAfter({ "src/reader.ts": reader }).checked).toEqual([
      ...["src/caller.ts", "src/reader.ts"],
    ]);
  });

  it("are those of any program before, not only of the last", () => {
    const known = new KnownErrors();
    const wrong = "export const read = (of: OfOwn): number => of.env.KEY;\n";
    const changed = new Map([...REPOSITORY, ["src/reader.ts", wrong]]);
    const checked = [REPOSITORY, changed, REPOSITORY, changed].map((files) => {
      const one = watched(files);
      const errors = known.of(one.program, one.own, one.own);
      return [one.checked.length, errors.length];
    });
    expect(checked).toEqual([
      [REPOSITORY.size, 0],
      [2, 1],
      [0, 0],
      [0, 1],
    ]);
  });

  it("reach a name that a module declares for all", () => {
    const own = "export {};\ndeclare global { interface OfOwn { env: { KEY: string } } }\n";
    const files = { "src/own.d.ts": own };
    expect(checkedAfter(files).checked).toEqual([
      ...["src/caller.ts", "src/own.d.ts", "src/reader.ts"],
    ]);
  });
});
