import { reset, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import type { Env } from "../../src/env.ts";
import { Keyring } from "../../src/envelope/keyring.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { type CallName, type SignedCall, signCall } from "../../src/signed-call.ts";
import { bindings } from "../bindings.ts";
import { keyText } from "../envelope/key-text.ts";
import { FIRST_ADMIN_TOKEN, STORE_ID } from "../fixed-values.ts";
import { actorOf, auditEvents } from "../ledger-harness.ts";

/** What another script gets that binds the ledger's class and calls a method. */
async function steal(method: string, args: unknown[], object = STORE_ID) {
  const body = JSON.stringify({ object, method, args });
  const response = await bindings.OUTSIDER.fetch("https://outsider.example", {
    method: "POST",
    body,
  });
  return response.json<{ got?: unknown; refused?: string }>();
}

async function forge(call: CallName): Promise<SignedCall> {
  // As our gateway does, with everything right but the root key.
  const keys = new Keyring({
    LUNAKEY_STORE_ID: STORE_ID,
    LUNAKEY_ROOT_KEY_V1: keyText(66),
  } as unknown as Env);
  const payload = { input: { type: "store.status" }, options: {}, v: 1, names: ["A"] };
  return signCall(keys, Date.now(), call, await actorOf(FIRST_ADMIN_TOKEN), payload);
}

describe("another script that binds the ledger's class", () => {
  it.each(["read", "report", "execute"] as const)("gets nothing from %s", async (method) => {
    const forged = await forge(method);
    for (const args of [
      [],
      [null],
      [{ v: 1, names: ["STRIPE_SECRET_KEY"] }],
      [{ keyVersion: 1, body: Array.from(forged.body), mac: Array.from(forged.mac) }],
    ]) {
      const answer = await steal(method, args);
      expect(answer.refused).toContain("The ledger refuses this call.");
    }
  });

  it("gets nothing from an object of another name", async () => {
    expect((await steal("read", [{}], "mine")).refused).toContain("The ledger failed.");
  });

  it("makes no database under another name", async () => {
    const stub = bindings.LEDGER.getByName("mine") as DurableObjectStub<Ledger>;
    const tables = await runInDurableObject(stub, (_, { storage }) =>
      storage.sql
        .exec("SELECT name FROM sqlite_schema WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'")
        .toArray(),
    );
    expect(tables).toEqual([]);
  });

  it("finds no other method or state", async () => {
    for (const method of ["sql", "env", "ctx", "fetch", "#parts", "parts", "migrate", "queue"]) {
      const answer = await steal(method, []);
      expect(answer.got).toBeUndefined();
    }
  });

  it("learns and does nothing by calling the alarm", async () => {
    const answer = await steal("alarm", []);
    expect(answer.got ?? null).toBeNull();
  });
});

describe("forged calls from within the account", () => {
  beforeEach(() => reset());

  it("are refused, and written down once a minute", async () => {
    // The outsider can only send JSON: the forged bytes go to the ledger of the tests' own Worker.
    const stub = bindings.LEDGER.getByName(STORE_ID) as unknown as {
      execute(call: unknown): Promise<unknown>;
    };
    const forged = await forge("execute");
    for (let i = 0; i < 3; i += 1) {
      await expect((async () => await stub.execute(forged))()).rejects.toThrow("refuses this call");
    }
    await expect
      .poll(async () => (await auditEvents()).filter((event) => event.action === "call.refused"))
      .toMatchObject([
        {
          actor: { kind: "unknown" },
          outcome: "denied",
          target: { call: "execute" },
          details: { reason: "bad_mac" },
        },
      ]);
  });
});
