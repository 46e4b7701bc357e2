/** A text of the code can be a secret: whatever the compiler quotes of it is not told. */
import { describe, expect, it } from "vitest";
import { sayError } from "../../src/codemod/proof/said-error.ts";
import { migrate } from "./compare.ts";

const said = (text: string) => sayError({ code: 2322, text }).message;

describe("sayError", () => {
  it("says the compiler's code and first line, with its types", () => {
    const text = "Type 'Promise<string>' is not assignable to type 'string'.\n  Because 'x'.";
    expect(sayError({ code: 2322, text })).toEqual({
      code: "TS2322",
      message: "Type 'Promise<string>' is not assignable to type 'string'.",
    });
    expect(said("';' expected.")).toBe("';' expected.");
    expect(said("Unused '@ts-expect-error' directive.")).toContain("'@ts-expect-error'");
  });

  it("says no text that is a type, also not a part of one that has quotes in it", () => {
    expect(said(`Type '"canary-1"' is not assignable to type '"a\\"canary-2" | 7'.`)).toBe(
      `Type '"…"' is not assignable to type '"…" | 7'.`,
    );
    expect(said("Type '`canary-1`' is not assignable.")).toBe("Type '`…`' is not assignable.");
    expect(said("Type 'string' is not assignable to type '482913'.")).toContain("type '…'");
  });

  it("says nothing from the first text on where the compiler cut a type short", () => {
    const text = `Type 'Promise<"canary-1...' is not assignable to type '"canary-2"'.`;
    expect(said(text)).toBe("Type 'Promise<…");
  });

  it("says no name of a property that is a text", () => {
    const object = "Object literal may only specify known properties, and";
    expect(said(`${object} ''canary 1'' does not exist in type 'Keys'.`)).toBe(
      `${object} '…' does not exist in type 'Keys'.`,
    );
    expect(said("Property 'sk-canary-1' does not exist on type 'Keys'.")).toBe(
      "Property '…' does not exist on type 'Keys'.",
    );
  });
});

describe("a read whose type is no text", () => {
  // As `wrangler types` writes what stands in [vars].
  const subjectOf = (type: string) => {
    const files = new Map([
      ["src/types.ts", `export interface Env { API_KEY: ${type}; SECRETS: SecretsStore }\n`],
      [
        "src/index.ts",
        'import type { Env } from "./types";\nexport const key = (env: Env) => env.API_KEY;\n',
      ],
    ]);
    const [left] = migrate(files).plan.gaveUp;
    return left?.code === "no-text" ? left.subject : undefined;
  };

  it("is told with that type, and with no value that stands in it", () => {
    expect(subjectOf("string[]")).toBe("string[]");
    expect(subjectOf('{ "token": "canary-1"; pin: 482913 }')).toBe('{ token: "…"; pin: …; }');
    expect(subjectOf('{ "canary 1": number }')).toBe('{ "…": number; }');
  });

  it("is told up to the first text where the type is too long to be told", () => {
    const members = Array.from({ length: 90 }, (_, at) => `member${at}: "canary-${at}"`);
    const subject = subjectOf(`{ ${members.join("; ")} }`);
    expect(subject).toMatch(/^\{ member0: "…/);
    expect(subject).not.toContain("canary");
  });
});
