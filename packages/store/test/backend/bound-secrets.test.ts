import { LunakeyError, parseSecretBindingName } from "@lunakey/contract";
import { describe, expect, it } from "vitest";
import { areFor, findBinding, findBoundSecrets } from "../../src/backend/bound-secrets.ts";
import type { Env } from "../../src/env.ts";
import { bindings } from "../bindings.ts";

const held = { get: async () => "value" };

function withVariables(variables: object): Env {
  return variables as unknown as Env;
}

function failureOf(variables: object): unknown {
  try {
    return findBoundSecrets(withVariables(variables));
  } catch (error) {
    return error instanceof LunakeyError ? error.toFailure() : error;
  }
}

describe("findBoundSecrets", () => {
  it.each([{}, { LUNAKEY_BACKEND: "vault" }, { LUNAKEY_BACKEND: "vault", SECRET_A: held }])(
    "finds none on backend vault (%#)",
    (variables) => {
      expect(findBoundSecrets(withVariables(variables))).toBeUndefined();
    },
  );

  it("finds the names of the bindings, and nothing else of the gateway's", () => {
    const bound = findBoundSecrets(
      withVariables({
        LUNAKEY_BACKEND: "cloudflare",
        LUNAKEY_ENVIRONMENT: "production",
        LUNAKEY_ROOT_KEY_V1: "AAAA",
        LEDGER: held,
        SECRET_B: held,
        SECRET_A: held,
        DASHED_SECRET_a_dash_b: held,
        SECRET_PLAIN: "a variable",
        "SECRET_a-b": held,
        OTHER: held,
      }),
    );
    expect(bound?.environment).toBe("production");
    expect(bound?.names).toEqual(["A", "B", "a-b"]);
    expect(["A", "PLAIN", "LEDGER", "OTHER"].map((name) => bound?.has(name))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it.each(["Vault", "cloudflare ", "", "secrets-store", "__proto__"])(
    "names the variable where LUNAKEY_BACKEND is no backend (%#)",
    (backend) => {
      expect(failureOf({ LUNAKEY_BACKEND: backend })).toMatchObject({
        code: "store_unavailable",
        message: "The store's variable LUNAKEY_BACKEND must be vault or cloudflare.",
      });
    },
  );

  it.each([undefined, "", "a b", "ä"])(
    "names the variable where LUNAKEY_ENVIRONMENT names no environment (%#)",
    (environment) => {
      const failure = failureOf({
        LUNAKEY_BACKEND: "cloudflare",
        LUNAKEY_ENVIRONMENT: environment,
      });
      expect(failure).toMatchObject({ code: "store_unavailable" });
      expect(JSON.stringify(failure)).toContain("LUNAKEY_ENVIRONMENT");
    },
  );
});

describe("areFor", () => {
  it.each([
    ["production", "production", true],
    ["production", "staging", false],
    ["production", "Production", false],
    ["all", "staging", true],
  ])("values for %s, a consumer in %s: %s", (of, consumer, expected) => {
    expect(areFor({ environment: of, names: [], has: () => false }, consumer)).toBe(expected);
  });
});

describe("findBinding", () => {
  it("reaches none of the gateway's own variables, whatever the name", () => {
    const own = Object.keys(bindings);
    expect(own).toContain("LUNAKEY_ROOT_KEY_V1");
    expect(own.map((name) => parseSecretBindingName(name))).toEqual(own.map(() => undefined));
    const names = [...own, "__proto__", "constructor", "toString", "", "a b"];
    expect(names.map((name) => findBinding(bindings, name))).toEqual(names.map(() => undefined));
  });
});
