import { reset, runInDurableObject } from "cloudflare:test";
import { type CommandOf, findKeyAdoption, type ResultOf } from "@lunakey/contract";
import { beforeEach, describe, expect, it } from "vitest";
import type { Env } from "../../src/env.ts";
import { describeKeys } from "../../src/ledger/commands/keys-status.ts";
import { planMutation } from "../../src/ledger/commands/plan-mutation.ts";
import { verifyAudit } from "../../src/ledger/commands/verify-audit.ts";
import { createParts, type LedgerParts } from "../../src/ledger/parts.ts";
import { bindings } from "../bindings.ts";
import { allow, auditEvents, execute, ledgerStub, readOne, rows, set } from "../ledger-harness.ts";

const SECOND_KEY = btoa("k".repeat(32));
const both: Env = { ...bindings, LUNAKEY_ROOT_KEY_V2: SECOND_KEY };
const { LUNAKEY_ROOT_KEY_V1: _, ...onlySecond } = both as Env & Record<string, unknown>;

/** The ledger as it is after a deploy with other root keys. */
function withKeys<T>(env: Env, work: (parts: LedgerParts) => T | Promise<T>): Promise<T> {
  return runInDurableObject(ledgerStub(), (_instance, state) => work(createParts(state, env)));
}

async function rewrap(parts: LedgerParts, more: Partial<CommandOf<"keys.rewrap">> = {}) {
  const asked = { type: "keys.rewrap" as const, ...more };
  const actor = { id: "00112233445566ff", role: "admin" as const };
  const answer = await parts.queue.write((at) => planMutation({ parts, actor, at }, asked));
  return answer as ResultOf<"keys.rewrap">;
}

function open(parts: LedgerParts, name: string, secretId: number, version: number) {
  return parts.values.open({ secretId, environment: "production", name, version });
}

beforeEach(async () => {
  await reset();
  await set("A", "canary-one");
  await set("A", "canary-two");
  await set("B", "canary-three");
  await allow(["A", "B"]);
});

describe("keys.rewrap", () => {
  it("moves every version to the newest root key, and changes nothing else", async () => {
    const before = await rows<{ id: number; rest: string }>(
      "SELECT id, hex(substr(sealed, 66)) AS rest FROM versions",
    );
    const keys = await withKeys(both, async (parts) => {
      expect(await rewrap(parts)).toMatchObject({ rewrapped: 3, unopened: 0, nextCursor: null });
      return describeKeys(parts);
    });
    expect(keys).toEqual({
      current: 2,
      keys: [
        { version: 1, present: true, versions: 0, removable: true },
        { version: 2, present: true, versions: 3, removable: false },
      ],
    });
    const after = await rows("SELECT id, hex(substr(sealed, 66)) AS rest FROM versions");
    expect(after).toEqual(before);
    await withKeys(onlySecond, async (parts) => {
      expect(await open(parts, "A", 1, 1)).toBe("canary-one");
      expect(await open(parts, "A", 1, 2)).toBe("canary-two");
      expect(await open(parts, "B", 2, 1)).toBe("canary-three");
    });
  });

  it("goes in batches, each of which can be done again", async () => {
    await withKeys(both, async (parts) => {
      const first = await rewrap(parts, { limit: 2 });
      expect(first).toMatchObject({ scanned: 2, rewrapped: 2 });
      expect(describeKeys(parts).keys[0]).toMatchObject({ versions: 1, removable: false });
      expect(await rewrap(parts, { limit: 2 })).toMatchObject({ scanned: 2, rewrapped: 0 });
      const cursor = first.nextCursor ?? "";
      expect(await rewrap(parts, { limit: 2, cursor })).toMatchObject({ rewrapped: 1 });
      expect(describeKeys(parts).keys[0]).toMatchObject({ versions: 0, removable: true });
    });
  });

  it("counts what does not open, and keeps its root key from being called removable", async () => {
    await runInDurableObject(ledgerStub(), (_instance, { storage }) => {
      storage.sql.exec(
        `UPDATE versions SET sealed =
         CAST(substr(sealed, 1, 20) || x'00112233' || substr(sealed, 25) AS BLOB) WHERE id = 2`,
      );
    });
    await withKeys(both, async (parts) => {
      expect(await rewrap(parts)).toMatchObject({ rewrapped: 2, unopened: 1 });
      expect(describeKeys(parts).keys[0]).toMatchObject({ versions: 1, removable: false });
    });
  });

  it("does nothing under the only root key", async () => {
    const answer = await execute<"keys.rewrap">({ type: "keys.rewrap" });
    expect(answer).toMatchObject({ scanned: 3, rewrapped: 0, nextCursor: null });
    expect(await execute<"keys.status">({ type: "keys.status" })).toEqual({
      current: 1,
      keys: [{ version: 1, present: true, versions: 3, removable: false }],
    });
    expect((await readOne("A")).value).toBe("canary-two");
  });
});

describe("the audit across root keys", () => {
  beforeEach(async () => {
    const entries = Array.from({ length: 500 }, (_, index) => ({ name: `N${index}`, value: "v" }));
    const more = { type: "secret.import", environment: "other", mode: "apply" } as const;
    await execute<"secret.import">({ ...more, entries });
    await execute<"secret.import">({ ...more, entries });
  });

  it("ties the new key to the old with an event that both sign", async () => {
    await withKeys(both, (parts) => rewrap(parts));
    const { events } = await execute<"audit.list">({
      type: "audit.list",
      after: 900,
      limit: 1_000,
    });
    const adoption = events.find(({ action }) => action === "keys.adopt");
    if (adoption === undefined) throw new Error("no adoption");
    expect(await findKeyAdoption(adoption)).toMatchObject({ keyVersion: 2, previousKeyVersion: 1 });
    const forged = { ...adoption, details: { ...adoption.details, keyVersion: 3 } };
    expect(await findKeyAdoption(forged)).toBeNull();
  });

  it("verifies old checkpoints once the old root key is gone, and not without the tie", async () => {
    expect(await rows("SELECT seq FROM audit_checkpoints")).toEqual([{ seq: 1_000 }]);
    await withKeys(onlySecond, async (parts) => {
      expect(await verifyAudit(parts.sql, parts.keyring)).toMatchObject({
        verdict: "broken",
        brokenAt: 1_000,
        reason: "nothing ties the key of its checkpoint to the present one",
      });
    });
    await withKeys(both, (parts) => rewrap(parts));
    await withKeys(onlySecond, async (parts) => {
      expect(await verifyAudit(parts.sql, parts.keyring)).toMatchObject({
        verdict: "self-consistent",
      });
    });
    expect((await auditEvents()).length).toBe(1_000);
  });
});
