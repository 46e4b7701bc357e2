import { reset, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { listEvents } from "../../src/ledger/audit/audit-rows.ts";
import { type Plan, WriteQueue } from "../../src/ledger/write-queue.ts";
import { getKeyring } from "../../src/ledger-client.ts";
import { bindings } from "../bindings.ts";
import { ledgerStub } from "../ledger-harness.ts";

beforeEach(() => reset());

function plan(action: string, commit?: () => void): Plan<string> {
  return {
    answer: action,
    events: [
      { actor: { kind: "system", id: "test" }, action, outcome: "ok", target: {}, details: {} },
    ],
    ...(commit === undefined ? {} : { commit }),
  };
}

function withQueue<T>(work: (queue: WriteQueue, storage: DurableObjectStorage) => Promise<T>) {
  return runInDurableObject(ledgerStub(), (_, { storage }) =>
    work(new WriteQueue(storage, getKeyring(bindings), Date.now, () => undefined), storage),
  );
}

describe("the write queue", () => {
  it("prepares one write only after the one before is committed", async () => {
    const order = await withQueue(async (queue) => {
      const seen: string[] = [];
      await Promise.all(
        ["a", "b", "c"].map((name, index) =>
          queue.write(async () => {
            seen.push(`prepare ${name}`);
            await scheduler.wait(3 - index);
            return plan(name, () => void seen.push(`commit ${name}`));
          }),
        ),
      );
      return seen;
    });
    expect(order).toEqual(["a", "b", "c"].flatMap((name) => [`prepare ${name}`, `commit ${name}`]));
  });

  it("goes on after a failure while preparing or committing, and writes nothing of it", async () => {
    const { outcomes, actions } = await withQueue(async (queue, { sql }) => {
      const settled = await Promise.allSettled([
        queue.write(() => plan("one")),
        queue.write(() => {
          throw new Error("preparing failed");
        }),
        queue.write(() =>
          plan("two", () => {
            throw new Error("committing failed");
          }),
        ),
        queue.write(() => plan("three")),
      ]);
      return {
        outcomes: settled.map((one) => one.status),
        actions: listEvents(sql, 0, 10).map((event) => event.action),
      };
    });
    expect(outcomes).toEqual(["fulfilled", "rejected", "rejected", "fulfilled"]);
    expect(actions).toEqual(["one", "three"]);
  });

  it("refuses to commit onto a head that has moved since it was chained", async () => {
    const failure = await withQueue(async (queue, storage) => {
      const other = new WriteQueue(storage, getKeyring(bindings), Date.now, () => undefined);
      // Two queues on one database is what must never be; the head is the last line of defence.
      const settled = await Promise.allSettled(
        [queue, other].map((one) => one.write(() => plan("raced"))),
      );
      return settled.find((one) => one.status === "rejected")?.reason.message;
    });
    expect(failure).toBe("The audit's head has moved.");
  });
});
