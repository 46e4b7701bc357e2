import { describe, expect, it } from "vitest";
import { renderUnifiedDiff } from "../../src/edits/unified-diff.ts";
import { editConfig } from "../../src/wrangler-config/edit-config.ts";
import { createVarMask } from "../../src/wrangler-config/mask-vars.ts";

function diffOf(before: string, path: string, environment: string): string {
  const after = editConfig(before, path, [
    { type: "set-var", environment, name: "LUNAKEY_MODE", value: "shadow" },
  ]);
  const change = { path, before, after };
  const renderChanged = createVarMask(change);
  return renderUnifiedDiff(change, { contextLines: 0, renderChanged });
}

describe("createVarMask", () => {
  it("hides vars in lines that a diff shows for another reason", () => {
    const toml = `vars = { KEY = "sk_live_1", LONG = 'sk_live_12' }\nenv.staging = { vars = { K = "a\\"sk_live_2" } }\n`;
    expect(diffOf(toml, "wrangler.toml", "default")).toContain(
      `+vars = { KEY = "…", LONG = '…', LUNAKEY_MODE = "shadow" }`,
    );
    expect(diffOf(toml, "wrangler.toml", "staging")).not.toContain("sk_live");
    const json = `{"vars":{"K":"sk_live_1","O":{"deep":["sk_live_2"]}},"env":{"staging":{}}}`;
    expect(diffOf(json, "wrangler.json", "staging")).not.toContain("sk_live");
    expect(diffOf(json, "wrangler.json", "staging")).toContain(`"LUNAKEY_MODE": "shadow"`);
  });

  it("shows the same word where it is not the var's", () => {
    const before = `vars = { ENVIRONMENT = "staging", LIST = ["sk_live"] }\n`;
    const mask = createVarMask({ path: "wrangler.toml", before, after: null });
    expect(mask(`props = { environment = "staging" }`)).toContain("staging");
    expect(mask(before)).toBe(`vars = { ENVIRONMENT = "…", LIST = ["…"] }\n`);
  });

  it("hides the lines of a longer string", () => {
    const mask = createVarMask({
      path: "wrangler.toml",
      before: `[vars]\nPEM = """sk_live_0\nsk_live_1\nsk_live_2"""\n`,
      after: null,
    });
    expect(mask("sk_live_1\n")).toBe("…\n");
    expect(mask('PEM = """sk_live_0\n')).toBe('PEM = """…\n');
    expect(mask('sk_live_2"""\n')).toBe('…"""\n');
    expect(mask("[vars]\n")).toBe("[vars]\n");
  });
});
