import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  parseSecretBindingName,
  type SecretName,
  secretBindingName,
  secretName,
} from "../src/index.ts";

const nameOf = (text: string) => secretName.parse(text);
const names = fc.stringMatching(/^[A-Za-z0-9_-]{1,255}$/).map(nameOf);

describe("secretBindingName", () => {
  it.each([
    ["STRIPE_SECRET_KEY", "SECRET_STRIPE_SECRET_KEY"],
    ["stripe-key", "DASHED_SECRET_stripe_dash_key"],
    ["a_-b", "DASHED_SECRET_a___dash_b"],
    ["a_dash_b", "SECRET_a_dash_b"],
    ["1", "SECRET_1"],
    ["LEDGER", "SECRET_LEDGER"],
    ["LUNAKEY_ROOT_KEY_V1", "SECRET_LUNAKEY_ROOT_KEY_V1"],
    ["__proto__", "SECRET___proto__"],
    ["constructor", "SECRET_constructor"],
  ])("calls the binding of %s %s", (name, binding) => {
    expect(secretBindingName(nameOf(name))).toBe(binding);
    expect(parseSecretBindingName(binding)).toBe(name);
  });

  it("makes a JavaScript variable's name that leads back to the secret's", async () => {
    await fc.assert(
      fc.property(names, (name) => {
        const binding = secretBindingName(name);
        expect(binding).toMatch(/^(DASHED_)?SECRET_\w+$/);
        expect(parseSecretBindingName(binding)).toBe(name);
      }),
    );
  });

  it("keeps names that differ in dashes and underscores apart", () => {
    const tricky = ["a-b", "a_b", "a--b", "a_-b", "a-_b", "a__b", "a_dash_b", "a-dash-b", "A-B"];
    const bindings = tricky.map((name) => secretBindingName(nameOf(name)));
    expect(new Set(bindings).size).toBe(tricky.length);
  });
});

describe("parseSecretBindingName", () => {
  it.each([
    "LEDGER",
    "LUNAKEY_ROOT_KEY_V1",
    "LUNAKEY_STORE_ID",
    "__proto__",
    "SECRET_",
    "secret_A",
    "XSECRET_A",
    "SECRET_a-b",
    "DASHED_SECRET_",
    "DASHED_SECRET_A",
    "DASHED_SECRET_a-b",
    "DASHED_SECRET_a_dash",
    "DASHED_SECRET_a_b_dash_c",
    "SECRET_A.B",
  ])("finds no secret behind %s", (binding) => {
    expect(parseSecretBindingName(binding)).toBeUndefined();
  });

  it("finds at most one binding for a name", async () => {
    const near = fc.stringMatching(/^(DASHED_)?SECRET_[a_dsh-]{0,12}$/);
    await fc.assert(
      fc.property(near, (binding) => {
        const name: SecretName | undefined = parseSecretBindingName(binding);
        if (name !== undefined) expect(secretBindingName(name)).toBe(binding);
      }),
    );
  });
});
