import { describe, expect, it } from "vitest";
import { cellWidth, renderFields, renderTable } from "../../src/output/table.ts";

const PLAIN = { columns: null, colour: false, language: "en" } as const;

describe("renderTable", () => {
  it("aligns columns, without spaces at the end of lines", () => {
    expect(
      renderTable(
        ["A", "BB"],
        [
          ["long cell", "x"],
          ["y", ""],
        ],
        PLAIN,
      ),
    ).toBe("A          BB\nlong cell  x\ny\n");
  });

  it("is nothing without rows", () => {
    expect(renderTable(["A"], [], PLAIN)).toBe("");
  });

  it("cuts the widest column to the terminal's width", () => {
    const text = renderTable(["A", "B"], [["x".repeat(30), "short"]], { ...PLAIN, columns: 20 });
    expect(text.split("\n")[1]).toBe(`${"x".repeat(12)}…  short`);
  });

  it("leaves out what says nothing, and keeps names and times whole", () => {
    const row = ["0fb9a802b3e0c586", "a label of thirty characters.", "-", "2026-11-23 01:55Z"];
    const headings = ["ID", "LABEL", "EXPIRES", "CREATED"];
    const wide = renderTable(headings, [row], { ...PLAIN, columns: 80 });
    expect(wide).toContain("EXPIRES");
    expect(renderTable(headings, [row], { ...PLAIN, columns: 50 })).toBe(
      [
        "ID                LABEL          CREATED",
        "0fb9a802b3e0c586  a label of t…  2026-11-23 01:55Z",
        "",
      ].join("\n"),
    );
  });

  it("counts wide characters as two cells, and colour as none", () => {
    expect(cellWidth("日本e\u0301🙂")).toBe(7);
    const text = renderTable(
      ["A", "B"],
      [
        ["日本", "x"],
        ["abcd", "y"],
      ],
      {
        columns: 80,
        colour: true,
        language: "en",
      },
    );
    expect(text).toBe("\u001b[1mA     B\u001b[22m\n日本  x\nabcd  y\n");
  });

  it("lets nothing through that moves the cursor", () => {
    expect(renderTable(["A"], [["a\u001b[2Jb\r\nc\u202e"]], PLAIN)).toBe(
      "A\na\ufffd[2Jb c\ufffd\n",
    );
  });
});

describe("renderFields", () => {
  it("puts the values into one column", () => {
    expect(
      renderFields(
        [
          ["A", "1"],
          ["Long", "2"],
        ],
        PLAIN,
      ),
    ).toBe("A     1\nLong  2\n");
  });
});
