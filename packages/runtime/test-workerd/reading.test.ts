import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startWorkers, type Workers } from "./harness.ts";

const LEASE_MS = 5_000;
const LONG_MS = 1_000_000; // nothing that was known before serves

// Both at once, since they wait more than they work; within one, test after test.
describe.each([
  { title: "without nodejs_compat", flags: [] },
  { title: "with nodejs_compat", flags: ["nodejs_compat"] },
])("$title", { concurrent: true }, ({ flags }) => {
  describe("a Worker", { concurrent: false }, () => testReading(flags));
});

function testReading(flags: string[]): void {
  let workers: Workers;
  let version = 1;
  beforeAll(async () => {
    workers = await startWorkers(flags);
  });
  afterAll(() => workers.dispose());

  /** A store that answers, with a new version, and a reader that knows nothing. */
  beforeEach(async () => {
    await workers.store({ behaviour: "answers", delayMs: 0, version: ++version });
    await Promise.all([workers.ahead(LONG_MS), workers.ahead(LONG_MS, "with-copy")]);
  });

  const current = () => `value ${version} for reader`;
  async function warm(): Promise<number> {
    expect(await workers.get("/handler")).toBe(current());
    return (await workers.store()).reads;
  }

  it("shares one cache between all that has an env", async () => {
    const reads = await warm();
    for (const path of ["/hono", "/entrypoint", "/imported", "/object"]) {
      expect(await workers.get(path)).toBe(current());
    }
    expect(await workers.get("/find")).toMatchObject({ value: current(), source: "store" });
    expect((await workers.store()).reads).toBe(reads);
  });

  it.each(["/hono", "/entrypoint", "/imported", "/object"])("reads first in %s", async (path) => {
    expect(await workers.get(path)).toBe(current());
  });

  it("reads several names in one trip", async () => {
    const { reads } = await workers.store();
    expect(await workers.get("/many")).toEqual({ KEY: current(), OTHER: null });
    expect((await workers.store()).reads).toBe(reads + 1);
  });

  it("builds a client once, and verifies with a version that is newer than the cache", async () => {
    expect(await workers.get("/client")).toBe(true);
    await workers.store({ version: version + 1 });
    const rotated = encodeURIComponent(`value ${++version} for reader`);
    expect(await workers.get(`/verify?value=${rotated}`)).toBe(true);
    expect(await workers.get("/verify?value=forged")).toBe(false);
  });

  it("two cold requests at once share nothing but values", async () => {
    await workers.store({ delayMs: 200 });
    const { reads } = await workers.store();
    const paths = ["/handler", "/hono", "/entrypoint", "/object", "/imported"];
    const values = await Promise.all(paths.map((path) => workers.get(path)));
    expect(values).toEqual(paths.map(current));
    expect((await workers.store()).reads).toBe(reads + paths.length);
  });

  it("a request that hangs does not hold back another, whose value it then serves", async () => {
    await workers.store({ behaviour: "hangs" });
    const hanging = workers.get("/handler");
    await sleep(100);
    await workers.store({ behaviour: "answers" });
    expect(await workers.get("/handler")).toBe(current());
    expect(await hanging).toBe(current());
  });

  it("refreshes behind the response, and goes on after it", async ({ expect }) => {
    const reads = await warm();
    await workers.store({ delayMs: 500, version: version + 1 });
    await workers.ahead(60_001);
    const startedAt = performance.now();
    expect(await workers.get("/handler")).toBe(current());
    expect(performance.now() - startedAt).toBeLessThan(450);
    version++;
    await expect.poll(() => workers.get("/handler"), { interval: 100 }).toBe(current());
    expect((await workers.store()).reads).toBe(reads + 1);
  });

  it("refreshes again after the lease where the refreshing request was lost", async ({
    expect,
  }) => {
    const reads = await warm();
    await workers.store({ behaviour: "hangs" });
    await workers.ahead(60_001);
    expect(await workers.get("/handler")).toBe(current());
    await workers.store({ behaviour: "answers", version: version + 1 });
    await workers.ahead(LEASE_MS - 1_000);
    expect(await workers.get("/handler")).toBe(current());
    expect((await workers.store()).reads).toBe(reads + 1);
    await workers.ahead(1_001);
    expect(await workers.get("/handler")).toBe(current());
    version++;
    await expect.poll(() => workers.get("/handler"), { interval: 100 }).toBe(current());
    expect((await workers.store()).reads).toBe(reads + 2);
  });

  it("a client that goes away while its request asks blocks nobody", async () => {
    await workers.store({ behaviour: "hangs" });
    const leaving = workers.get("/handler", "reader", AbortSignal.timeout(200));
    await expect(leaving).rejects.toMatchObject({ name: "TimeoutError" });
    await workers.store({ behaviour: "answers" });
    expect(await workers.get("/handler")).toBe(current());
  });

  it("a client that goes away while the stale value is refreshed blocks nobody", async ({
    expect,
  }) => {
    const reads = await warm();
    await workers.store({ behaviour: "hangs" });
    await workers.ahead(60_001);
    const leaving = new AbortController();
    await workers.get("/handler", "reader", leaving.signal);
    leaving.abort();
    await workers.store({ behaviour: "answers", version: ++version });
    await workers.ahead(LEASE_MS + 1);
    await workers.get("/handler");
    await expect.poll(() => workers.get("/handler"), { interval: 100 }).toBe(current());
    expect((await workers.store()).reads).toBe(reads + 2);
  });

  it.each(["fails", "talks nonsense"] as const)(
    "the individual secret serves where the store %s",
    async (behaviour) => {
      await workers.store({ behaviour });
      expect(await workers.get("/find", "with-copy")).toMatchObject({ value: "individual" });
      expect(await workers.get("/find")).toEqual({
        value: null,
        source: "none",
        status: "unreachable",
      });
    },
  );

  it("the individual secret serves at the deadline where the store hangs", async () => {
    await workers.store({ behaviour: "hangs" });
    const startedAt = performance.now();
    expect(await workers.get("/find", "with-copy")).toMatchObject({ source: "individual" });
    const tookMs = performance.now() - startedAt;
    expect(tookMs).toBeGreaterThan(900);
    expect(tookMs).toBeLessThan(3_000);
  });

  it("the individual secret serves where the binding has no method read", async () => {
    expect(await workers.get("/find", "without-read")).toEqual({
      value: "individual",
      source: "individual",
      status: "ok",
    });
  });

  it("a read at module scope fails and says why, and spoils nothing", async () => {
    expect(await workers.get("/", "module-scope")).toEqual({
      early: {
        name: "SecretError",
        code: "module_scope",
        message: "Secret KEY is read at module scope",
      },
      later: `value ${version} for module-scope`,
    });
  });

  it("reports and comparisons go on after the response", async ({ expect }) => {
    const shadow = "/find?LUNAKEY_MODE=shadow&KEY=individual";
    expect(await workers.get(shadow)).toMatchObject({ value: "individual" });
    await sleep(200);
    await workers.store({ delayMs: 200 });
    await workers.ahead(60_001);
    await workers.get(shadow);
    const parities = async () =>
      (await workers.store()).reports.flatMap(({ counts }) => counts as { parity?: string }[]);
    await expect.poll(parities).toContainEqual(expect.objectContaining({ parity: "different" }));
  });
}
