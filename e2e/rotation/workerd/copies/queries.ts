import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { API, execute, set, withSql } from "../../../../packages/store/test/ledger-harness.ts";
import { stopClock } from "../clock.ts";
import { order, work } from "./account.ts";
import { begin, MINUTE_MS, prepare, target } from "./begin.ts";

beforeEach(() => begin());
afterEach(() => stopClock());

describe("the queries on copies", () => {
  it("read no table whole, and sort nothing", async () => {
    const queries = new Map<string, readonly unknown[]>();
    const prototype = await withSql((sql) => Object.getPrototypeOf(sql) as SqlStorage);
    const { exec } = prototype;
    const spy = vi.spyOn(prototype, "exec").mockImplementation(function (
      this: SqlStorage,
      query: string,
      ...values: unknown[]
    ) {
      if (/cop(y|ies)/.test(query)) queries.set(query, values);
      return exec.call(this, query, ...values);
    });
    await prepare("A", "B");
    await execute({ type: "copies.send", ...API });
    await work(MINUTE_MS);
    await order({ fail: { fault: { status: 403, body: null }, path: "bulk" } });
    await set("A", "canary-2");
    await work(MINUTE_MS);
    await target("moved");
    await execute({ type: "copies.list", worker: API.worker });
    await execute({ type: "copies.list", name: "A" });
    await execute({ type: "secret.rollout", environment: "production", name: "A" });
    spy.mockRestore();
    expect(queries.size).toBeGreaterThan(10);
    const plans = await withSql((sql) =>
      [...queries].flatMap(([query, values]) =>
        sql
          .exec<{ detail: string }>(`EXPLAIN QUERY PLAN ${query}`, ...values)
          .toArray()
          .map(({ detail }) => `${detail}: ${query.replaceAll(/\s+/g, " ")}`),
      ),
    );
    const isWhole = (plan: string) => /^SCAN/.test(plan) && !/VIRTUAL TABLE|USING INDEX/.test(plan);
    expect(plans.filter((plan) => isWhole(plan) || plan.includes("TEMP B-TREE"))).toEqual([]);
  });
});
