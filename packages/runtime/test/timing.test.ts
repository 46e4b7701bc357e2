/** Every number of the helper at its edge, a millisecond before and a millisecond after. */
import { readFileSync } from "node:fs";
import { READ_TIMING } from "@lunakey/contract";
import { describe, expect, it } from "vitest";
import { find, getSecret, getSecrets } from "../src/secrets.ts";
import { elapse, settle, useStandingClock, watch } from "./clock.ts";
import { createStoreDouble } from "./store-double.ts";

useStandingClock();

type AnyEnv = Record<string, unknown>;
const { FRESH_MS, MISSING_MS, OUTAGE_MS, DEADLINE_MS, DEADLINE_ALONE_MS, BREAKER_OPEN_MS } =
  READ_TIMING;

/** A store that holds KEY, an env with it, and one read done. */
async function warm(own: AnyEnv = {}) {
  const SECRETS = createStoreDouble({ KEY: "one" });
  const env: AnyEnv = { SECRETS, ...own };
  await getSecret(env, "KEY");
  return { SECRETS, env };
}

describe("the numbers", () => {
  it("are those of the contract, and of the design", () => {
    const source = readFileSync(new URL("../src/secrets.ts", import.meta.url), "utf8");
    const written = Object.fromEntries(
      [...source.matchAll(/^const ([A-Z_]+) = ([\d_]+);/gm)].map(([, name, value]) => [
        name,
        Number(value?.replaceAll("_", "")),
      ]),
    );
    const { FRESH_MS: _store, MISSING_MS: _too, ...held } = READ_TIMING;
    expect(written).toMatchObject(held);
    expect(READ_TIMING).toEqual({
      FRESH_MS: 60_000,
      MISSING_MS: 5_000,
      OUTAGE_MS: 15 * 60_000,
      DEADLINE_MS: 1_000,
      DEADLINE_ALONE_MS: 5_000,
      BREAKER_OPEN_MS: 10_000,
      BREAKER_FAILURES: 3,
    });
  });
});

describe("a value", () => {
  it("is fresh for 60 s: no request goes out", async () => {
    const { SECRETS, env } = await warm();
    SECRETS.put("KEY", "two");
    await elapse(FRESH_MS - 1);
    expect(await getSecret(env, "KEY")).toBe("one");
    await settle();
    expect(SECRETS.requests).toHaveLength(1);
  });

  it("is stale after 60 s: served, and refreshed behind by exactly one request", async () => {
    const { SECRETS, env } = await warm();
    SECRETS.put("KEY", "two");
    SECRETS.behaviour = "holds";
    await elapse(FRESH_MS + 1);
    const reads = Array.from({ length: 5 }, () => getSecret(env, "KEY"));
    expect(await Promise.all(reads)).toEqual(Array(5).fill("one"));
    await settle();
    expect(SECRETS.requests).toHaveLength(2);
    SECRETS.held[0]?.release();
    await settle();
    expect(await getSecret(env, "KEY")).toBe("two");
    expect(SECRETS.requests).toHaveLength(2);
  });

  it("is served stale up to 120 s, without waiting for the store", async () => {
    const { SECRETS, env } = await warm();
    SECRETS.behaviour = "hangs";
    await elapse(2 * FRESH_MS - 1);
    const read = watch(getSecret(env, "KEY"));
    await settle();
    expect(read).toEqual({ settled: true, value: "one" });
  });

  it("waits for the store after 120 s", async () => {
    const { SECRETS, env } = await warm();
    SECRETS.put("KEY", "two");
    SECRETS.behaviour = "holds";
    await elapse(2 * FRESH_MS + 1);
    const read = watch(getSecret(env, "KEY"));
    await settle();
    expect(read.settled).toBe(false);
    SECRETS.held[0]?.release();
    await settle();
    expect(read.value).toBe("two");
  });

  it("is served for 15 min while the store can not be reached, and not longer", async () => {
    const { SECRETS, env } = await warm();
    SECRETS.behaviour = "rejects";
    await elapse(OUTAGE_MS - 1);
    expect(await getSecret(env, "KEY")).toBe("one");
    await elapse(2);
    expect(await getSecret(env, "KEY")).toBeNull();
  });

  it("gives way to the individual secret after 15 min, where the store allows it", async () => {
    const { SECRETS, env } = await warm({ KEY: "individual" });
    SECRETS.behaviour = "rejects";
    await elapse(OUTAGE_MS - 1);
    expect(await getSecret(env, "KEY")).toBe("one");
    await elapse(2);
    expect(await getSecret(env, "KEY")).toBe("individual");
  });

  it("is as old as the question, not as the answer", async () => {
    const SECRETS = createStoreDouble({ KEY: "one" });
    SECRETS.behaviour = "holds";
    const env: AnyEnv = { SECRETS };
    const read = watch(getSecret(env, "KEY"));
    await elapse(4_000);
    SECRETS.held[0]?.release();
    await settle();
    expect(read.value).toBe("one");
    await elapse(FRESH_MS - 4_000 - 1);
    await getSecret(env, "KEY");
    expect(SECRETS.requests).toHaveLength(1);
    await elapse(2);
    await getSecret(env, "KEY");
    await settle();
    expect(SECRETS.requests).toHaveLength(2);
  });

  it("is asked for at every read where the store is local", async () => {
    const SECRETS = createStoreDouble();
    SECRETS.put("KEY", "one", { maxAgeSeconds: 0 });
    const env: AnyEnv = { SECRETS };
    expect(await getSecret(env, "KEY")).toBe("one");
    SECRETS.put("KEY", "two", { maxAgeSeconds: 0 });
    expect(await getSecret(env, "KEY")).toBe("two");
  });
});

describe("a missing name", () => {
  it("is remembered for 5 s", async () => {
    const SECRETS = createStoreDouble();
    const env: AnyEnv = { SECRETS };
    expect(await getSecret(env, "KEY")).toBeNull();
    SECRETS.put("KEY", "one");
    await elapse(MISSING_MS - 1);
    expect(await getSecret(env, "KEY")).toBeNull();
    expect(SECRETS.requests).toHaveLength(1);
    await elapse(2);
    expect(await getSecret(env, "KEY")).toBe("one");
  });
});

describe("the deadline", () => {
  const own: AnyEnv = { KEY: "individual" };
  const native: AnyEnv = { KEY_STORE: { get: async () => "native" } };
  const storeOnly: AnyEnv = { KEY: "individual", LUNAKEY_MODE: "store-only" };
  it.each([
    ["1 s where there is an individual secret", own, DEADLINE_MS, "individual"],
    ["1 s where there is a native binding", native, DEADLINE_MS, "native"],
    ["5 s where nothing else can serve", {}, DEADLINE_ALONE_MS, null],
    ["5 s where nothing else may serve", storeOnly, DEADLINE_ALONE_MS, null],
  ])("is %s", async (_title, more, deadlineMs, value) => {
    const SECRETS = createStoreDouble({ KEY: "one" });
    SECRETS.behaviour = "hangs";
    const read = watch(getSecret({ SECRETS, ...more } as AnyEnv, "KEY"));
    await elapse(deadlineMs - 1);
    expect(read.settled).toBe(false);
    await elapse(2);
    expect(read).toEqual({ settled: true, value });
  });

  it("is 1 s where a value from before can serve", async () => {
    const { SECRETS, env } = await warm();
    SECRETS.behaviour = "hangs";
    await elapse(OUTAGE_MS - DEADLINE_MS - 10);
    const read = watch(getSecret(env, "KEY"));
    await elapse(DEADLINE_MS - 1);
    expect(read.settled).toBe(false);
    await elapse(2);
    expect(read.value).toBe("one");
  });

  it("is 5 s for a trip in which one of the names has nothing else", async () => {
    const SECRETS = createStoreDouble();
    SECRETS.behaviour = "hangs";
    const read = watch(getSecrets({ SECRETS, KEY: "own" } as AnyEnv, ["KEY", "OTHER"]));
    await elapse(DEADLINE_ALONE_MS - 1);
    expect(read.settled).toBe(false);
    await elapse(2);
    expect(read.value).toEqual({ KEY: "own", OTHER: null });
  });

  it("does not throw an answer away that comes after it", async () => {
    const SECRETS = createStoreDouble({ KEY: "one" });
    SECRETS.behaviour = "holds";
    const env: AnyEnv = { SECRETS, KEY: "individual" };
    const read = watch(getSecret(env, "KEY"));
    await elapse(DEADLINE_MS + 1);
    expect(read.value).toBe("individual");
    SECRETS.held[0]?.release();
    await settle();
    expect(await getSecret(env, "KEY")).toBe("one");
    expect(SECRETS.requests).toHaveLength(1);
  });
});

describe("the breaker", () => {
  /** A store that has failed as often as the breaker allows. */
  async function failing(times: number = READ_TIMING.BREAKER_FAILURES) {
    const SECRETS = createStoreDouble({ KEY: "one" });
    const env: AnyEnv = { SECRETS, KEY: "individual" };
    SECRETS.behaviour = "rejects";
    for (let i = 0; i < times; i++) await getSecret(env, "KEY");
    expect(SECRETS.requests).toHaveLength(times);
    return { SECRETS, env };
  }

  it("is closed for two failures: every request tries", async () => {
    const { SECRETS, env } = await failing(2);
    await Promise.all([getSecret(env, "KEY"), getSecret(env, "KEY")]);
    expect(SECRETS.requests).toHaveLength(4);
  });

  it("lets one request in 10 s try after three failures, and the others go on at once", async () => {
    const { SECRETS, env } = await failing();
    SECRETS.behaviour = "hangs";
    const trying = watch(getSecret(env, "KEY"));
    const others = watch(Promise.all([getSecret(env, "KEY"), getSecret(env, "KEY")]));
    await settle();
    expect(SECRETS.requests).toHaveLength(4);
    expect(trying.settled).toBe(false);
    expect(others.value).toEqual(["individual", "individual"]);
    await elapse(BREAKER_OPEN_MS - 1);
    await getSecret(env, "KEY");
    expect(SECRETS.requests).toHaveLength(4);
    await elapse(2);
    watch(getSecret(env, "KEY"));
    await settle();
    expect(SECRETS.requests).toHaveLength(5);
  });

  it("closes with the first answer", async () => {
    const { SECRETS, env } = await failing();
    SECRETS.behaviour = "answers";
    expect(await getSecret(env, "KEY")).toBe("one");
    SECRETS.behaviour = "rejects";
    await elapse(2 * FRESH_MS + 1);
    for (let i = 0; i < 3; i++) await getSecret(env, "KEY");
    expect(SECRETS.requests).toHaveLength(7);
  });

  it("counts a deadline and an answer that makes no sense as failures", async () => {
    const { SECRETS, env } = await failing(1);
    SECRETS.behaviour = "hangs";
    const slow = watch(getSecret(env, "KEY"));
    await elapse(DEADLINE_MS + 1);
    expect(slow.settled).toBe(true);
    SECRETS.behaviour = "answers";
    SECRETS.nonsense = { answer: {} };
    await getSecret(env, "KEY");
    SECRETS.behaviour = "hangs";
    const trying = watch(getSecret(env, "KEY"));
    await settle();
    expect(trying.settled).toBe(false);
    const other = watch(find(env, "KEY"));
    await settle();
    expect(other.value).toMatchObject({ source: "individual" });
  });
});

describe("the lease of a refresh", () => {
  it("expires after 5 s, so that a cancelled request blocks nobody", async () => {
    const { SECRETS, env } = await warm();
    SECRETS.behaviour = "hangs";
    await elapse(FRESH_MS + 1);
    await getSecret(env, "KEY");
    await settle();
    expect(SECRETS.requests).toHaveLength(2);
    await elapse(DEADLINE_ALONE_MS - 1);
    await getSecret(env, "KEY");
    await settle();
    expect(SECRETS.requests).toHaveLength(2);
    await elapse(2);
    await getSecret(env, "KEY");
    await settle();
    expect(SECRETS.requests).toHaveLength(3);
  });
});
