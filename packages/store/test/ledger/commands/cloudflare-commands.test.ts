import { type Command, command, LunakeyError } from "@lunakey/contract";
import { describe, expect, it } from "vitest";
import { findBoundSecrets } from "../../../src/backend/bound-secrets.ts";
import type { Env } from "../../../src/env.ts";
import { assertSupported } from "../../../src/ledger/commands/cloudflare-commands.ts";
import type { LedgerParts } from "../../../src/ledger/parts.ts";
import { fallbackOf } from "../../../src/ledger/reads/allow-bound.ts";
import type { SecretRow } from "../../../src/ledger/secrets/secret-rows.ts";

const STORE = "e0cc9185036e40cebc8c4b86840a961f";
const REMOTE = {
  LUNAKEY_STORE_ID: STORE,
  LUNAKEY_BACKEND: "cloudflare",
  LUNAKEY_ENVIRONMENT: "production",
  SECRET_JWT_SECRET: { get: async () => "" },
};
const LOCAL = { ...REMOTE, LUNAKEY_LOCAL: "true", LUNAKEY_LOCAL_FOLDER: "/work/a b/.lunakey" };

function refusalOf(variables: object, input: object): { message: string; hint: string } | null {
  const env = variables as unknown as Env;
  const asked: Command = command.parse(input);
  try {
    assertSupported({ env, bound: findBoundSecrets(env) } as LedgerParts, asked);
    return null;
  } catch (error) {
    if (!(error instanceof LunakeyError)) throw error;
    expect(error.code).toBe("not_supported");
    return { message: error.message, hint: error.hint ?? "" };
  }
}

const HELD = { environment: "production", name: "JWT_SECRET" };

describe("what backend cloudflare refuses", () => {
  it("says how a new name comes in, with the binding that it needs", () => {
    const set = { type: "secret.set", ...HELD, name: "stripe-key", value: "placeholder" };
    expect(refusalOf(REMOTE, set)).toEqual({
      message: "On backend cloudflare, values are put in by wrangler.",
      hint: `npx wrangler secrets-store secret create ${STORE} --name stripe-key --scopes workers --remote
Then add this to secrets_store_secrets of the gateway's wrangler.jsonc, and deploy it:
{ "binding": "DASHED_SECRET_stripe_dash_key", "store_id": "${STORE}", "secret_name": "stripe-key" }
npx wrangler deploy -c lunakey/store/wrangler.jsonc`,
    });
  });

  it("says how the value of a bound name is changed", () => {
    const set = { type: "secret.set", ...HELD, value: "placeholder" };
    expect(refusalOf(REMOTE, set)?.hint).toBe(
      `npx wrangler secrets-store secret list ${STORE} --per-page 100 --remote
Then, with the ID of JWT_SECRET from there:
npx wrangler secrets-store secret update ${STORE} --secret-id ID --remote`,
    );
    expect(refusalOf(LOCAL, set)?.hint).toBe(
      `npx wrangler secrets-store secret create ${STORE} --name JWT_SECRET --scopes workers --persist-to '/work/a b/.lunakey'`,
    );
  });

  it("unbinds before it deletes", () => {
    const hint = refusalOf(REMOTE, { type: "secret.delete", ...HELD })?.hint ?? "";
    expect(hint).toMatch(/^Take the binding SECRET_JWT_SECRET out of .+\nnpx wrangler deploy -c /);
    expect(hint).toMatch(/secret delete \w+ --secret-id ID --remote$/);
  });

  it.each(["secret.history", "secret.undelete"])("says that %s needs versions", (type) => {
    expect(refusalOf(REMOTE, { type, ...HELD })?.message).toContain("keeps no versions");
  });

  it("says which environment it is for, before anything else", () => {
    const set = { type: "secret.set", ...HELD, environment: "staging", value: "placeholder" };
    expect(refusalOf(REMOTE, set)?.message).toContain("of environment production only");
    expect(refusalOf(REMOTE, set)?.hint).toContain('LUNAKEY_ENVIRONMENT = "staging"');
    expect(refusalOf(LOCAL, set)?.hint).toContain("--env staging");
  });

  it("never repeats a value", () => {
    const entries = [{ name: "A", value: "canary-value" }];
    const input = { type: "secret.import", environment: "production", entries, mode: "apply" };
    expect(JSON.stringify(refusalOf(REMOTE, input))).not.toContain("canary-value");
  });

  it("refuses nothing that is the ledger's, and nothing on backend vault", () => {
    for (const type of ["grant.list", "usage.list", "audit.head", "store.status", "secret.list"]) {
      expect(refusalOf(REMOTE, { type })).toBeNull();
    }
    const vault = { ...REMOTE, LUNAKEY_BACKEND: "vault" };
    expect(refusalOf(vault, { type: "secret.delete", ...HELD })).toBeNull();
  });
});

describe("fallbackOf", () => {
  const row = (more: Partial<SecretRow>) => ({ fallback: "allowed", deleted_at: null, ...more });

  it.each([
    ["of a name that the ledger never held", undefined, "allowed"],
    ["of one that it held", row({}), "allowed"],
    ["of one that was rotated in it", row({ fallback: "obsolete" }), "obsolete"],
    ["of one that was deleted in it", row({ deleted_at: 1 }), "obsolete"],
  ])("%s", (_, known, expected) => {
    expect(fallbackOf(known as SecretRow | undefined)).toBe(expected);
  });
});
