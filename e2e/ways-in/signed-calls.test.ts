import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectStore } from "../stack/store-client.ts";
import { listRefusals, verifyAudit } from "./audit-log.ts";
import { type Body, bytes, makeBody, type RawCall, signBody } from "./call-forge.ts";
import { type Answer, PROPS, STORE_ID, type Stand, startStand } from "./stand.ts";

const NAME = "CALLS_SECRET";
const VALUE = "value-behind-the-signature";
const METHODS = ["read", "report", "execute"] as const;
type Method = (typeof METHODS)[number];

interface Captured {
  readonly method: Method;
  readonly keyVersion: number;
  readonly body: string;
  readonly mac: string;
}

let stand: Stand;
const noted = new Set<string>();

beforeAll(async () => {
  stand = await startStand();
  const client = await connectStore(stand.store);
  await client.call("PUT", `/environments/default/secrets/${NAME}`, { value: VALUE });
  const { worker, environment } = PROPS;
  await client.call("POST", "/grants", { worker, environment, names: [NAME] });
});

afterAll(() => stand.stop());

const report = () => ({ v: 1, batchId: crypto.randomUUID(), from: 0, to: 1, counts: [] });

/** What the gateway is asked, by the ledger's method that it then calls. */
const ASKED = {
  // A consumer's reads come under a ticket: `read-tickets.test.ts` has those.
  read: () => ({ binding: "FRONT_NOBODY", method: "read", args: [{ v: 1, names: [NAME] }] }),
  report: () => ({ binding: "FRONT_SECRETS", method: "report", args: [report()] }),
  execute: () => ({
    binding: "FRONT_ADMIN",
    method: "execute",
    args: [stand.token, { type: "store.status" }],
  }),
} as const;

/** A call of the real gateway's, which has not reached the ledger when `isHeld`. */
async function capture(method: Method, isHeld: boolean): Promise<Captured> {
  const tap = { binding: "TAP", object: STORE_ID };
  await stand.callAll([
    { ...tap, method: "take", args: [] },
    { ...tap, method: "hold", args: [isHeld] },
    ASKED[method](),
  ]);
  const { got } = await stand.call({ ...tap, method: "take", args: [] });
  const [captured] = got as Captured[];
  if (captured?.method !== method) throw new Error("nothing was captured");
  return captured;
}

function sendable({ keyVersion, body, mac }: Captured): RawCall {
  const decode = (text: string) => bytes(Buffer.from(text, "base64"));
  return { keyVersion, body: decode(body), mac: decode(mac) };
}

function send(method: Method, ...args: unknown[]): Promise<Answer> {
  return stand.call({ binding: "LEDGER", object: STORE_ID, method, args });
}

/** Refused with the one text that all reasons share, and in the audit with its own. */
async function expectRefused(method: Method, args: unknown[], reason: string): Promise<void> {
  const answer = await send(method, ...args);
  expect(answer).toEqual({
    refused: { name: "RefusedCall", message: "The ledger refuses this call." },
  });
  // Written once in a minute, so that it is looked for once.
  if (noted.has(`${method} ${reason}`)) return;
  noted.add(`${method} ${reason}`);
  const refusals = await listRefusals(stand);
  expect(refusals).toContainEqual({
    action: "call.refused",
    outcome: "denied",
    reason,
    target: { call: method },
  });
}

describe.each(METHODS)("%s with garbage", (method) => {
  it.each<[string, unknown[]]>([
    ["nothing", []],
    ["null", [null]],
    ["text", ["call"]],
    ["an empty object", [{}]],
    ["a list", [[]]],
    ["a function", [{ $: "function" }]],
    ["an object of 1,000 levels", [{ $: "nested", depth: 1_000 }]],
    ["a body of text", [{ keyVersion: 1, body: "{}", mac: bytes(Buffer.alloc(32)) }]],
    [
      "a body that is a buffer",
      [{ keyVersion: 1, body: { $: "buffer", base64: "" }, mac: bytes(Buffer.alloc(32)) }],
    ],
    ["a short mac", [{ keyVersion: 1, body: bytes("{}"), mac: bytes(Buffer.alloc(31)) }]],
    ["a long mac", [{ keyVersion: 1, body: bytes("{}"), mac: bytes(Buffer.alloc(33)) }]],
    ["no mac", [{ keyVersion: 1, body: bytes("{}") }]],
    ["a version of text", [{ keyVersion: "1", body: bytes("{}"), mac: bytes(Buffer.alloc(32)) }]],
  ])("is refused: %s", async (_, args) => {
    await expectRefused(method, args, "bad_shape");
  });

  it("is refused: an empty body under a mac of zeros", async () => {
    const args = [{ keyVersion: 1, body: bytes(""), mac: bytes(Buffer.alloc(32)) }];
    await expectRefused(method, args, "bad_mac");
  });
});

describe.each(METHODS)("a captured %s", (method) => {
  it("is refused when any of its fields is altered, and goes through as it was", async () => {
    const captured = await capture(method, true);
    const whole = sendable(captured);
    const body = JSON.parse(Buffer.from(captured.body, "base64").toString()) as Body;
    const altered = Object.keys(body).flatMap((field) => alter(body, field));
    expect(altered.length).toBeGreaterThan(20);
    for (const content of altered) {
      const args = [{ ...whole, body: bytes(JSON.stringify(content)) }];
      await expectRefused(method, args, "bad_mac");
    }
    for (const keyVersion of [0, -1, 2, 1.5, 2 ** 53, { $: "nan" }, { $: "infinity" }]) {
      await expectRefused(method, [{ ...whole, keyVersion }], "unknown_key");
    }
    expect((await send(method, whole)).got).toBeDefined();
  });

  it("is refused when it is cut, longer, or under another mac", async () => {
    const captured = await capture(method, true);
    const whole = sendable(captured);
    const body = Buffer.from(captured.body, "base64");
    const mac = Buffer.from(captured.mac, "base64");
    for (const length of [0, 1, body.length >> 1, body.length - 1]) {
      await expectRefused(method, [{ ...whole, body: bytes(body.subarray(0, length)) }], "bad_mac");
    }
    await expectRefused(method, [{ ...whole, body: bytes(`${body} `) }], "bad_mac");
    for (const other of [Buffer.alloc(32), randomBytes(32), Buffer.from(mac).reverse()]) {
      await expectRefused(method, [{ ...whole, mac: bytes(other) }], "bad_mac");
    }
    expect((await send(method, whole)).got).toBeDefined();
  });

  it("is refused by the other methods", async () => {
    const whole = sendable(await capture(method, true));
    for (const other of METHODS) {
      if (other !== method) await expectRefused(other, [whole], "other_call");
    }
    expect((await send(method, whole)).got).toBeDefined();
  });

  it("counts once", async () => {
    const whole = sendable(await capture(method, false));
    await expectRefused(method, [whole], "replayed");
    await expectRefused(method, [whole], "replayed");
  });

  it("counts once when it is sent twice at the same time", async () => {
    const whole = sendable(await capture(method, true));
    const answers = await Promise.all([send(method, whole), send(method, whole)]);
    expect(answers.filter(({ got }) => got !== undefined)).toHaveLength(1);
  });
});

/** The body with one field gone, empty, of another type or of another content. */
function alter(body: Body, field: string): Body[] {
  const given = body[field];
  const others: unknown[] = [undefined, null, "", 0, {}, [given]];
  if (typeof given === "number") others.push(given + 1, String(given));
  if (typeof given === "string") others.push(`${given}x`, given.slice(1));
  if (typeof given === "object" && given !== null) {
    const inner = given as Body;
    others.push(...Object.keys(inner).map((key) => ({ ...inner, [key]: "other" })));
  }
  return others.map((other) => ({ ...body, [field]: other }));
}

describe("a call with the right mac", () => {
  const read = { v: 1, names: [NAME] };
  const sign = (fields: Body = {}, store = STORE_ID) =>
    signBody(stand.rootKey, makeBody("read", read, fields), store);

  it("goes through, or the rest would prove nothing", async () => {
    const { got } = await send("read", sign());
    expect(got).toMatchObject({ items: [{ status: "ok", value: VALUE }] });
  });

  it.each<[string, () => Body]>([
    ["has expired", () => ({ issuedAt: Date.now() - 30_001, expiresAt: Date.now() - 1 })],
    ["expired long ago", () => ({ issuedAt: 0, expiresAt: 30_000 })],
    [
      "is from the future",
      () => ({ issuedAt: Date.now() + 60_000, expiresAt: Date.now() + 90_000 }),
    ],
    ["lives too long", () => ({ expiresAt: Date.now() + 3_600_000 })],
  ])("is refused where it %s", async (_, fields) => {
    await expectRefused("read", [sign(fields())], "expired");
  });

  it("is refused where it is for another store, or another method", async () => {
    await expectRefused("read", [sign({ store: "another" })], "other_store");
    await expectRefused("read", [sign({ call: "execute" })], "other_call");
    await expectRefused("read", [sign({ call: "constructor" })], "other_call");
  });

  it("is refused where it is of another version, or no call at all", async () => {
    await expectRefused("read", [sign({ v: 2 })], "bad_shape");
    const fields = [
      { expiresAt: null },
      { expiresAt: undefined },
      { expiresAt: "9999999999999" },
      { issuedAt: undefined },
      { issuedAt: 1e308, expiresAt: 1e308 },
      { issuedAt: Date.now() + 0.5 },
    ];
    for (const field of fields) await expectRefused("read", [sign(field)], "bad_shape");
    for (const content of ["null", "1", "[]", '"text"', "{}", "{", ""]) {
      await expectRefused("read", [signBody(stand.rootKey, content)], "bad_shape");
    }
  });

  it("is refused where it has no nonce", async () => {
    for (const nonce of [undefined, null, "", 1, "short"]) {
      await expectRefused("read", [sign({ nonce })], "bad_shape");
    }
  });

  it("is refused under another store's key, and under another root key", async () => {
    await expectRefused("read", [sign({}, "another")], "bad_mac");
    const other = signBody(randomBytes(32), makeBody("read", read));
    await expectRefused("read", [other], "bad_mac");
  });
});

it("the audit's chain has held, and no refusal gave a value away", async () => {
  expect(await verifyAudit(stand)).toMatchObject({ verdict: "self-consistent" });
  expect(stand.logs.join("\n")).not.toContain(VALUE);
});
