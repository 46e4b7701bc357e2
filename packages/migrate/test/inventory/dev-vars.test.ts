import { expect, it } from "vitest";
import {
  type DevVarsFile,
  devVarsOf,
  parseNames,
  removeNames,
} from "../../src/inventory/dev-vars.ts";

it("reads names with their lines, past values that go over several", () => {
  const text = [
    "\uFEFF# FIRST=1",
    "export A = 1",
    'B="one',
    "NOT_A_NAME=2",
    '\\" still inside"',
    "C='x' # comment",
    "D: yaml",
    "no assignment",
    "E='never closed",
    "F=3",
  ].join("\r\n");
  expect(parseNames(text)).toEqual([
    { name: "A", line: 2 },
    { name: "B", line: 3 },
    { name: "C", line: 6 },
    { name: "D", line: 7 },
    { name: "E", line: 9 },
    { name: "F", line: 10 },
  ]);
});

it("takes the files that wrangler takes for an environment", () => {
  const file = (path: string, kind: DevVarsFile["kind"], environment: string | null) =>
    ({ path, kind, environment, example: false, ignored: true, names: [] }) as const;
  const both = [
    file("a/.dev.vars", "dev.vars", null),
    file("a/.dev.vars.staging", "dev.vars", "staging"),
    file("a/.env", "env", null),
    file("b/.env", "env", null),
    file("b/.env.staging", "env", "staging"),
  ];
  const pathsOf = (folder: string, environment: string) =>
    devVarsOf(both, folder, environment).map(({ path }) => path);
  expect(pathsOf("a", "default")).toEqual(["a/.dev.vars"]);
  expect(pathsOf("a", "staging")).toEqual(["a/.dev.vars.staging"]);
  expect(pathsOf("a", "production")).toEqual(["a/.dev.vars"]);
  expect(pathsOf("b", "staging")).toEqual(["b/.env", "b/.env.staging"]);
  expect(pathsOf("", "default")).toEqual([]);
});

it("removes the lines of names, values over several lines with them, and nothing else", () => {
  const text = '# one\r\nA=1\r\n\r\nB="two\r\nA=inside"\r\nexport C=3 # three\r\nA=again';
  expect(removeNames(text, ["A"])).toBe(
    '# one\r\n\r\nB="two\r\nA=inside"\r\nexport C=3 # three\r\n',
  );
  expect(removeNames(text, ["B", "C"])).toBe("# one\r\nA=1\r\n\r\nA=again");
  expect(removeNames(text, ["TWO", "a"])).toBe(text);
});
