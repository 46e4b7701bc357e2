import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectStore, type StoreClient } from "../stack/store-client.ts";
import { listEvents, listRefusals } from "./audit-log.ts";
import { type Stand, startStand } from "./stand.ts";

interface Made {
  readonly id: string;
  readonly token: string;
}

let stand: Stand;
let other: Stand;
let client: StoreClient;
let revoked: Made;
let expired: Made;

const create = (body: object) => client.call("POST", "/tokens", body) as Promise<Made>;

beforeAll(async () => {
  [stand, other] = await Promise.all([startStand(), startStand()]);
  client = await connectStore(stand.store);
  revoked = await create({ label: "revoked", role: "admin" });
  await client.call("DELETE", `/tokens/${revoked.id}`);
  const expiresAt = Date.now() + 300;
  expired = await create({ label: "expired", role: "admin", expiresAt });
  await sleep(expiresAt + 1 - Date.now());
});

afterAll(() => Promise.all([stand.stop(), other.stop()]));

/** Node's fetch would not send a `Host` of one's own. */
function ask(
  headers: Readonly<Record<string, string>>,
  { method = "GET", path = "/v1/status" } = {},
): Promise<{ status: number | undefined; error: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const asked = request(stand.store.url + path, { method, headers }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      const { error = {} } = JSON.parse(Buffer.concat(chunks).toString());
      resolve({ status: response.statusCode, error });
    });
    asked.on("error", reject);
    asked.end();
  });
}

async function expectNoted(action: string, reason: string, token?: string): Promise<void> {
  const target = token === undefined ? {} : { token };
  const noted = { action, outcome: "denied", reason, target };
  await expect.poll(() => listRefusals(stand)).toContainEqual(noted);
}

const swapCase = (text: string) =>
  text.replace(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
const secretOf = (token: string) => token.slice("lunakey_0011223344556677_".length);
const withSecret = (token: string, secret: string) => token.slice(0, 25) + secret;
const lastOther = (text: string) => text.slice(0, -1) + (text.endsWith("A") ? "B" : "A");

describe("a token in the right form", () => {
  const TOKENS: readonly (readonly [
    string,
    () => string,
    reason: string,
    id: () => string | undefined,
  ])[] = [
    ["nobody has", () => `lunakey_${"0".repeat(16)}_${"A".repeat(43)}`, "unknown", () => undefined],
    ["another store has made", () => other.token, "unknown", () => undefined],
    [
      "is wrong in one character",
      () => lastOther(stand.token),
      "wrong",
      () => stand.token.slice(8, 24),
    ],
    [
      "is wrong in its case",
      () => withSecret(stand.token, swapCase(secretOf(stand.token))),
      "wrong",
      () => stand.token.slice(8, 24),
    ],
    [
      "has another token's secret",
      () => withSecret(stand.token, secretOf(revoked.token)),
      "wrong",
      () => stand.token.slice(8, 24),
    ],
    ["was revoked", () => revoked.token, "revoked", () => revoked.id],
    ["has expired", () => expired.token, "expired", () => expired.id],
  ];

  it.each(TOKENS)("that %s opens nothing, over REST and RPC", async (_, token, reason, id) => {
    const rest = await ask({ authorization: `Bearer ${token()}` });
    const args = [token(), { type: "store.status" }];
    const rpc = await stand.call({ binding: "ADMIN", method: "execute", args });
    const { requestId: _id, ...error } = rest.error;
    // One answer for all of them: it does not tell which.
    expect(error).toEqual({
      code: "unauthenticated",
      message: "The token is not valid.",
      hint: expect.stringContaining("LUNAKEY_TOKEN"),
    });
    expect(rest.status).toBe(401);
    expect(rpc.got).toEqual({ ok: false, error });
    await expectNoted("token.use", reason, id());
  });
});

describe("what is no token", () => {
  const HEADERS: readonly (readonly [string, () => string])[] = [
    ["the scheme alone", () => "Bearer"],
    ["of another scheme", () => `Basic ${stand.token}`],
    ["without a scheme", () => stand.token],
    ["truncated", () => `Bearer ${stand.token.slice(0, -1)}`],
    ["too long", () => `Bearer ${stand.token}A`],
    ["its id alone", () => `Bearer ${stand.token.slice(0, 24)}`],
    ["in capitals", () => `Bearer ${stand.token.toUpperCase()}`],
    ["its id in capitals", () => `Bearer lunakey_ABCDEF0123456789_${secretOf(stand.token)}`],
    ["under another prefix", () => `Bearer ${stand.token.replace("lunakey", "moonkey")}`],
    ["given twice", () => `Bearer ${stand.token}, Bearer ${stand.token}`],
    ["in quotes", () => `Bearer "${stand.token}"`],
    ["a pattern", () => "Bearer %"],
    ["SQL", () => "Bearer ' OR 1=1 --"],
    ["of 8,000 characters", () => `Bearer ${"A".repeat(8_000)}`],
  ];

  it.each(HEADERS)("opens nothing: %s", async (_, header) => {
    const { status, error } = await ask({ authorization: header() });
    expect([status, error.code, error.field]).toEqual([401, "unauthenticated", "Authorization"]);
    expect(JSON.stringify(error)).not.toContain(secretOf(stand.token));
    await expectNoted("token.use", "malformed");
  });

  it("opens nothing: no header, which is told apart in the audit", async () => {
    for (const headers of [{}, { authorization: "" }]) {
      const { status, error } = await ask(headers);
      expect([status, error.code]).toEqual([401, "unauthenticated"]);
    }
    await expectNoted("token.use", "missing");
  });

  it("opens nothing in any other place", async () => {
    const path = `/v1/status?token=${stand.token}&access_token=${stand.token}`;
    expect((await ask({}, { path })).status).toBe(401);
    for (const name of ["cookie", "x-lunakey-token", "proxy-authorization", "x-api-key"]) {
      expect((await ask({ [name]: `Bearer ${stand.token}` })).status).toBe(401);
    }
  });

  it.each([
    ["nothing", { $: "undefined" }],
    ["null", null],
    ["an object", { id: "x" }],
    ["a list that holds one", ["x"]],
    ["bytes", { $: "bytes", base64: "eA==" }],
  ])("opens nothing over RPC: %s", async (_, token) => {
    const args = [token, { type: "store.status" }];
    const { got } = await stand.call({ binding: "ADMIN", method: "execute", args });
    expect(got).toMatchObject({ ok: false, error: { code: "unauthenticated" } });
  });
});

describe("a page or a name that is foreign", () => {
  const authorized = () => ({ authorization: `Bearer ${stand.token}` });

  it("is refused with the best of tokens: another host", async () => {
    for (const host of ["evil.example", "lunakey-admin", "127.0.0.1:1", "127.0.0.1.evil.example"]) {
      const { status, error } = await ask({ ...authorized(), host });
      expect([status, error.code]).toEqual([421, "misdirected"]);
    }
    await expectNoted("request.refused", "foreign_host");
  });

  it.each(["PUT", "POST", "DELETE"])("is refused a %s: another origin", async (method) => {
    for (const origin of [
      "https://evil.example",
      "null",
      "http://127.0.0.1",
      `${stand.store.url}.evil.example`,
    ]) {
      const path = "/v1/environments/default/secrets/A";
      const { status, error } = await ask({ ...authorized(), origin }, { method, path });
      expect([status, error.code]).toEqual([403, "forbidden"]);
    }
    await expectNoted("request.refused", "foreign_origin");
  });

  it("has changed nothing", async () => {
    const events = await listEvents(stand);
    const done = events.filter(({ outcome }) => outcome !== "denied").map(({ action }) => action);
    expect(done).toEqual(["token.create", "token.create", "token.revoke", "token.create"]);
    expect(await client.call("GET", "/secrets")).toMatchObject({ secrets: [] });
  });
});

describe("the note of a refusal", () => {
  it("can be asked for by no one's words", async () => {
    const before = (await listEvents(stand)).length;
    for (const reason of ["unknown", "x".repeat(1_000), null, { $: "undefined" }, 1]) {
      const answer = await stand.call({ binding: "ADMIN", method: "refuse", args: [reason] });
      expect(answer).toEqual({ got: null });
    }
    expect(await listEvents(stand)).toHaveLength(before);
  });
});
