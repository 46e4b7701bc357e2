import { reset } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { addUsages, OTHER_NAMES, type UsageCount } from "../../../src/ledger/usage/usage-rows.ts";
import { rows, withSql } from "../../ledger-harness.ts";

beforeEach(() => reset());

const COUNT: UsageCount = {
  worker: "api",
  environment: "production",
  name: "A",
  kind: "denied",
  source: "none",
  version: 0,
  parity: "",
  firstAt: 1,
  lastAt: 2,
  count: 1,
};
const ROOM = 3;

const add = (...counts: Partial<UsageCount>[]) =>
  withSql((sql) =>
    addUsages(
      sql,
      counts.map((each) => ({ ...COUNT, ...each })),
      ROOM,
    ),
  );
const kept = async (worker = "api") =>
  (await rows<{ name: string; count: number }>("SELECT * FROM usage WHERE worker = ?", worker)).map(
    ({ name, count }) => `${name} ${count}`,
  );

describe("counts of what a consumer can make up", () => {
  it("share one row once the consumer has filled its room", async () => {
    await add({ name: "A" }, { name: "B" }, { name: "C" }, { name: "D" }, { name: "E" });
    await add({ name: "F", count: 5 }, { name: "A" });
    expect(await kept()).toEqual([`${OTHER_NAMES} 7`, "A 2", "B 1", "C 1"]);
  });

  it("count made-up versions of one name as well", async () => {
    const reports = [1, 2, 3, 4, 5].map((version) => ({ kind: "reported" as const, version }));
    await add(...reports.map((each) => ({ ...each, source: "store" as const })));
    expect(await kept()).toEqual([`${OTHER_NAMES} 2`, "A 1", "A 1", "A 1"]);
  });

  it("take no room from another consumer, nor from what the store has served", async () => {
    await add({ name: "A" }, { name: "B" }, { name: "C" }, { name: "D" });
    await add({ worker: "web", name: "A" }, { kind: "served", source: "store", name: "Z" });
    expect(await kept("web")).toEqual(["A 1"]);
    expect(await kept()).toContain("Z 1");
  });
});
