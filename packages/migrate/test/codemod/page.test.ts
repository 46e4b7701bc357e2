import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { applied, migrate } from "./compare.ts";
import { readFixture } from "./fixture.ts";
import { createProgram, typeErrors } from "./virtual-repository.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../../../docs/migrate.md"), "utf8");
const FILE = "src/index.ts";
/** What every Worker has, and the page leaves out. */
const HEAD = 'import Stripe from "stripe";\nimport type { Env } from "./types";\n\n';

const diffs = [...PAGE.matchAll(/^```diff\n(.*?)^```$/gms)].map(([, diff = ""]) => diff);

/** One side of a diff: its own lines, and those of both. */
function sideOf(diff: string, sign: "+" | "-"): string {
  const lines = diff.split("\n").filter((line) => line[0] === " " || line[0] === sign);
  return `${lines.map((line) => line.slice(1)).join("\n")}\n`;
}

function withoutHelperImport(text: string): string {
  return text.replace(/^import \{[^}]*\} from "\.\/secrets";\n/m, "");
}

describe("the page about moving code", () => {
  it("shows diffs", () => expect(diffs.length).toBeGreaterThan(4));

  it.each(diffs)("shows what comes out: %#", (diff) => {
    // With the type of what `cloudflare:workers` gives.
    const common = readFixture("c-module-level-object-made-later").input;
    const files = new Map([...common, [FILE, HEAD + sideOf(diff, "-")]]);
    const { program, plan } = migrate(files);
    const after = applied(files, plan);
    expect(typeErrors(program)).toEqual([]);
    expect(withoutHelperImport(after.get(FILE) ?? "")).toBe(HEAD + sideOf(diff, "+"));
    expect(typeErrors(createProgram(after, program).program)).toEqual([]);
  });
});
