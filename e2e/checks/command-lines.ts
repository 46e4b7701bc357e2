/** The command lines that a page tells people to type, and whether the program has them. */
import { expect } from "vitest";
import type { CommandSpec } from "../../packages/cli/src/command-spec.ts";
import { COMMANDS } from "../../packages/cli/src/commands/index.ts";

const CONNECTION = ["--url", "--token-file", "--local"];
const EVERYWHERE = ["--json", "--lang"];

/** Every command line of ours in the page's blocks, without what it is piped into. */
export function listCommandLines(page: string): string[] {
  return [...page.matchAll(/```sh\n(.*?)```/gs)]
    .flatMap(([, block = ""]) => block.trim().split("\n"))
    .filter((line) => line.startsWith("npx lunakey "))
    .map(
      (line) =>
        line
          .split(/ [|#] /)[0]
          ?.replace("npx lunakey ", "")
          .trim() ?? "",
    );
}

/** @param line without `lunakey` itself. */
export function expectCommandLine(line: string): void {
  const words = line.split(" ");
  const own = words.includes("--") ? words.slice(0, words.indexOf("--")) : words;
  const spec = findSpec(words);
  const options = (spec?.options ?? []).map(({ flags }) => /--[a-z-]+/.exec(flags)?.[0]);
  const known = [...options, ...EVERYWHERE, ...(spec?.connects ? CONNECTION : [])];
  expect(spec?.name).toBe(words.find((word) => word === spec?.name));
  for (const word of own.filter((each) => each.startsWith("--"))) expect(known).toContain(word);
}

function findSpec([name, below]: readonly string[]): CommandSpec | undefined {
  const found = COMMANDS.find((each) => each.name === name);
  return found !== undefined && "commands" in found
    ? found.commands.find((each) => each.name === below)
    : found;
}
