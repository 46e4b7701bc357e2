import { describe, expect, it } from "vitest";
import { find, getSecret, getSecrets, secretName } from "../src/secrets.ts";
import { elapse, settle, useStandingClock, watch } from "./clock.ts";
import { createStoreDouble } from "./store-double.ts";

useStandingClock();

type AnyEnv = Record<string, unknown>;
const names = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `NAME_${from + i}`);

describe("the cache", () => {
  it("belongs to the binding: copies of env share it, other stores do not", async () => {
    const SECRETS = createStoreDouble({ KEY: "one" });
    const env: AnyEnv = { SECRETS };
    await getSecret(env, "KEY");
    expect(await getSecret({ ...env }, "KEY")).toBe("one");
    expect(await getSecret({ SECRETS, MORE: "here" } as AnyEnv, "KEY")).toBe("one");
    expect(SECRETS.requests).toHaveLength(1);
    const other = createStoreDouble({ KEY: "other" });
    expect(await getSecret({ SECRETS: other } as AnyEnv, "KEY")).toBe("other");
  });

  it("shares values, never promises: two cold requests ask twice", async () => {
    const SECRETS = createStoreDouble({ KEY: "one" });
    SECRETS.behaviour = "holds";
    const env: AnyEnv = { SECRETS, KEY: "individual" };
    const [first, second] = [watch(getSecret(env, "KEY")), watch(getSecret(env, "KEY"))];
    await settle();
    expect(SECRETS.requests).toHaveLength(2);
    SECRETS.held[1]?.release();
    await settle();
    expect(first.settled).toBe(false);
    expect(second.value).toBe("one");
  });
});

describe("one trip", () => {
  it("carries all the names of getSecrets", async () => {
    const SECRETS = createStoreDouble({ A: "a", B: "b" });
    const found = await getSecrets({ SECRETS } as AnyEnv, ["A", "B", "C", "A"]);
    expect(found).toEqual({ A: "a", B: "b", C: null });
    expect(SECRETS.requests).toEqual([
      { v: 1, names: ["A", "B", "C"], known: [0, 0, 0], stages: true },
    ]);
  });

  it("needs no trip for no names", async () => {
    const SECRETS = createStoreDouble();
    expect(await getSecrets({ SECRETS } as AnyEnv, [])).toEqual({});
    expect(SECRETS.requests).toEqual([]);
  });

  it("refreshes every name that is held, with the versions known", async () => {
    const SECRETS = createStoreDouble({ A: "a", B: "b" });
    const env: AnyEnv = { SECRETS };
    await getSecret(env, "A");
    await elapse(10_000);
    await getSecret(env, "B");
    expect(SECRETS.requests[1]).toMatchObject({ names: ["A", "B"], known: [1, 0] });
    await elapse(60_001);
    await getSecret(env, "A");
    await settle();
    expect(SECRETS.requests[2]).toMatchObject({ names: ["B", "A"], known: [2, 1] });
    await elapse(30_000);
    await getSecrets(env, ["A", "B"]);
    await settle();
    expect(SECRETS.requests).toHaveLength(3);
  });
});

describe("an answer", () => {
  it("`same` keeps the value and makes it fresh again", async () => {
    const SECRETS = createStoreDouble({ KEY: "one" });
    const env: AnyEnv = { SECRETS };
    await getSecret(env, "KEY");
    await elapse(60_001);
    await getSecret(env, "KEY");
    await settle();
    SECRETS.behaviour = "hangs";
    await elapse(59_998);
    expect(await find(env, "KEY")).toMatchObject({ value: "one", status: "ok", version: 1 });
    expect(SECRETS.requests).toHaveLength(2);
  });

  it("`same` for a name that is not held is no answer", async () => {
    const SECRETS = createStoreDouble();
    const same = { name: "KEY", status: "same", version: 3, maxAgeSeconds: 60 };
    SECRETS.nonsense = { answer: { items: [same] } };
    const env: AnyEnv = { SECRETS, KEY: "individual" };
    expect(await getSecret(env, "KEY")).toBe("individual");
  });

  it("that comes after a newer one does not put the older value back", async () => {
    const SECRETS = createStoreDouble({ KEY: "old" });
    SECRETS.behaviour = "holds";
    const env: AnyEnv = { SECRETS, KEY: "individual" };
    const first = watch(getSecret(env, "KEY"));
    await elapse(10);
    SECRETS.put("KEY", "new");
    const second = watch(getSecret(env, "KEY"));
    await settle();
    SECRETS.held[1]?.release();
    await settle();
    expect(second.value).toBe("new");
    SECRETS.held[0]?.release();
    await settle();
    expect(first.value).toBe("new");
    expect(await getSecret(env, "KEY")).toBe("new");
  });

  it("that comes after a newer refusal does not bring the value back", async () => {
    const SECRETS = createStoreDouble({ KEY: "old" });
    SECRETS.behaviour = "holds";
    const env: AnyEnv = { SECRETS, KEY: "individual" };
    const first = watch(getSecret(env, "KEY"));
    await elapse(10);
    SECRETS.refuse("KEY", "denied");
    watch(getSecret(env, "KEY"));
    await settle();
    SECRETS.held[1]?.release();
    await settle();
    SECRETS.held[0]?.release();
    await settle();
    expect(first.value).toBeNull();
  });

  it("carries the stages that a verifier accepts", async () => {
    const SECRETS = createStoreDouble();
    const stages = [{ stage: "previous", version: 1, value: "before", until: 5 }] as const;
    SECRETS.put("KEY", "now", { stages });
    expect(await find({ SECRETS } as AnyEnv, "KEY")).toMatchObject({ value: "now", stages });
  });
});

describe("expiresAt", () => {
  it("ends a value while the store answers", async () => {
    const SECRETS = createStoreDouble();
    SECRETS.put("KEY", "one", { expiresAt: Date.now() + 30_000 });
    const env: AnyEnv = { SECRETS };
    await getSecret(env, "KEY");
    SECRETS.refuse("KEY", "expired");
    await elapse(29_999);
    expect(await getSecret(env, "KEY")).toBe("one");
    await elapse(2);
    expect(await find(env, "KEY")).toMatchObject({ value: null, status: "expired" });
  });

  it("ends a value in an outage too, and no copy takes its place", async () => {
    const SECRETS = createStoreDouble();
    SECRETS.put("KEY", "one", { expiresAt: Date.now() + 300_000 });
    const env: AnyEnv = { SECRETS, KEY: "individual" };
    await getSecret(env, "KEY");
    SECRETS.behaviour = "rejects";
    await elapse(299_999);
    expect(await getSecret(env, "KEY")).toBe("one");
    await elapse(2);
    expect(await find(env, "KEY")).toMatchObject({ value: null, status: "expired" });
    await elapse(86_400_000);
    expect(await find(env, "KEY")).toMatchObject({ value: null, status: "expired" });
  });
});

describe("names that code computes", () => {
  it("do not grow the memory, nor a request past what the store takes", async () => {
    const SECRETS = createStoreDouble({ KEY: "one" });
    const env: AnyEnv = { SECRETS };
    for (const name of names(0, 600)) await getSecret(env, secretName(name));
    expect(Math.max(...SECRETS.requests.map((one) => one.names.length))).toBeLessThanOrEqual(251);
    await getSecrets(env, names(600, 850));
    await getSecrets(env, names(850, 1_100));
    expect(Math.max(...SECRETS.requests.map((one) => one.names.length))).toBeLessThanOrEqual(500);
    expect(await getSecret(env, "KEY")).toBe("one");
  });

  it("do not push out a name that is asked for with them", async () => {
    const SECRETS = createStoreDouble({ KEY: "one", NEW: "two" });
    const env: AnyEnv = { SECRETS };
    await getSecret(env, "KEY");
    await getSecrets(env, names(0, 249));
    await elapse(130_000);
    expect(await getSecrets(env, ["KEY", "NEW"])).toEqual({ KEY: "one", NEW: "two" });
    for (const name of names(300, 547)) await getSecret(env, secretName(name));
    SECRETS.behaviour = "rejects";
    expect(await getSecrets(env, ["KEY", "NEW"])).toEqual({ KEY: "one", NEW: "two" });
  });

  it("are answered with `same` without being lost", async () => {
    const many = names(0, 300);
    const SECRETS = createStoreDouble(Object.fromEntries(many.map((name) => [name, name])));
    const env: AnyEnv = { SECRETS };
    for (const name of many) await getSecret(env, secretName(name));
    for (const _ of [1, 2, 3]) {
      await elapse(130_000);
      for (const name of many) expect(await getSecret(env, secretName(name))).toBe(name);
    }
  });
});
