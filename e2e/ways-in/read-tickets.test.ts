/**
 * Read tickets, captured on their way and forged by whoever holds the root key. What holds one may
 * read what its consumer may, for its seconds, and nothing else.
 */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectStore } from "../stack/store-client.ts";
import { listRefusals, verifyAudit } from "./audit-log.ts";
import { type Body, signTicket } from "./call-forge.ts";
import { type Answer, PROPS, STORE_ID, type Stand, startStand } from "./stand.ts";

const NAME = "TICKET_SECRET";
const VALUE = "value-behind-the-ticket";
const READ = { v: 1, names: [NAME] };

let stand: Stand;

beforeAll(async () => {
  stand = await startStand();
  const client = await connectStore(stand.store);
  for (const name of [NAME, "NOT_GRANTED"]) {
    await client.call("PUT", `/environments/default/secrets/${name}`, { value: VALUE });
  }
  const { worker, environment } = PROPS;
  await client.call("POST", "/grants", { worker, environment, names: [NAME] });
});

afterAll(() => stand.stop());

/** The ticket of a consumer's read through the real gateway. */
async function capture(): Promise<string> {
  const tap = { binding: "TAP", object: STORE_ID };
  const asked = { binding: "FRONT_SECRETS", method: "read", args: [READ] };
  const [, , answer, taken] = await stand.callAll([
    { ...tap, method: "take", args: [] },
    { ...tap, method: "hold", args: [false] },
    asked,
    { ...tap, method: "take", args: [] },
  ]);
  expect(answer?.got).toMatchObject({ items: [{ status: "ok", value: VALUE }] });
  const [first] = (taken?.got ?? []) as { method: string; ticket: string }[];
  expect(first?.method).toBe("ticket");
  return first?.ticket ?? "";
}

function send(method: string, ...args: unknown[]): Promise<Answer> {
  return stand.call({ binding: "LEDGER", object: STORE_ID, method, args });
}

async function expectRefused(ticket: unknown, reason: string, request: unknown = READ) {
  expect(await send("read", ticket, request)).toEqual({
    refused: { name: "RefusedCall", message: "The ledger refuses this call." },
  });
  expect(await listRefusals(stand)).toContainEqual({
    action: "call.refused",
    outcome: "denied",
    reason,
    target: { call: "read" },
  });
}

describe("a captured ticket", () => {
  it("reads what its consumer may, again and again, and nothing that it may not", async () => {
    const ticket = await capture();
    for (let i = 0; i < 3; i += 1) {
      const { got } = await send("read", ticket, READ);
      expect(got).toMatchObject({ items: [{ status: "ok", value: VALUE }] });
    }
    const { got } = await send("read", ticket, { v: 1, names: ["NOT_GRANTED"] });
    expect(got).toMatchObject({ items: [{ status: "denied" }] });
  });

  it("is the same for ten seconds, so that it is proved once", async () => {
    expect(await capture()).toBe(await capture());
  });

  it("is refused with any letter altered, cut, or longer", async () => {
    const ticket = await capture();
    const [version = "", body = "", mac = ""] = ticket.split(".");
    const other = (text: string) => `${text.startsWith("A") ? "B" : "A"}${text.slice(1)}`;
    for (const altered of [
      `${version}.${other(body)}.${mac}`,
      `${version}.${body}.${other(mac)}`,
      `${version}.${body.slice(0, -4)}.${mac}`,
      `${version}.${body}AAAA.${mac}`,
    ]) {
      await expectRefused(altered, "bad_mac");
    }
    await expectRefused(`2.${body}.${mac}`, "unknown_key");
    for (const cut of ["", version, `${version}.${body}`, `.${body}.${mac}`, `${ticket}x`]) {
      await expectRefused(cut, "bad_shape");
    }
  });

  it("is refused by the other methods, and as a part of a call", async () => {
    const ticket = await capture();
    for (const method of ["report", "execute"]) {
      expect((await send(method, ticket, READ)).refused?.name).toBe("RefusedCall");
    }
    await expectRefused([ticket], "bad_shape");
    await expectRefused({ ticket }, "bad_shape");
  });

  it.each<[string, unknown]>([
    ["nothing", { $: "undefined" }],
    ["null", null],
    ["a name", NAME],
    ["a list", [NAME]],
    ["no names", { v: 1, names: [] }],
    ["too many", { v: 1, names: { $: "list", item: "A", count: 501 } }],
    ["a field more", { ...READ, actor: { kind: "consumer" } }],
    ["fewer versions than names", { ...READ, known: [] }],
    ["another version", { ...READ, v: 2 }],
    ["a Map", { $: "map" }],
    ["a function in its place", { v: 1, names: [{ $: "function" }] }],
  ])("is refused where the request beside it is %s", async (_, request) => {
    await expectRefused(await capture(), "bad_shape", request);
  });
});

describe("a ticket with the right mac", () => {
  const sign = (fields: Body = {}, store = STORE_ID) => signTicket(stand.rootKey, fields, store);

  it("goes through, or the rest would prove nothing", async () => {
    const { got } = await send("read", sign(), READ);
    expect(got).toMatchObject({ items: [{ status: "ok", value: VALUE }] });
  });

  it.each<[string, () => Body]>([
    ["has expired", () => ({ issuedAt: Date.now() - 30_001, expiresAt: Date.now() - 1 })],
    [
      "is from the future",
      () => ({ issuedAt: Date.now() + 60_000, expiresAt: Date.now() + 90_000 }),
    ],
    ["lives too long", () => ({ expiresAt: Date.now() + 3_600_000 })],
  ])("is refused where it %s", async (_, fields) => {
    await expectRefused(sign(fields()), "expired");
  });

  it("ends when its time is over, though it was proved before", async () => {
    const now = Date.now();
    const ticket = sign({ issuedAt: now - 29_000, expiresAt: now + 1_000 });
    expect((await send("read", ticket, READ)).got).toBeDefined();
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    await expectRefused(ticket, "expired");
  });

  it("is refused where it is a call, another store's, or no consumer's", async () => {
    for (const call of ["read", "execute", "TICKET"]) {
      await expectRefused(sign({ call }), "other_call");
    }
    await expectRefused(sign({ store: "another" }), "other_store");
    for (const actor of [null, "consumer", {}, { kind: "token", id: "0" }, { kind: "unknown" }]) {
      await expectRefused(sign({ actor }), "bad_shape");
    }
    await expectRefused(sign({}, "another"), "bad_mac");
    await expectRefused(signTicket(randomBytes(32)), "bad_mac");
  });
});

it("the audit's chain has held, and no refusal gave a value away", async () => {
  expect(await verifyAudit(stand)).toMatchObject({ verdict: "self-consistent" });
  expect(stand.logs.join("\n")).not.toContain(VALUE);
});
