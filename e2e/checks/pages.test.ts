/** What the pages in English say of the repository and of the program is there. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../packages/cli/src/commands/index.ts";
import { expectCommandLine, listCommandLines } from "./command-lines.ts";
import { ROOT } from "./run.ts";

const PATHS = globSync(["*.md", "docs/{,decisions/}*.md", "packages/*/README.md", "e2e/*/*.md"], {
  cwd: ROOT,
});
const pages = PATHS.map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));

describe("the pages", () => {
  it("lead to files that there are", () => {
    const targets = pages.flatMap(({ path, text }) =>
      [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)\s]*)?\)/g)]
        .map(([, target = ""]) => target)
        .filter((target) => !target.includes(":"))
        .map((target) => join(dirname(path), target)),
    );
    expect(targets.length).toBeGreaterThan(50);
    expect(targets.filter((target) => !existsSync(join(ROOT, target)))).toEqual([]);
  });

  it.each(
    pages.flatMap(({ path, text }) => listCommandLines(text).map((line) => [path, line] as const)),
  )("name commands and options that there are: %s, %s", (_, line) => {
    expectCommandLine(line);
  });

  it("list every command in the command line's own", () => {
    const page = readFileSync(join(ROOT, "packages/cli/README.md"), "utf8");
    const rows = [...page.matchAll(/^\| (`[^|]*) \|/gm)].map(([, names = ""]) => names).join(" ");
    const missing = COMMANDS.map(({ name }) => name).filter((name) => !rows.includes(`\`${name}`));
    expect(missing).toEqual([]);
  });
});
