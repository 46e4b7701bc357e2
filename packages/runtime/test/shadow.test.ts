import { beforeAll, describe, expect, it, vi } from "vitest";
import { getSecret } from "../src/secrets.ts";
import { compareInShadow } from "../src/shadow.ts";
import { reportUsage } from "../src/usage.ts";
import { elapse, settle, useStandingClock } from "./clock.ts";
import { createReportingStore } from "./reporting-store.ts";

useStandingClock();
beforeAll(() => {
  compareInShadow();
  compareInShadow();
  reportUsage();
});

/** Lets comparisons end. WebCrypto answers from its own threads, so turns of the loop do not do. */
async function compared(): Promise<void> {
  await settle();
  await Promise.all(digest.mock.results.map(({ value }) => value));
  await settle();
}
const digest = vi.spyOn(crypto.subtle, "digest");

async function parities(values: Record<string, string>, own: object, mode = "shadow") {
  const store = createReportingStore(values, { LUNAKEY_MODE: mode, ...own });
  for (let i = 0; i < 3; i++) await getSecret(store.env, "KEY");
  await compared();
  await elapse(60_000);
  await getSecret(store.env, "KEY");
  await compared();
  return { ...store, counts: store.reports[0]?.counts };
}

describe("compareInShadow", () => {
  it.each([
    ["same", { KEY: "one" }, { version: 1 }],
    ["different", { KEY: "two" }, { version: 1 }],
    ["missing", {}, {}],
  ])("reports %s, once a minute, beside the reads", async (parity, values, version) => {
    const { counts, reports } = await parities(values as Record<string, string>, { KEY: "one" });
    expect(counts).toContainEqual({
      name: "KEY",
      source: "individual",
      parity,
      count: 1,
      ...version,
    });
    expect(counts).toContainEqual({ name: "KEY", source: "individual", count: 3 });
    expect(counts).toHaveLength(2);
    expect(reports).toHaveLength(2);
    expect(JSON.stringify(reports)).not.toMatch(/one|two/);
  });

  it("tells the first comparison, and any that comes out otherwise, without waiting", async () => {
    const store = createReportingStore({ KEY: "one" }, { LUNAKEY_MODE: "shadow", KEY: "one" });
    const told = async () => {
      await getSecret(store.env, "KEY");
      await compared();
      await elapse(5_000);
      return store.reports.splice(0).flatMap(({ counts }) => counts.map(({ parity }) => parity));
    };
    expect(await told()).toEqual([undefined, "same"]);
    expect(await told()).toEqual([]);
    store.env.KEY = "two";
    expect(await told()).toContain("different");
    store.SECRETS.put("KEY", "two");
    await elapse(120_000);
    // The minute's report went out with this read, before the comparison: the next one brings it.
    expect([...(await told()), ...(await told())]).toContain("same");
  });

  it("compares once for requests that come at the same time", async () => {
    const store = createReportingStore({ KEY: "one" }, { LUNAKEY_MODE: "shadow", KEY: "one" });
    await Promise.all(Array.from({ length: 20 }, () => getSecret(store.env, "KEY")));
    await compared();
    expect(store.SECRETS.requests).toHaveLength(1);
  });

  it("says nothing while the store can not be reached", async () => {
    const store = createReportingStore({ KEY: "one" }, { LUNAKEY_MODE: "shadow", KEY: "one" });
    store.SECRETS.behaviour = "rejects";
    await getSecret(store.env, "KEY");
    await compared();
    await elapse(60_000);
    await getSecret(store.env, "KEY");
    await compared();
    expect(store.reports[0]?.counts).toEqual([{ name: "KEY", source: "individual", count: 2 }]);
  });

  it("says nothing where all that is known of the store is too old", async () => {
    const store = createReportingStore({ KEY: "one" }, { LUNAKEY_MODE: "shadow", KEY: "one" });
    await getSecret(store.env, "KEY");
    await compared();
    await elapse(60_000);
    await getSecret(store.env, "KEY");
    await compared();
    store.SECRETS.behaviour = "rejects";
    for (let i = 0; i < 2; i++) {
      await elapse(900_001);
      await getSecret(store.env, "KEY");
      await compared();
    }
    const found = store.reports.flatMap((report) => report.counts.map((count) => count.parity));
    expect(found).not.toContain("missing");
  });

  it("never serves the store's value, and does not wait for it", async () => {
    const store = createReportingStore({ KEY: "two" }, { LUNAKEY_MODE: "shadow", KEY: "one" });
    store.SECRETS.behaviour = "hangs";
    expect(await getSecret(store.env, "KEY")).toBe("one");
    await compared();
    expect(store.SECRETS.requests).toHaveLength(1);
  });

  it("takes a variable called SECRETS for no store", async () => {
    const env = { SECRETS: "a variable", LUNAKEY_MODE: "shadow", KEY: "one" };
    expect(await getSecret(env as Record<string, unknown>, "KEY")).toBe("one");
  });

  it("compares in no other mode", async () => {
    const { counts } = await parities({ KEY: "two" }, { KEY: "one" }, "store-first");
    expect(counts).toEqual([{ name: "KEY", source: "store", version: 1, count: 4 }]);
  });
});
