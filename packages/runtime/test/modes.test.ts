import { describe, expect, it } from "vitest";
import { find, getSecret, getSecrets } from "../src/secrets.ts";
import { elapse, settle, useStandingClock } from "./clock.ts";
import { createNativeDouble, createStoreDouble } from "./store-double.ts";

useStandingClock();

type AnyEnv = Record<string, unknown>;

function setUp(LUNAKEY_MODE: string, more: AnyEnv = { KEY: "individual" }) {
  const SECRETS = createStoreDouble({ KEY: "from the store" });
  const env: AnyEnv = { SECRETS, LUNAKEY_MODE, ...more };
  return { SECRETS, env };
}

describe("mode shadow", () => {
  it("serves the individual secret and does not ask the store", async () => {
    const { SECRETS, env } = setUp("shadow");
    expect(await find(env, "KEY")).toMatchObject({ value: "individual", source: "individual" });
    expect(SECRETS.requests).toEqual([]);
  });

  it("serves the individual secret though the store's value is fresh", async () => {
    const { SECRETS, env } = setUp("shadow");
    expect(await getSecret({ SECRETS } as AnyEnv, "KEY")).toBe("from the store");
    expect(await getSecret(env, "KEY")).toBe("individual");
  });

  it("serves from the store what has no individual secret", async () => {
    const { env } = setUp("shadow", {});
    expect(await getSecret(env, "KEY")).toBe("from the store");
  });

  it("serves Cloudflare's own binding where that is the copy", async () => {
    const { SECRETS, env } = setUp("shadow", { KEY: createNativeDouble("native") });
    expect(await getSecret(env, "KEY")).toBe("native");
    expect(SECRETS.requests).toEqual([]);
  });

  it("asks only for the names that it does not serve itself", async () => {
    const { SECRETS, env } = setUp("shadow");
    expect(await getSecrets(env, ["KEY", "OTHER"])).toEqual({ KEY: "individual", OTHER: null });
    expect(SECRETS.requests[0]?.names).toEqual(["OTHER"]);
  });
});

describe.each(["store-first", undefined, "a mode that there is not"])("mode %s", (mode) => {
  it("serves from the store, and falls back", async () => {
    const { SECRETS, env } = setUp("", { KEY: "individual", LUNAKEY_MODE: mode });
    expect(await getSecret(env, "KEY")).toBe("from the store");
    SECRETS.behaviour = "rejects";
    await elapse(900_001);
    expect(await getSecret(env, "KEY")).toBe("individual");
  });
});

describe("mode store-only", () => {
  it("serves from the store and never falls back", async () => {
    const more = { KEY: "individual", KEY_STORE: createNativeDouble("native") };
    const { SECRETS, env } = setUp("store-only", more);
    expect(await getSecret(env, "KEY")).toBe("from the store");
    SECRETS.behaviour = "rejects";
    await elapse(899_999);
    expect(await getSecret(env, "KEY")).toBe("from the store");
    await elapse(2);
    expect(await find(env, "KEY")).toMatchObject({ value: null, status: "unreachable" });
  });

  it("says missing where the store says so, or where there is no store", async () => {
    const { SECRETS, env } = setUp("store-only", { OTHER: "individual" });
    expect(await find(env, "OTHER")).toMatchObject({ value: null, status: "missing" });
    expect(SECRETS.requests).toHaveLength(1);
    const without: AnyEnv = { LUNAKEY_MODE: "store-only", KEY: "individual" };
    expect(await find(without, "KEY")).toMatchObject({ value: null, status: "missing" });
  });
});

describe("mode individual-first", () => {
  it("serves the individual secret where the store says that it is local", async () => {
    const { SECRETS, env } = setUp("individual-first");
    SECRETS.local = true;
    expect(await getSecret(env, "KEY")).toBe("individual");
    expect(await getSecret(env, "KEY")).toBe("individual");
    await settle();
    expect(SECRETS.requests).toHaveLength(1);
  });

  it("is not honoured by a store that is not local", async () => {
    const { env } = setUp("individual-first");
    expect(await getSecret(env, "KEY")).toBe("from the store");
    expect(await getSecret(env, "KEY")).toBe("from the store");
  });

  it("is not honoured once the store has stopped being local", async () => {
    const { SECRETS, env } = setUp("individual-first");
    SECRETS.local = true;
    expect(await getSecret(env, "KEY")).toBe("individual");
    SECRETS.local = false;
    await getSecret(env, "OTHER");
    expect(await getSecret(env, "KEY")).toBe("from the store");
  });

  it("serves from the local store what has no individual secret", async () => {
    const { SECRETS, env } = setUp("individual-first", {});
    SECRETS.local = true;
    expect(await getSecret(env, "KEY")).toBe("from the store");
  });
});
