import { describe, expect, it } from "vitest";
import { planConfigStep } from "../../src/eject/config-step.ts";
import { settleConfig } from "../../src/eject/settle-config.ts";
import { takeBackForward } from "../../src/eject/take-back.ts";

const PATH = "shop/wrangler.toml";
const FIRST = `name = "shop"
main = "src/index.ts"
compatibility_date = "2026-10-01"

[secrets]
required = ["API_KEY", "OLD_KEY"]

# On trial
[env.staging]
vars = { REGION = "eu" }
`;

const bindingOf = (environment: string) => `
# Secrets Store binding${environment === "default" ? "" : ` for ${environment}`}
[[${environment === "default" ? "" : `env.${environment}.`}services]]
binding = "SECRETS"
service = "lunakey-store"
entrypoint = "Secrets"
props = { v = 1, store = "e0cc9185036e40cebc8c4b86840a961f", worker = "shop", environment = "${environment}" }
`;

const BOUND = `${FIRST}${bindingOf("staging")}`;

/** As `lunakey eject` does: each text is a commit. */
function eject(texts: readonly string[], environments: ReadonlySet<string> | null = null) {
  const names = new Set(["API_KEY"]);
  const steps = texts.slice(1).map((after, index) => {
    const before = texts[index] ?? "";
    const moved = planConfigStep({ path: PATH, before, after }, environments, names);
    return { before, moved, after };
  });
  const [first = ""] = texts;
  const current = texts.at(-1) ?? "";
  const { text } = takeBackForward({ path: PATH, first, steps }, current);
  return settleConfig({ path: PATH, current, merged: text ?? "", first, environments });
}

describe("the way back of a wrangler config", () => {
  it("ends at the text before, byte for byte", () => {
    expect(eject([FIRST, BOUND])).toEqual({ text: FIRST, how: "merged" });
  });

  it("takes modes back, however often they were switched", () => {
    const shadow = BOUND.replace(
      'vars = { REGION = "eu" }',
      'vars = { REGION = "eu", LUNAKEY_MODE = "shadow" }',
    );
    const storeFirst = shadow.replace("shadow", "store-first");
    expect(eject([FIRST, BOUND, shadow, storeFirst])).toEqual({ text: FIRST, how: "merged" });
  });

  it("puts back what a clean-up took out of secrets.required, and nothing that people took out", () => {
    const bound = `${FIRST}${bindingOf("staging")}`.replace(
      "\n[secrets]",
      `${bindingOf("default")}\n[secrets]`,
    );
    const cleaned = bound.replace('["API_KEY", "OLD_KEY"]', '["OLD_KEY"]');
    expect(eject([FIRST, bound, cleaned]).text).toBe(FIRST);
    const peoples = cleaned.replace('["OLD_KEY"]', "[]");
    expect(eject([FIRST, bound, cleaned, peoples]).text).not.toContain("OLD_KEY");
  });

  it("keeps what people changed before, between and since, beside Lunakey's lines too", () => {
    const change = (text: string) =>
      text
        .replace('"eu"', '"us"')
        .replace('vars = { REGION = "us" }', 'vars = { REGION = "us" }\nroute = "x.example/*"');
    const end = `${change(BOUND)}\n[env.qa]\nvars = { REGION = "qa" }\n`;
    expect(eject([FIRST, BOUND, end])).toEqual({
      text: `${change(FIRST)}\n[env.qa]\nvars = { REGION = "qa" }\n`,
      how: "merged",
    });
  });

  it("takes entries out one by one where lines alone would say something else", () => {
    const moved = BOUND.replace("# On trial\n", "").replace(
      "[env.staging]",
      "[env.staging] # on trial, in one block with what follows",
    );
    const { text, how } = eject([FIRST, moved]);
    expect(how).not.toBe("left");
    expect(text).not.toContain("lunakey-store");
    expect(text).toContain("in one block with what follows");
  });

  it("takes one environment alone", () => {
    const production = `${BOUND}\n[env.production]\nvars = { LUNAKEY_MODE = "shadow" }\n${bindingOf("production").slice(1)}`;
    const { text } = eject([FIRST, BOUND, production], new Set(["staging"]));
    expect(text).not.toContain('environment = "staging"');
    expect(text).toContain('environment = "production"');
    expect(text).toContain("LUNAKEY_MODE");
  });
});
