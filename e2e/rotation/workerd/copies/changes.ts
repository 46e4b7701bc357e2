import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  API,
  allow,
  auditEvents,
  codeOf,
  execute,
  ledger,
  set,
  sign,
} from "../../../../packages/store/test/ledger-harness.ts";
import { advance, stopClock } from "../clock.ts";
import { account, copies, dueAt, order, states, work } from "./account.ts";
import { begin, MINUTE_MS, prepare, SCRIPT, target } from "./begin.ts";

beforeEach(() => begin());

afterEach(async () => {
  const events = await auditEvents();
  const { verdict } = await execute<"audit.verify">({ type: "audit.verify" });
  stopClock();
  expect(verdict).toBe("self-consistent");
  expect(JSON.stringify(events)).not.toContain("canary");
});

const key = (name: string) => ({ environment: "production", name });
const send = (names?: string[], consumer: object = API) =>
  execute<"copies.send">({
    type: "copies.send",
    ...API,
    ...consumer,
    ...(names === undefined ? {} : { names }),
  });
const patches = async () =>
  (await account()).requests.filter((request) => request.startsWith("PATCH"));

async function report(name: string, parity: "same" | "different", version: number): Promise<void> {
  const counts = [{ name, source: "individual", parity, version, count: 1 }];
  const now = Date.now();
  const batch = { v: 1, batchId: crypto.randomUUID(), from: now, to: now, counts };
  await ledger().report(await sign("report", { kind: "consumer", ...API }, batch));
}

describe("writing copies", () => {
  it("is one request for all of a script's, and says no more than sent", async () => {
    await prepare("A", "B");
    expect(await send()).toMatchObject({
      script: SCRIPT,
      items: [
        { name: "A", status: "new" },
        { name: "B", status: "new" },
      ],
    });
    expect(await states()).toEqual({ A: "queued", B: "queued" });
    await work(MINUTE_MS);
    expect((await account()).secrets[SCRIPT]).toEqual({ A: "canary-A", B: "canary-B" });
    expect(await patches()).toEqual([`PATCH /workers/scripts/${SCRIPT}/secrets-bulk 200`]);
    expect(await states()).toEqual({ A: "sent", B: "sent" });
    const event = (await auditEvents()).find(({ action }) => action === "copies.write");
    expect(event).toMatchObject({
      actor: { kind: "system", id: "copies" },
      outcome: "ok",
      target: { ...API, script: SCRIPT },
      details: { count: 2, names: "A@1 B@1" },
    });
  });

  it("is verified by the Worker's own report of this version alone, made since", async () => {
    await prepare("A");
    await report("A", "same", 1);
    await send();
    advance(1);
    await work(MINUTE_MS);
    expect(await states()).toEqual({ A: "sent" });
    await report("A", "same", 1);
    expect(await states()).toEqual({ A: "verified" });
    await set("A", "canary-next");
    expect(await states()).toEqual({ A: "queued" });
    await work(MINUTE_MS);
    await report("A", "same", 1);
    expect(await states()).toEqual({ A: "sent" });
    advance(1);
    await report("A", "different", 2);
    expect(await states()).toEqual({ A: "sent" });
  });

  it("sends nothing that was sent", async () => {
    await prepare("A");
    await send();
    await work(MINUTE_MS);
    expect((await send()).items).toEqual([{ name: "A", status: "sent" }]);
    await work(MINUTE_MS);
    await set("A", "canary-A");
    await work(MINUTE_MS);
    expect(await patches()).toHaveLength(1);
    expect(await dueAt()).toBeUndefined();
  });

  it("takes a hundred in one request, and one more in a second, at its pace", async () => {
    const names = Array.from({ length: 101 }, (_, index) => `N${index}`);
    await prepare(...names);
    await send();
    await work(499);
    expect(await patches()).toHaveLength(1);
    await work(1);
    expect(await patches()).toHaveLength(2);
    await work(MINUTE_MS);
    expect(Object.keys((await account()).secrets[SCRIPT] ?? {})).toHaveLength(101);
    expect(await patches()).toHaveLength(2);
    expect(await states()).toMatchObject({ N0: "sent", N100: "sent" });
  });

  it("asks half as often as Cloudflare allows, however many scripts there are", async () => {
    const workers = Array.from({ length: 20 }, (_, index) => `worker-${index}`);
    await set("A", "canary-A");
    await order({ deploy: workers });
    for (const worker of workers) {
      await allow(["A"], { ...API, worker });
      await target(worker, { worker });
      await send(["A"], { worker });
    }
    await work(MINUTE_MS);
    expect((await copies()).map(({ state }) => state)).toEqual(workers.map(() => "sent"));
    const times = (await auditEvents()).flatMap(({ action, at }) =>
      action === "copies.write" ? [at] : [],
    );
    expect(times).toHaveLength(20);
    for (const [index, at] of times.entries()) {
      if (index > 0) expect(at - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(500);
    }
  });

  it("sends what is granted and has a value, and says of the rest why not", async () => {
    await prepare("A", "B");
    await set("OTHER", "canary-other");
    await execute({ type: "secret.delete", ...key("B") });
    expect((await send(["A", "B", "OTHER"])).items).toEqual([
      { name: "A", status: "new" },
      { name: "B", status: "no_value" },
      { name: "OTHER", status: "not_granted" },
    ]);
    await work(MINUTE_MS);
    expect((await account()).secrets[SCRIPT]).toEqual({ A: "canary-A" });
  });

  it("takes the value of all where the environment has none of its own, until it has", async () => {
    await execute({ type: "secret.set", environment: "all", name: "A", value: "canary-all" });
    await allow(["A"]);
    await target();
    await send();
    await work(MINUTE_MS);
    expect((await account()).secrets[SCRIPT]).toEqual({ A: "canary-all" });
    // The same number, and another value.
    expect(await set("A", "canary-own")).toMatchObject({ version: 1 });
    await work(MINUTE_MS);
    expect((await account()).secrets[SCRIPT]).toEqual({ A: "canary-own" });
  });

  it("needs to know the script, and one that is moved gets everything", async () => {
    await set("A", "canary-A");
    await allow(["A"]);
    expect(await codeOf({ type: "copies.send", ...API })).toBe("not_found");
    await target();
    await send();
    await work(MINUTE_MS);
    await order({ deploy: ["moved"] });
    expect(await target("moved")).toMatchObject({ changed: true });
    expect(await states()).toEqual({ A: "unsent" });
    await send();
    await work(MINUTE_MS);
    expect((await account()).secrets.moved).toEqual({ A: "canary-A" });
  });
});

describe("a secret that changes", () => {
  beforeEach(async () => {
    await prepare("A");
    await send();
    await work(MINUTE_MS);
  });
  const value = async () => (await account()).secrets[SCRIPT]?.A;

  it("has its copies follow at once where it is set", async () => {
    await set("A", "canary-2");
    await work(1_000);
    expect(await value()).toBe("canary-2");
  });

  it("has them follow a rotation when it becomes current, and not before", async () => {
    await execute({ type: "secret.rotate", ...key("A"), value: "canary-2", overlapSeconds: 300 });
    await work(MINUTE_MS - 1);
    expect(await value()).toBe("canary-A");
    await work(1);
    expect(await value()).toBe("canary-2");
    expect((await copies())[0]).toMatchObject({ state: "sent", version: 2, wanted: 2 });
  });

  it("waits for a rotation that is under way, rather than deploy twice within its minute", async () => {
    await set("B", "canary-B");
    await allow(["B"]);
    await execute({ type: "secret.rotate", ...key("B"), value: "canary-2", overlapSeconds: 300 });
    expect((await send(["B"])).items).toEqual([{ name: "B", status: "waiting" }]);
    const before = await patches();
    await work(MINUTE_MS - 1);
    expect(await patches()).toEqual(before);
    await work(1);
    expect((await account()).secrets[SCRIPT]).toMatchObject({ B: "canary-2" });
    expect(await patches()).toHaveLength(before.length + 1);
  });

  it("has them follow a pending version once it is promoted, and a rollback", async () => {
    await execute({ type: "secret.rotate", ...key("A"), value: "canary-2", pending: true });
    await work(10 * MINUTE_MS);
    expect(await value()).toBe("canary-A");
    await execute({ type: "secret.promote", ...key("A") });
    await work(1_000);
    expect(await value()).toBe("canary-2");
    await execute({ type: "secret.rollback", ...key("A") });
    await work(1_000);
    expect(await value()).toBe("canary-A");
  });

  it("does not refuse to rotate for copies that follow, and does for the others", async () => {
    await report("A", "same", 1);
    const rotate = { type: "secret.rotate", ...key("A"), value: "canary-2" } as const;
    expect(await execute<"secret.rotate">(rotate)).toMatchObject({
      copies: [{ ...API, follows: true }],
    });
    await set("B", "canary-B");
    await allow(["B"]);
    await report("B", "same", 1);
    expect(await codeOf({ ...rotate, name: "B" })).toBe("copies_held");
  });

  it("leaves what the store has no more, until it is to be removed", async () => {
    await execute({ type: "secret.delete", ...key("A") });
    await work(MINUTE_MS);
    expect(await value()).toBe("canary-A");
    expect(await states()).toEqual({ A: "left" });
    const surplus = () => execute<"copies.surplus">({ type: "copies.surplus", ...API });
    expect((await surplus()).surplus).toEqual([{ name: "A", sent: true }]);
    await execute({ type: "copies.remove", ...API, names: ["A"] });
    expect(await states()).toEqual({ A: "removing" });
    await work(MINUTE_MS);
    expect(await value()).toBeUndefined();
    expect(await states()).toEqual({});
    expect((await surplus()).surplus).toEqual([]);
  });

  it("removes nothing that the store has a value of", async () => {
    expect(await codeOf({ type: "copies.remove", ...API, names: ["A"] })).toBe("conflict");
  });

  it("writes no more what it was told to release, and deletes nothing", async () => {
    const names = ["A", "B"];
    const asked = { type: "copies.remove" as const, ...API, names, release: true };
    expect(await execute<"copies.remove">(asked)).toEqual({ removing: ["A"] });
    expect(await states()).toEqual({});
    await set("A", "canary-2");
    await work(10 * MINUTE_MS);
    expect(await value()).toBe("canary-A");
    expect(await execute<"copies.remove">(asked)).toEqual({ removing: [] });
  });

  it("writes again what came back before it was removed", async () => {
    await execute({ type: "secret.delete", ...key("A") });
    await execute({ type: "copies.remove", ...API, names: ["A"] });
    await set("A", "canary-back");
    await work(MINUTE_MS);
    expect(await value()).toBe("canary-back");
  });

  it("is sent no more once the grant is taken back, and again once it is given", async () => {
    await execute({ type: "grant.remove", ...API, names: ["A"] });
    await set("A", "canary-2");
    await work(MINUTE_MS);
    expect(await value()).toBe("canary-A");
    expect(await states()).toEqual({ A: "left" });
    await allow(["A"]);
    await work(MINUTE_MS);
    expect(await value()).toBe("canary-2");
  });
});
