import { describe, expect, it } from "vitest";
import {
  chooseLanguage,
  countWords,
  listSomeWords,
  listWords,
} from "../../src/language/language.ts";
import { runCli } from "../run-cli.ts";

describe("chooseLanguage", () => {
  it.each([
    [undefined, {}, "en"],
    [undefined, { LANG: "fr_FR.UTF-8" }, "fr"],
    [undefined, { LANG: "fr" }, "fr"],
    [undefined, { LANG: "fr_CA@euro" }, "fr"],
    [undefined, { LANG: "fro_XX" }, "en"],
    [undefined, { LANG: "fr_FR", LC_ALL: "C" }, "en"],
    [undefined, { LANG: "fr_FR", LC_ALL: "" }, "fr"],
    [undefined, { LANG: "en_GB", LC_MESSAGES: "fr_FR" }, "fr"],
    ["en", { LANG: "fr_FR" }, "en"],
    ["fr", {}, "fr"],
  ] as const)("of --lang %s and %o is %s", (option, env, expected) => {
    expect(chooseLanguage(option, env)).toBe(expected);
  });

  it("refuses another language without repeating it", async () => {
    for (const line of [
      ["--lang", "sk_live_canary", "status"],
      ["status", "--lang", "sk_live_canary"],
    ]) {
      const { status, all } = await runCli(line, { cwd: process.cwd() });
      expect([status, all]).toEqual([2, "Error: --lang must be en or fr.\n"]);
    }
  });
});

describe("words", () => {
  it("list the first of many, and count what that makes shorter", () => {
    expect(listSomeWords("en", ["A", "B", "C", "D"], 2)).toBe("A, B and 2 more");
    expect(listSomeWords("fr", ["A", "B", "C", "D"], 2)).toBe("A, B et 2 autres");
    expect(listSomeWords("en", ["A", "B", "C"], 2)).toBe("A, B and C");
  });

  it("count as each language does", () => {
    expect([0, 1, 2].map((count) => countWords("en", count, "file", "files"))).toEqual([
      "0 files",
      "1 file",
      "2 files",
    ]);
    expect(countWords("fr", 0, "fichier", "fichiers")).toBe("0 fichier");
  });

  it("are listed as each language does", () => {
    expect(listWords("en", [])).toBe("");
    expect(listWords("en", ["A"])).toBe("A");
    expect(listWords("en", ["A", "B", "C"])).toBe("A, B and C");
    expect(listWords("fr", ["A", "B"])).toBe("A et B");
  });
});
