import { reportRequest } from "@lunakey/contract";
import { beforeAll, describe, expect, it } from "vitest";
import { getSecret, getSecrets, secretName } from "../src/secrets.ts";
import { reportUsage } from "../src/usage.ts";
import { elapse, settle, useStandingClock } from "./clock.ts";
import { createReportingStore } from "./reporting-store.ts";

useStandingClock();
beforeAll(() => {
  reportUsage();
  reportUsage();
});

describe("reportUsage", () => {
  it("sends one batch a minute, counted by name, source and version", async () => {
    const { SECRETS, env, reports } = createReportingStore({ KEY: "canary-value" });
    const from = Date.now();
    await getSecrets(env, ["KEY", "OWN", "NONE"]);
    await getSecret(env, "KEY");
    SECRETS.put("KEY", "canary-rotated");
    await elapse(59_999);
    await getSecret(env, "KEY");
    expect(reports).toEqual([]);
    await elapse(1);
    await getSecret(env, "KEY");
    await settle();
    await getSecret(env, "KEY");
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatchObject({ v: 1, from, to: from + 60_000 });
    expect(reports[0]?.counts).toEqual([
      { name: "KEY", source: "store", version: 1, count: 4 },
      { name: "OWN", source: "individual", count: 1 },
      { name: "NONE", source: "none", count: 1 },
    ]);
    await elapse(60_000);
    await getSecret(env, "KEY");
    await settle();
    expect(reports[1]?.counts[0]).toMatchObject({ name: "KEY", version: 2, count: 2 });
    expect(reports[1]?.batchId).not.toBe(reports[0]?.batchId);
  });

  it("sends what the contract takes, and no value", async () => {
    const { env, reports } = createReportingStore({ KEY: "canary-value" });
    await getSecrets(env, ["KEY", "OWN"]);
    await getSecret(env, secretName("not a name that the store has: canary"));
    await elapse(60_000);
    await getSecret(env, "KEY");
    await settle();
    expect(reportRequest.parse(reports[0]).counts).toHaveLength(2);
    expect(JSON.stringify(reports)).not.toContain("canary");
  });

  it("sends the same batch under the same id until it is acknowledged", async () => {
    const { env, reports, link } = createReportingStore({ KEY: "one" });
    link.up = false;
    await getSecret(env, "KEY");
    await elapse(60_000);
    await getSecret(env, "KEY");
    await settle();
    await getSecret(env, "KEY");
    await elapse(4_999);
    await getSecret(env, "KEY");
    expect(reports).toHaveLength(1);
    await elapse(60_000);
    link.up = true;
    await getSecret(env, "KEY");
    await settle();
    expect(reports).toHaveLength(2);
    expect(reports[1]).toEqual(reports[0]);
    await elapse(60_000);
    await getSecret(env, "KEY");
    await settle();
    expect(reports[2]?.batchId).not.toBe(reports[0]?.batchId);
    expect(reports[2]?.counts).toEqual([{ name: "KEY", source: "store", version: 1, count: 4 }]);
  });

  it("asks less and less often while a batch is refused, and gives it up in the end", async () => {
    const { env, reports, link } = createReportingStore({ KEY: "one" });
    link.up = false;
    await getSecret(env, "KEY");
    const sentAt: number[] = [];
    for (let second = 0; second < 4_000; second += 5) {
      await elapse(5_000);
      await getSecret(env, "KEY");
      await settle();
      if (reports.length > sentAt.length) sentAt.push(second);
    }
    const ids = reports.map(({ batchId }) => batchId);
    expect(ids.filter((id) => id === ids[0])).toHaveLength(10);
    expect(new Set(ids).size).toBe(2);
    const gaps = sentAt.slice(1, 10).map((at, index) => at - (sentAt[index] ?? 0));
    expect(gaps).toEqual([60, 10, 20, 40, 80, 160, 320, 600, 600]);
    expect(reports.at(-1)?.from).toBe(reports[0]?.to);
  });

  it("sends nothing where there is no store, and its failure is nobody's concern", async () => {
    expect(await getSecret({ OWN: "own" } as Record<string, unknown>, "OWN")).toBe("own");
  });

  it("takes a variable called SECRETS for no store", async () => {
    const env = { SECRETS: "a variable", OWN: "own" } as Record<string, unknown>;
    expect(await getSecret(env, "OWN")).toBe("own");
  });
});
