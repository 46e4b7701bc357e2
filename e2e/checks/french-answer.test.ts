/** The pages in French: the request is answered whole, and what they say of the program is there. */
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../packages/cli/src/commands/index.ts";
import { expectCommandLine, listCommandLines } from "./command-lines.ts";
import { ROOT } from "./run.ts";

const FOLDER = join(ROOT, "docs", "fr");
const REQUEST = readFileSync(join(FOLDER, "demande.md"), "utf8");
const ANSWER = readFileSync(join(FOLDER, "reponse.md"), "utf8");
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const README_FR = readFileSync(join(ROOT, "README.fr.md"), "utf8");

const isQuote = (line: string) => line.startsWith(">");
const isBlank = (line: string) => line.trim() === "";

/** What stands between two quotations; the first part is the introduction. */
function listAnswers(): string[] {
  const parts: string[][] = [[]];
  let wasQuote = false;
  for (const line of ANSWER.split("\n")) {
    if (isQuote(line) && !wasQuote) parts.push([]);
    if (!isQuote(line)) parts.at(-1)?.push(line);
    wasQuote = isQuote(line);
  }
  return parts.slice(1).map((lines) => lines.join("\n").trim());
}

/** Links of a page to files of this repository, from where the page is. */
function listLinks(page: string): { readonly text: string; readonly path: string }[] {
  return [...page.matchAll(/\[([^\]]+)\]\(([^)\s]+)\)/g)]
    .map(([, text = "", target = ""]) => ({ text, path: target.split("#")[0] ?? "" }))
    .filter(({ path }) => path !== "" && !path.includes("://"));
}

describe("docs/fr/reponse.md", () => {
  it("quotes every line of the request, in its order and as it is", () => {
    const quoted = ANSWER.split("\n").filter(isQuote);
    const said = quoted.map((line) => line.replace(/^> ?/, "")).filter((line) => !isBlank(line));
    expect(said).toEqual(REQUEST.split("\n").filter((line) => !isBlank(line)));
  });

  it("answers every passage: as it is, or replaced", () => {
    expect(listAnswers().length).toBeGreaterThan(25);
    for (const answer of listAnswers()) expect(answer).toMatch(/✅|🔁/u);
  });

  it("proves what it says by files that there are, and tests that have the name", () => {
    for (const { text, path } of listLinks(ANSWER)) {
      const file = join(FOLDER, path);
      expect([path, existsSync(file)]).toEqual([path, true]);
      if (!/\.test\.ts$/.test(path) || text === basename(path)) continue;
      expect([path, text, readFileSync(file, "utf8").includes(`"${text}"`)]).toEqual([
        path,
        text,
        true,
      ]);
    }
  });

  it.each(listCommandLines(ANSWER))("names a command and options that there are: %s", (line) => {
    expectCommandLine(line);
  });

  it("speaks of no command that there is not, but to say so", () => {
    const names = COMMANDS.map(({ name }) => name);
    for (const [, name = ""] of ANSWER.matchAll(/`(?:npx )?lunakey ([a-z]+)/g)) {
      expect(names).toContain(name);
    }
  });
});

describe("README.fr.md", () => {
  const linesOf = (page: string, pattern: RegExp) => page.match(pattern) ?? [];

  it("has the sections of README.md, and its command lines", () => {
    const sections = (page: string) => linesOf(page, /^##? /gm).length;
    expect(sections(README_FR)).toBe(sections(README));
    const commands = (page: string) =>
      listCommandLines(page).map((line) => line.replaceAll(/\bmon-worker\b/g, "my-worker"));
    expect(commands(README_FR)).toEqual(commands(README));
  });

  it("says the numbers of README.md", () => {
    const numbersOf = (page: string, decimal: string) =>
      linesOf(page, /^.*`npm run bench:.*$|^[^|]*\bµs\b[^|]*$/gm).map((line) =>
        line
          .replace(/(\d)[, ](\d{3})\b/g, "$1$2")
          .replaceAll(decimal, ".")
          .match(/\d+(\.\d+)?/g),
      );
    expect(numbersOf(README_FR, ",")).toEqual(numbersOf(README, "."));
  });

  it.each(listCommandLines(README_FR))("names a command and options that there are: %s", (line) => {
    expectCommandLine(line);
  });

  it("leads to the files that README.md leads to", () => {
    for (const { path } of listLinks(README_FR)) {
      expect([path, existsSync(join(ROOT, path))]).toEqual([path, true]);
    }
    // Of a picture with words in it each language has its own.
    const inEnglish = (path: string) => path.replace(/-fr\.png$/, ".png");
    const paths = (page: string) => new Set(listLinks(page).map(({ path }) => inEnglish(path)));
    const missing = [...paths(README)].filter((path) => !paths(README_FR).has(path));
    expect(missing.filter((path) => path !== "README.fr.md")).toEqual([]);
  });
});
