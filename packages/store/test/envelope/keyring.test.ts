import { LunakeyError } from "@lunakey/contract";
import { describe, expect, it } from "vitest";
import type { Env } from "../../src/env.ts";
import { Keyring } from "../../src/envelope/keyring.ts";
import { keyText } from "./key-text.ts";

function errorOf(variables: Record<string, unknown>): LunakeyError {
  try {
    new Keyring({ LUNAKEY_STORE_ID: "s", ...variables } as unknown as Env);
  } catch (error) {
    if (error instanceof LunakeyError) return error;
  }
  throw new Error("no coded error");
}

describe("root keys", () => {
  it("are missed by the name of their variable", () => {
    expect(errorOf({})).toMatchObject({
      code: "store_unavailable",
      message: "The store's variable LUNAKEY_ROOT_KEY_V1 is missing.",
    });
  });

  it.each([
    ["an empty text", ""],
    ["31 bytes", keyText(1, 31)],
    ["33 bytes", keyText(1, 33)],
    ["other text", "correct horse battery staple correct horse!="],
    ["base64url", keyText(255).replaceAll("/", "_")],
    ["a second spelling of the same bytes", `${keyText(1).slice(0, 42)}F=`],
    ["white space around", ` ${keyText(1)}`],
    ["no text", 32],
  ])("are refused where they hold %s, without repeating it", (_, content) => {
    const error = errorOf({ LUNAKEY_ROOT_KEY_V1: keyText(1), LUNAKEY_ROOT_KEY_V2: content });
    expect(error.code).toBe("store_unavailable");
    expect(error.message).toContain("LUNAKEY_ROOT_KEY_V2 must be base64 of exactly 32 bytes");
    if (typeof content === "string" && content !== "") {
      expect(JSON.stringify(error.toFailure())).not.toContain(content);
    }
  });

  it("are refused under a name that is no version", () => {
    for (const version of ["", "0", "01", "x", "1x"]) {
      const error = errorOf({ [`LUNAKEY_ROOT_KEY_V${version}`]: keyText(1) });
      expect(error.message).toContain("must end in a version number");
    }
  });

  it("are counted as numbers: V10 is above V9", () => {
    const keys = new Keyring({
      LUNAKEY_STORE_ID: "s",
      LUNAKEY_ROOT_KEY_V9: keyText(9),
      LUNAKEY_ROOT_KEY_V10: keyText(10),
    } as unknown as Env);
    expect(keys.currentVersion).toBe(10);
  });
});

describe("derived keys", () => {
  const env = { LUNAKEY_STORE_ID: "s", LUNAKEY_ROOT_KEY_V1: keyText(1) } as unknown as Env;

  it("can not be exported", async () => {
    const keys = new Keyring(env);
    const { privateKey } = await keys.auditKey(1);
    for (const key of [await keys.wrapKey(1), await keys.callKey(1), privateKey]) {
      expect(key.extractable).toBe(false);
    }
  });

  it("are made once", async () => {
    const keys = new Keyring(env);
    expect(await keys.wrapKey(1)).toBe(await keys.wrapKey(1));
    expect(await keys.auditKey(1)).toBe(await keys.auditKey(1));
  });

  it("differ between stores under one root key", async () => {
    const other = new Keyring({ ...env, LUNAKEY_STORE_ID: "t" } as unknown as Env);
    const ours = await new Keyring(env).auditKey(1);
    expect((await other.auditKey(1)).publicKey).not.toBe(ours.publicKey);
  });

  it("sign what the public key verifies", async () => {
    const { privateKey, publicKey } = await new Keyring(env).auditKey(1);
    const data = new Uint8Array([1, 2, 3]);
    const signature = await crypto.subtle.sign("Ed25519", privateKey, data);
    const raw = Uint8Array.from(atob(publicKey), (char) => char.charCodeAt(0));
    const key = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
    expect(await crypto.subtle.verify("Ed25519", key, signature, data)).toBe(true);
  });
});
