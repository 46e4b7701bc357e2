import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { CommandSpec } from "../../packages/cli/src/command-spec.ts";
import { COMMANDS } from "../../packages/cli/src/commands/index.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/production.md"), "utf8");
const CONNECTION = ["--url", "--token-file", "--local", "--json"];

/** Every command line of ours in the page's blocks, without what it is piped into. */
const LINES = [...PAGE.matchAll(/```sh\n(.*?)```/gs)]
  .flatMap(([, block = ""]) => block.trim().split("\n"))
  .filter((line) => line.startsWith("npx lunakey "))
  .map((line) => line.split(" | ")[0]?.replace("npx lunakey ", "") ?? "");

function findSpec([name, below]: readonly string[]): CommandSpec | undefined {
  const found = COMMANDS.find((each) => each.name === name);
  return found !== undefined && "commands" in found
    ? found.commands.find((each) => each.name === below)
    : found;
}

describe("docs/production.md", () => {
  it("has a good number of command lines", () => {
    expect(LINES.length).toBeGreaterThan(15);
  });

  it.each(LINES)("names a command and options that there are: %s", (line) => {
    const words = line.split(" ");
    const spec = findSpec(words);
    const options = (spec?.options ?? []).map(({ flags }) => /--[a-z-]+/.exec(flags)?.[0]);
    const known = [...options, ...(spec?.connects ? CONNECTION : [])];
    expect(spec?.name).toBe(words.find((word) => word === spec?.name));
    for (const word of words.filter((each) => each.startsWith("--"))) {
      expect(known).toContain(word);
    }
  });
});
