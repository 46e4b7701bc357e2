/**
 * One suite for both backends: what a Worker and an admin see does not depend on where values live,
 * except for what `DIFFERS` says.
 */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BackendUnderTest, type Caller, startBackend } from "./backend-under-test.ts";
import { DIFFERS } from "./differs.ts";

/** 65,536 bytes in UTF-8, a third of them in characters of three. */
const LARGEST = `${"€".repeat(7_281)}${"x".repeat(43_692)}\n`;

const VALUES = new Map([
  ["STRIPE_SECRET_KEY", "placeholder-stripe"],
  ["UNGRANTED", "placeholder-ungranted"],
  ["REVOKED", "placeholder-revoked"],
  ["LARGEST", LARGEST],
  ["PEM", "-----BEGIN\r\n$HOME `x` \"'\\\n\n"],
  ["stripe-key", "placeholder-dash"],
  ["stripe_key", "placeholder-underscore"],
  ["STRIPE-KEY", "placeholder-upper-dash"],
  ["a-_b", "placeholder-dash-underscore"],
  ["a_-b", "placeholder-underscore-dash"],
  ["LEDGER", "placeholder-ledger"],
  ["constructor", "placeholder-constructor"],
  ["SECRET_STRIPE_SECRET_KEY", "placeholder-prefixed"],
]);

/** Names that are something else to the gateway, to JavaScript, or to the bindings. */
const RESERVED = [
  "LUNAKEY_ROOT_KEY_V1",
  "LUNAKEY_STORE_ID",
  "LUNAKEY_BACKEND",
  "LUNAKEY_FIRST_ADMIN_TOKEN_HASH",
  "__proto__",
  "prototype",
  "toString",
  "hasOwnProperty",
  "SECRET_",
  "SECRET_LEDGER",
  "DASHED_SECRET_stripe_dash_key",
  "stripe_dash_key",
  "-",
];

const GRANT = { worker: "luna-proxy-api", environment: "default" };

describe.each(["vault", "cloudflare"] as const)("backend %s", (backend) => {
  const differs = DIFFERS[backend];
  let store: BackendUnderTest;

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), `lunakey-${backend}-`));
    store = await startBackend(backend, folder, VALUES);
    const granted = [...VALUES.keys(), ...RESERVED, "NOT_SET"].filter((it) => it !== "UNGRANTED");
    await store.admin.call("POST", "/grants", { ...GRANT, names: granted });
    const staging = { ...GRANT, environment: "staging", names: ["STRIPE_SECRET_KEY"] };
    await store.admin.call("POST", "/grants", staging);
  });
  afterAll(() => store?.stop());

  async function statusesOf(caller: Caller, names: readonly string[]): Promise<string[]> {
    return (await store.read(caller, { names })).map(({ status }) => status);
  }

  it("answers a granted name with its value, to get and to read", async () => {
    expect(await store.get("API", "STRIPE_SECRET_KEY")).toBe("placeholder-stripe");
    expect(await store.read("API", { names: ["STRIPE_SECRET_KEY"], stages: true })).toEqual([
      {
        name: "STRIPE_SECRET_KEY",
        status: "ok",
        value: "placeholder-stripe",
        ...differs.version,
        maxAgeSeconds: 0,
        fallback: "allowed",
      },
    ]);
  });

  it("answers every name of a trip, in order, twice where asked twice", async () => {
    const names = [...VALUES.keys(), "NOT_SET", "not a name", "LEDGER"];
    const items = await store.read("API", { names });
    expect(items.map(({ name }) => name)).toEqual(names);
    for (const { name, status, value } of items) {
      if (name === "UNGRANTED") expect([name, status, value]).toEqual([name, "denied", undefined]);
      else expect([name, value === VALUES.get(name)]).toEqual([name, true]);
    }
    expect(items.slice(-3).map(({ status }) => status)).toEqual(["missing", "invalid", "ok"]);
  });

  it("keeps a value of 64 KiB and every byte of a text", async () => {
    expect(Buffer.byteLength(LARGEST)).toBe(65_536);
    expect((await store.get("API", "LARGEST")) === LARGEST).toBe(true);
    expect(await store.get("API", "PEM")).toBe(VALUES.get("PEM"));
  });

  it("denies a name without a grant, writes it down and counts it", async () => {
    expect(await statusesOf("API", ["UNGRANTED"])).toEqual(["denied"]);
    expect(await store.get("API", "UNGRANTED")).toBeNull();
    await expect.poll(() => deniedTargets(store)).toContainEqual({ ...GRANT, name: "UNGRANTED" });
    const counted = await usageOf(store, "UNGRANTED");
    expect(counted.map(({ kind, source }) => `${kind} ${source}`)).toEqual(["denied none"]);
  });

  it("answers missing for a granted name that has no value, and counts no read", async () => {
    expect(await statusesOf("API", ["NOT_SET"])).toEqual(["missing"]);
    expect(await store.get("API", "NOT_SET")).toBeNull();
    expect(await usageOf(store, "NOT_SET")).toEqual([]);
  });

  it("answers missing to another environment, never this one's value", async () => {
    expect(await store.read("API_STAGING", { names: ["STRIPE_SECRET_KEY"] })).toEqual([
      { name: "STRIPE_SECRET_KEY", status: "missing", maxAgeSeconds: 0, fallback: "allowed" },
    ]);
    expect(await store.get("API_STAGING", "STRIPE_SECRET_KEY")).toBeNull();
  });

  it.each([
    ["NO_PROPS", "no_props"],
    ["BAD_PROPS", "bad_props"],
    ["OTHER_STORE", "other_store"],
  ] as const)("denies everything to a binding with %s", async (caller, reason) => {
    expect(await statusesOf(caller, ["STRIPE_SECRET_KEY", "NOT_SET"])).toEqual([
      "denied",
      "denied",
    ]);
    expect(await store.get(caller, "STRIPE_SECRET_KEY")).toBeNull();
    await expect.poll(() => deniedReasons(store)).toContain(reason);
  });

  it("has no value for names of the gateway's own variables, granted as they are", async () => {
    const items = await store.read("API", { names: RESERVED });
    expect(items.map(({ name, status, value }) => [name, status, value])).toEqual(
      RESERVED.map((name) => [name, "missing", undefined]),
    );
    expect(await Promise.all(RESERVED.map((name) => store.get("API", name)))).toEqual(
      RESERVED.map(() => null),
    );
  });

  it("takes a grant away at the next read", async () => {
    expect(await statusesOf("API", ["REVOKED"])).toEqual(["ok"]);
    await store.admin.call("POST", "/grants/remove", { ...GRANT, names: ["REVOKED"] });
    expect(await statusesOf("API", ["REVOKED"])).toEqual(["denied"]);
  });

  it("counts what it served", async () => {
    const before = await servedCount(store, "PEM");
    await store.read("API", { names: ["PEM"] });
    await store.get("API", "PEM");
    expect(await servedCount(store, "PEM")).toBe(before + 2);
    const [row] = await usageOf(store, "PEM");
    expect(row).toMatchObject({ source: "store", version: differs.version.version ?? null });
  });

  it("says of a version that the caller holds what it can", async () => {
    const [item] = await store.read("API", { names: ["STRIPE_SECRET_KEY"], known: [1] });
    expect(item).toMatchObject(differs.known);
  });

  it("lists and describes secrets without their values", async () => {
    const path = "/secrets?environment=default&search=stripe_secret&limit=1";
    const first = (await store.admin.call("GET", path)) as {
      secrets: unknown[];
      nextCursor: string;
    };
    expect(first.secrets).toMatchObject([
      { name: "SECRET_STRIPE_SECRET_KEY", ...differs.metadata },
    ]);
    const next = await store.admin.call("GET", `${path}&cursor=${first.nextCursor}`);
    expect(next).toMatchObject({ secrets: [{ name: "STRIPE_SECRET_KEY" }], nextCursor: null });
    expect(
      await store.admin.call("GET", "/environments/default/secrets/STRIPE_SECRET_KEY"),
    ).toMatchObject({ name: "STRIPE_SECRET_KEY", ...differs.metadata });
    expect(await store.admin.call("GET", "/secrets?environment=staging")).toMatchObject({
      secrets: [],
    });
    expect(await store.admin.call("GET", "/status")).toMatchObject({
      backend,
      secrets: VALUES.size,
      ...differs.status,
    });
  });

  it.each(Object.entries(differs.codes))("answers %s with %s", async (request, code) => {
    const [method = "", path = "", body] = request.split(" ");
    const json = body === undefined ? undefined : (JSON.parse(body) as object);
    expect(await store.codeOf(method, path, json)).toBe(code);
  });

  it("keeps all of it across a restart, and an audit that holds", async () => {
    await store.restart();
    expect(await store.get("API", "stripe-key")).toBe("placeholder-dash");
    expect(await statusesOf("API", ["UNGRANTED", "NOT_SET"])).toEqual(["denied", "missing"]);
    expect(await store.admin.call("GET", "/audit/verify")).toMatchObject({
      verdict: "self-consistent",
    });
  });
});

interface AuditEvent {
  readonly action: string;
  readonly outcome: string;
  readonly target: object;
  readonly details: { readonly reason?: string };
}

async function deniedReads(store: BackendUnderTest): Promise<readonly AuditEvent[]> {
  const { events } = (await store.admin.call("GET", "/audit?limit=1000")) as {
    events: readonly AuditEvent[];
  };
  return events.filter(({ action, outcome }) => action === "secret.read" && outcome === "denied");
}

const deniedTargets = async (store: BackendUnderTest) =>
  (await deniedReads(store)).map(({ target }) => target);
const deniedReasons = async (store: BackendUnderTest) =>
  (await deniedReads(store)).map(({ details }) => details.reason);

interface Usage {
  readonly kind: string;
  readonly source: string;
  readonly version: number | null;
  readonly count: number;
}

async function usageOf(store: BackendUnderTest, name: string): Promise<readonly Usage[]> {
  const path = `/usage?worker=luna-proxy-api&name=${name}`;
  return ((await store.admin.call("GET", path)) as { usage: readonly Usage[] }).usage;
}

async function servedCount(store: BackendUnderTest, name: string): Promise<number> {
  return (await usageOf(store, name)).reduce((sum, { count }) => sum + count, 0);
}
