import { describe, expect, it } from "vitest";
import { find, findSecret, getSecret, getSecrets, requireSecret } from "../src/secrets.ts";
import { elapse, settle, useStandingClock, watch } from "./clock.ts";
import { createNativeDouble, createStoreDouble } from "./store-double.ts";

useStandingClock();

type AnyEnv = Record<string, unknown>;

describe("the order of the sources", () => {
  it("is the store, before native bindings and the individual secret", async () => {
    const SECRETS = createStoreDouble({ KEY: "from the store" });
    const env: AnyEnv = { SECRETS, KEY_STORE: createNativeDouble("native"), KEY: "individual" };
    expect(await find(env, "KEY")).toMatchObject({ value: "from the store", source: "store" });
  });

  it("goes on to NAME_STORE, then to NAME where that is an object, then to the string", async () => {
    const SECRETS = createStoreDouble();
    const both: AnyEnv = { SECRETS, KEY_STORE: createNativeDouble("first"), KEY: "individual" };
    expect(await find(both, "KEY")).toEqual({ value: "first", source: "native", status: "ok" });
    const native: AnyEnv = { SECRETS, KEY: createNativeDouble("second") };
    expect(await find(native, "KEY")).toEqual({ value: "second", source: "native", status: "ok" });
    const own: AnyEnv = { SECRETS, KEY: "individual" };
    expect(await find(own, "KEY")).toEqual({
      value: "individual",
      source: "individual",
      status: "ok",
    });
    expect(await find({ SECRETS } as AnyEnv, "KEY")).toEqual({
      value: null,
      source: "none",
      status: "missing",
    });
  });

  it("passes over a native binding that rejects", async () => {
    const env: AnyEnv = { KEY_STORE: createNativeDouble(), KEY: "individual" };
    expect(await getSecret(env, "KEY")).toBe("individual");
    expect(await getSecret({ KEY: createNativeDouble() } as AnyEnv, "KEY")).toBeNull();
  });

  it.each([
    [
      "throws",
      () => {
        throw new TypeError("an id is expected");
      },
    ],
    ["answers at once", () => "not for us"],
    ["answers no text", async () => ({ body: "a stream" })],
  ])("survives NAME_STORE being another kind of binding, whose get %s", async (kind, get) => {
    const env: AnyEnv = { KEY_STORE: { get }, KEY: "individual" };
    const served = kind === "answers at once" ? "not for us" : "individual";
    expect(await getSecret(env, "KEY")).toBe(served);
  });
});

describe("what the store says", () => {
  it.each(["denied", "deleted", "expired", "invalid"] as const)(
    "%s is final: nothing else serves",
    async (status) => {
      const SECRETS = createStoreDouble();
      SECRETS.refuse("KEY", status);
      const env: AnyEnv = { SECRETS, KEY_STORE: createNativeDouble("native"), KEY: "individual" };
      expect(await find(env, "KEY")).toMatchObject({ value: null, status, source: "store" });
      expect(await getSecret(env, "KEY")).toBeNull();
      await expect(requireSecret(env, "KEY")).rejects.toMatchObject({ code: status });
    },
  );

  it("missing goes on to the next source", async () => {
    const env: AnyEnv = { SECRETS: createStoreDouble(), KEY: "individual" };
    expect(await getSecret(env, "KEY")).toBe("individual");
  });

  it("missing does not go on where the store knows the copies to be obsolete", async () => {
    const SECRETS = createStoreDouble();
    SECRETS.refuse("KEY", "missing", { fallback: "obsolete" });
    const env: AnyEnv = { SECRETS, KEY: "individual" };
    expect(await find(env, "KEY")).toMatchObject({ value: null, status: "obsolete" });
  });

  it("refusals outlast the store: an outage does not bring the copy back", async () => {
    const SECRETS = createStoreDouble();
    SECRETS.refuse("KEY", "deleted");
    const env: AnyEnv = { SECRETS, KEY: "individual" };
    await getSecret(env, "KEY");
    SECRETS.behaviour = "rejects";
    await elapse(86_400_000);
    expect(await find(env, "KEY")).toMatchObject({ value: null, status: "deleted" });
  });

  it("an obsolete copy is not served, not even when the store's own value is too old", async () => {
    const SECRETS = createStoreDouble();
    SECRETS.put("KEY", "rotated", { fallback: "obsolete" });
    const env: AnyEnv = { SECRETS, KEY: "leaked" };
    expect(await getSecret(env, "KEY")).toBe("rotated");
    SECRETS.behaviour = "rejects";
    await elapse(86_400_000);
    expect(await find(env, "KEY")).toMatchObject({ value: null, status: "obsolete" });
  });
});

describe("a store that can not be reached", () => {
  it.each(["rejects", "throws"] as const)("%s: the next source serves", async (behaviour) => {
    const SECRETS = createStoreDouble({ KEY: "from the store" });
    SECRETS.behaviour = behaviour;
    expect(await getSecret({ SECRETS, KEY: "individual" } as AnyEnv, "KEY")).toBe("individual");
    expect(await find({ SECRETS } as AnyEnv, "KEY")).toMatchObject({ status: "unreachable" });
  });

  it("hangs: the next source serves at the deadline", async () => {
    const SECRETS = createStoreDouble({ KEY: "from the store" });
    SECRETS.behaviour = "hangs";
    const read = watch(getSecret({ SECRETS, KEY: "individual" } as AnyEnv, "KEY"));
    await elapse(999);
    expect(read.settled).toBe(false);
    await elapse(1);
    expect(read.value).toBe("individual");
  });

  it("has no method read: the next source serves", async () => {
    const env: AnyEnv = { SECRETS: { get: async () => "as the request types it" }, KEY: "own" };
    expect(await getSecret(env, "KEY")).toBe("own");
  });

  it("a variable called SECRETS is not taken for a store", async () => {
    expect(await getSecret({ SECRETS: "a variable", KEY: "own" } as AnyEnv, "KEY")).toBe("own");
  });

  it("is unreachable, not missing, where all that is known is too old", async () => {
    const SECRETS = createStoreDouble({ KEY: "from the store" });
    const env: AnyEnv = { SECRETS };
    await getSecret(env, "KEY");
    SECRETS.behaviour = "rejects";
    await elapse(900_001);
    expect(await find(env, "KEY")).toMatchObject({ value: null, status: "unreachable" });
  });
});

describe("without a store", () => {
  it("reads the environment of a process in Node", async () => {
    process.env.LUNAKEY_TEST_KEY = "from the process";
    expect(await requireSecret(process.env, "LUNAKEY_TEST_KEY")).toBe("from the process");
    delete process.env.LUNAKEY_TEST_KEY;
    expect(await findSecret(process.env, "LUNAKEY_TEST_KEY")).toBeUndefined();
    await expect(requireSecret(process.env, "LUNAKEY_TEST_KEY")).rejects.toMatchObject({
      code: "missing",
    });
  });

  it("an empty string is no secret, wherever it is", async () => {
    expect(await getSecret({ KEY: "" } as AnyEnv, "KEY")).toBeNull();
    const SECRETS = createStoreDouble({ KEY: "" });
    const env: AnyEnv = { SECRETS, KEY_STORE: createNativeDouble(""), KEY: "individual" };
    expect(await getSecret(env, "KEY")).toBe("individual");
    expect(await getSecret({ SECRETS, KEY: "" } as AnyEnv, "KEY")).toBeNull();
  });

  it("getSecrets has each name asked for, with null for none", async () => {
    const env: AnyEnv = { ONE: "1" };
    expect(await getSecrets(env, ["ONE", "TWO"])).toEqual({ ONE: "1", TWO: null });
    await settle();
  });
});
