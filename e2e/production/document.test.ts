import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { expectCommandLine, listCommandLines } from "../checks/command-lines.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/production.md"), "utf8");
const LINES = listCommandLines(PAGE);

describe("docs/production.md", () => {
  it("has a good number of command lines", () => {
    expect(LINES.length).toBeGreaterThan(15);
  });

  it.each(LINES)("names a command and options that there are: %s", expectCommandLine);
});
