import { reset } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  API,
  allow,
  execute,
  set,
  withSql,
} from "../../../../packages/store/test/ledger-harness.ts";
import { startClock, stopClock } from "../clock.ts";
import { order, work } from "./account.ts";

const SCRIPT = "luna-proxy-api-production";
const MINUTE_MS = 60_000;

beforeEach(async () => {
  await reset();
  await order({ reset: {}, deploy: [SCRIPT] });
  startClock();
});
afterEach(() => stopClock());

const target = (script: string) => execute({ type: "copies.target", ...API, script });

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
    for (const name of ["A", "B"]) await set(name, `canary-${name}`);
    await allow(["A", "B"]);
    await target(SCRIPT);
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
