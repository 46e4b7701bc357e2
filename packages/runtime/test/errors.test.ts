import { afterEach, describe, expect, it } from "vitest";
import {
  type Found,
  find,
  findSecret,
  getSecret,
  getSecrets,
  hooks,
  requireSecret,
  SecretError,
} from "../src/secrets.ts";
import { elapse, useStandingClock } from "./clock.ts";
import { createStoreDouble } from "./store-double.ts";

useStandingClock();

type AnyEnv = Record<string, unknown>;

describe("where there is no value", () => {
  it("getSecret is null, findSecret undefined, requireSecret throws", async () => {
    const env: AnyEnv = {};
    expect(await getSecret(env, "KEY")).toBeNull();
    expect(await findSecret(env, "KEY")).toBeUndefined();
    await expect(requireSecret(env, "KEY")).rejects.toBeInstanceOf(SecretError);
  });

  it.each(["missing", "denied", "deleted", "expired", "invalid"] as const)(
    "the error of a secret that is %s has the code and names the secret only",
    async (status) => {
      const SECRETS = createStoreDouble();
      SECRETS.refuse("KEY", status);
      const error = await requireSecret({ SECRETS } as AnyEnv, "KEY").catch((thrown) => thrown);
      expect(error).toMatchObject({ name: "SecretError", code: status });
      expect(error.message).toBe(`Secret KEY is ${status}`);
    },
  );

  it("an obsolete copy and an unreachable store have their codes", async () => {
    const SECRETS = createStoreDouble();
    SECRETS.put("KEY", "canary-value", { fallback: "obsolete" });
    const env: AnyEnv = { SECRETS, KEY: "canary-copy" };
    await getSecret(env, "KEY");
    SECRETS.behaviour = "rejects";
    await elapse(900_001);
    const obsolete = await requireSecret(env, "KEY").catch((thrown) => thrown);
    const unreachable = await requireSecret(env, "OTHER").catch((thrown) => thrown);
    expect([obsolete.code, unreachable.code]).toEqual(["obsolete", "unreachable"]);
    for (const error of [obsolete, unreachable]) {
      expect(JSON.stringify({ ...error, text: `${error.stack}${error.cause}` })).not.toContain(
        "canary",
      );
    }
  });

  it("a read at module scope says so, without what the platform said", async () => {
    const read = () => {
      throw new Error("Disallowed operation called within global scope. canary");
    };
    const error = await getSecret({ SECRETS: { read } } as AnyEnv, "KEY").catch((thrown) => thrown);
    expect(error).toMatchObject({ name: "SecretError", code: "module_scope" });
    expect(error.message).toBe("Secret KEY is read at module scope");
  });
});

describe("an answer that makes no sense", () => {
  const item = { name: "KEY", maxAgeSeconds: 60, fallback: "allowed" };
  it.each([
    ["undefined", undefined],
    ["null", null],
    ["text", "nonsense"],
    ["an empty object", {}],
    ["no items", { items: undefined }],
    ["too few items", { items: [] }],
    ["null items", { items: [null] }],
    ["empty items", { items: [{}] }],
    ["items without a name", { items: [{ ...item, name: undefined, status: "denied" }] }],
    ["`ok` without a value", { items: [{ ...item, status: "ok" }] }],
    ["`same` without a value", { items: [{ ...item, status: "same" }] }],
    ["a value that is a number", { items: [{ ...item, status: "ok", value: 42 }] }],
    ["a value that is an object", { items: [{ ...item, status: "ok", value: { one: 1 } }] }],
  ])("%s: the next source serves, and the store is asked again", async (_title, answer) => {
    const SECRETS = createStoreDouble({ KEY: "one" });
    SECRETS.nonsense = { answer };
    const env: AnyEnv = { SECRETS, KEY: "individual" };
    expect(await getSecret(env, "KEY")).toBe("individual");
    SECRETS.nonsense = undefined;
    expect(await getSecret(env, "KEY")).toBe("one");
  });

  it("does not replace what is known", async () => {
    const SECRETS = createStoreDouble({ KEY: "one" });
    const env: AnyEnv = { SECRETS, KEY: "individual", OTHER: "individual" };
    SECRETS.refuse("OTHER", "denied");
    await getSecrets(env, ["KEY", "OTHER"]);
    SECRETS.nonsense = { answer: { items: [{ name: "KEY" }, { name: "OTHER" }] } };
    await elapse(120_001);
    expect(await getSecrets(env, ["KEY", "OTHER"])).toEqual({ KEY: "one", OTHER: null });
  });
});

describe("the hook", () => {
  afterEach(() => {
    delete hooks.onRead;
  });

  it("is told of every read, with its source and version", async () => {
    const told: [string[], (Partial<Found> | undefined)[]][] = [];
    hooks.onRead = (_env, names, found) => {
      told.push([names, found.map(({ source, version }) => ({ source, version }) as Found)]);
    };
    const SECRETS = createStoreDouble({ KEY: "one" });
    const env: AnyEnv = { SECRETS, OWN: "individual" };
    await getSecret(env, "KEY");
    await getSecret(env, "KEY");
    await getSecrets(env, ["KEY", "OWN", "NONE"]);
    const store = { source: "store", version: 1 };
    const individual = { source: "individual", version: undefined };
    expect(told[0]).toEqual([["KEY"], [store]]);
    expect(told[1]).toEqual([["KEY"], [store]]);
    expect(told[2]?.[0]).toEqual(["KEY", "OWN", "NONE"]);
    expect(told[2]?.[1].slice(0, 2)).toEqual([store, individual]);
    expect(await find(env, "KEY")).toMatchObject(store);
    expect(told).toHaveLength(4);
  });
});
