import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { mergeLines } from "../../src/edits/merge-lines.ts";
import { renderUnifiedDiff } from "../../src/edits/unified-diff.ts";

const folder = mkdtempSync(join(tmpdir(), "lunakey-diff-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lines = (...numbers: (number | string)[]) => numbers.map((n) => `${n}\n`).join("");
const range = (start: number, end: number) =>
  Array.from({ length: end - start + 1 }, (_, index) => start + index);

describe("renderUnifiedDiff", () => {
  it("shows what changes with three lines around it, far changes apart", () => {
    const before = lines(...range(1, 30));
    const after = before
      .replace("5\n", "five\n")
      .replace("6\n7\n8\n", "6\n8\n")
      .replace("25\n", "25\n25a\n");
    expect(renderUnifiedDiff({ path: "a.txt", before, after })).toBe(
      `diff --git a/a.txt b/a.txt
--- a/a.txt
+++ b/a.txt
@@ -2,9 +2,8 @@
 2
 3
 4
-5
+five
 6
-7
 8
 9
 10
@@ -23,6 +22,7 @@
 23
 24
 25
+25a
 26
 27
 28
`,
    );
    expect(renderUnifiedDiff({ path: "a.txt", before, after: before })).toBe("");
  });

  it("can hide the lines that it does not change", () => {
    const diff = renderUnifiedDiff(
      { path: "w", before: "KEY = 1\n", after: "KEY = 1\nnew\n" },
      { renderContext: (_line, number) => `(line ${number})\n` },
    );
    expect(diff).toContain(" (line 1)\n+new\n");
  });

  it("makes what git applies, for line ends and files of every kind", () => {
    const texts: (string | null)[] = [
      null,
      "",
      "one",
      "one\n",
      "one\r\ntwo\r\n",
      "one\ntwo",
      "\uFEFFone\n\n\ntwo\n",
      lines(...range(1, 40)),
      lines(...range(3, 20), "x", ...range(21, 45)),
      lines(...range(1, 5), "a", "b", "a", "b", ...range(30, 40)),
    ];
    const patches: string[] = [];
    texts.forEach((before, row) => {
      texts.forEach((after, column) => {
        const path = `f${row}-${column}`;
        if (before !== null) writeFileSync(join(folder, path), before);
        patches.push(renderUnifiedDiff({ path, before, after }));
      });
    });
    execFileSync("git", ["apply", "--whitespace=nowarn"], { cwd: folder, input: patches.join("") });
    texts.forEach((_, row) => {
      texts.forEach((after, column) => {
        const path = join(folder, `f${row}-${column}`);
        expect(existsSync(path) ? readFileSync(path, "utf8") : null).toBe(after);
      });
    });
  });

  it("says it in one change where the texts have nothing in common", () => {
    const before = lines(...range(1, 3000));
    const after = lines(...range(5000, 8000));
    expect(renderUnifiedDiff({ path: "a", before, after })).toContain("@@ -1,3000 +1,3001 @@");
  });
});

describe("mergeLines", () => {
  const base = lines(...range(1, 9));

  it("takes both sides where they are apart", () => {
    const ours = base.replace("2\n", "two\n");
    const theirs = base.replace("8\n", "");
    expect(mergeLines(base, ours, theirs)).toBe(lines(1, "two", ...range(3, 7), 9));
    expect(mergeLines(base, ours, base)).toBe(ours);
    expect(mergeLines(base, ours, ours)).toBe(ours);
  });

  it("gives up where they meet", () => {
    expect(
      mergeLines(base, base.replace("2\n", "two\n"), base.replace("2\n", "zwei\n")),
    ).toBeNull();
    expect(mergeLines(base, base.replace("2\n", "two\n"), base.replace("3\n", ""))).toBeNull();
  });
});
