import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import dotenv from "dotenv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDotenvFile } from "../../src/env-file/dotenv-file.ts";

const CANARY = "canary7f3a";

function parse(text: string): Record<string, string> {
  const { entries } = parseDotenvFile(text, ".dev.vars");
  return Object.fromEntries(entries.map(({ name, value }) => [name, value]));
}

function faultOf(text: string): string {
  try {
    parseDotenvFile(text, ".dev.vars");
  } catch (error) {
    return error instanceof Error ? error.message : "not an error";
  }
  return "no fault";
}

describe("parseDotenvFile", () => {
  it.each([
    ["A=b", "b"],
    ["A = b ", "b"],
    ["export A=b", "b"],
    ["A: b", "b"],
    ["A=b # a comment", "b"],
    ["A='b # no comment'", "b # no comment"],
    ['A="b\\nc"', "b\nc"],
    ["A='b\\nc'", "b\\nc"],
    ['A="line 1\nline 2"', "line 1\nline 2"],
    ['A=b"c', 'b"c'],
    ["A=it's", "it's"],
    ['A=\'{"key": "value"}\'', '{"key": "value"}'],
    ["A=$HOME", "$HOME"],
    ["A=$" + "{HOME}", "$" + "{HOME}"],
    ['A="pa$$word"', "pa$$word"],
    ["A=b\\$c", "b\\$c"],
    ["A=b=c==", "b=c=="],
    ["\ufeffA=b", "b"],
    ["# first\n\n  A=b\r\n", "b"],
    ["A=", ""],
  ])("reads %j as dotenv does, with $ and quotes kept", (text, value) => {
    expect(parse(text)).toEqual({ A: value });
    expect(parse(text)).toEqual(dotenv.parse(text));
  });

  it("gives the line of each name", () => {
    const { entries } = parseDotenvFile('# c\nA="1\n2"\n\nB=3\n', "f");
    expect(entries.map(({ name, line }) => [name, line])).toEqual([
      ["A", 2],
      ["B", 5],
    ]);
  });

  it("uses the very pattern of the installed dotenv", () => {
    const source = readFileSync(createRequire(import.meta.url).resolve("dotenv"), "utf8");
    const theirs = /const LINE = \/(.*)\/mg/.exec(source)?.[1] ?? "";
    const ours = /^ {2}\/\^(.*)\$\/gm;$/m.exec(
      readFileSync(new URL("../../src/env-file/dotenv-file.ts", import.meta.url), "utf8"),
    )?.[1];
    expect(theirs).toBe(`(?:^|^)${ours}(?:$|$)`);
  });

  it("refuses a name that is given twice, with both lines", () => {
    expect(faultOf(`A=${CANARY}\nB=1\nA=${CANARY}\n`)).toBe(
      ".dev.vars, line 3: A was given before, on line 1.",
    );
  });

  it.each([
    `A="first\n${CANARY}\n`,
    `A=-----BEGIN PRIVATE KEY-----\n${CANARY}==\n-----END PRIVATE KEY-----\n`,
    `A=1\n${CANARY}\n`,
    `${CANARY}`,
    `A=1\n=${CANARY}\n`,
    `"${CANARY}"=1`,
  ])("refuses a line that it does not understand, and repeats none of it (%#)", (text) => {
    expect(faultOf(text)).toMatch(
      /^\.dev\.vars, line \d: is not NAME=value, a comment or blank\.$/,
    );
  });

  it("notes what a person may not expect", () => {
    const { notes } = parseDotenvFile("A=ab#c\nB='ab#c'\nC=$D\nE=\"open\nF=a b # c\nG=\\$\n", "f");
    expect(notes.map(({ name, text }) => `${name} ${text.split(";")[0]}`)).toEqual([
      "A ends before the #, as wrangler reads it",
      "C keeps $ and \\$ as they are",
      "E begins with a quote that is not closed",
      "G keeps $ and \\$ as they are",
    ]);
  });

  it("reads whatever it accepts as dotenv reads it", () => {
    const piece = fc.constantFrom(
      ..."AB=:'\"`#\\n$ {}\t.-".split(""),
      "\n",
      "\r\n",
      "export ",
      "KEY=",
      "\ufeff",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join("");
        if (faultOf(text) !== "no fault") return;
        expect(parse(text)).toEqual({ ...dotenv.parse(text) });
      }),
      { numRuns: 2_000 },
    );
  });

  it("gives back every value that is written in single quotes", () => {
    const value = fc.string({ unit: "grapheme", minLength: 1 }).filter((v) => !/['\\\r]/.test(v));
    fc.assert(
      fc.property(value, (text) => {
        expect(parse(`A='${text}'\nB=2\n`)).toEqual({ A: text, B: "2" });
      }),
    );
  });
});
