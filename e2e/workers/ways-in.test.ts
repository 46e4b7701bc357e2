import { request } from "node:http";
import { networkInterfaces } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STORE_ID } from "../stack/start-stack.ts";
import { bindSecrets, bindSecretsWith, createProbe, type Probe } from "./probe.ts";
import { findWorkerds } from "./processes.ts";
import { type System, startSystem } from "./system.ts";
import { findHeld } from "./traffic.ts";

/** Another script of the account: calls what it is told to, and answers what it got. */
const CALLER = `export default {
  async fetch(request, env) {
    const { binding, object, method, args } = await request.json();
    const target = object === undefined ? env[binding] : env[binding].getByName(object);
    try {
      if (method === "fetch") {
        const answer = await target.fetch(...args);
        return Response.json({ got: { status: answer.status, text: await answer.text() } });
      }
      const got = await target[method](...args.map(revive));
      return Response.json({ got: got ?? null });
    } catch (error) {
      return Response.json({ refused: String(error) });
    }
  },
};
const revive = (value) => {
  if (value?.bytes === undefined) return value;
  const fields = { body: new TextEncoder().encode(value.bytes), mac: new Uint8Array(32) };
  return { keyVersion: value.keyVersion, ...fields };
};`;

interface Call {
  readonly binding: string;
  readonly object?: string;
  readonly method: string;
  readonly args: readonly unknown[];
}

interface AuditEvent {
  readonly actor: { readonly kind: string; readonly id: string };
  readonly action: string;
  readonly outcome: string;
  readonly target: Readonly<Record<string, string>>;
  readonly details: Readonly<Record<string, unknown>>;
}

let system: System;
let probe: Probe;

beforeAll(async () => {
  const props = { v: 1, store: STORE_ID, worker: "luna-proxy-api", environment: "default" };
  probe = await createProbe({
    name: "stranger",
    script: CALLER,
    durableObjects: {
      LEDGER: { className: "Ledger", scriptName: "lunakey-store", useSQLite: true },
    },
    serviceBindings: {
      NO_PROPS: bindSecretsWith(),
      NO_VERSION: bindSecretsWith({ ...props, v: undefined }),
      MORE_PROPS: bindSecretsWith({ ...props, role: "admin" }),
      OTHER_STORE: bindSecretsWith({ ...props, store: "another" }),
      ALL_ENVIRONMENTS: bindSecretsWith({ ...props, environment: "all" }),
      NOT_GRANTED: bindSecrets("stranger", "default"),
      ADMIN: { name: "lunakey-store", entrypoint: "Admin" },
      GATEWAY: "lunakey-store",
    },
  });
  system = await startSystem({
    tree: "golden",
    individual: false,
    inStore: "values",
    workers: [probe.worker],
  });
});

afterAll(async () => {
  await system.stop();
  expect(await findWorkerds()).toEqual([]);
});

async function call(asked: Call): Promise<{ got?: unknown; refused?: string }> {
  const body = JSON.stringify(asked);
  const answer = await system.ask(probe.url, { method: "POST", body });
  return answer.json() as { got?: unknown; refused?: string };
}

async function findEvents(action: string): Promise<AuditEvent[]> {
  const page = await system.client.call("GET", "/audit?limit=1000");
  return (page as { events: AuditEvent[] }).events.filter((event) => event.action === action);
}

/** Values of a field of details, each once. */
function reasonsOf(events: readonly AuditEvent[]): unknown[] {
  return [...new Set(events.map(({ details }) => details.reason))].sort();
}

describe("a script that binds the ledger's class", () => {
  const body = (name: string) =>
    JSON.stringify({
      v: 1,
      store: STORE_ID,
      call: name,
      actor: { kind: "consumer", worker: "luna-proxy-api", environment: "default" },
      nonce: "AAAAAAAAAAAAAAAAAAAAAA",
      issuedAt: Date.now(),
      expiresAt: Date.now() + 30_000,
      payload: { v: 1, names: ["STRIPE_SECRET_KEY"] },
    });
  const FORGED = (name: string): readonly (readonly unknown[])[] => [
    [],
    [{ v: 1, names: ["STRIPE_SECRET_KEY"] }],
    [{ keyVersion: 1, bytes: body(name) }],
    [{ keyVersion: 2, bytes: body(name) }],
    [{ keyVersion: 1, body: body(name), mac: "" }],
  ];

  it.each(["read", "report", "execute"])("gets nothing by %s, and is audited", async (method) => {
    for (const args of FORGED(method)) {
      const answer = await call({ binding: "LEDGER", object: STORE_ID, method, args });
      expect(answer).toEqual({ refused: "RefusedCall: The ledger refuses this call." });
    }
    const refusals = (await findEvents("call.refused")).filter(
      ({ target, outcome }) => target.call === method && outcome === "denied",
    );
    expect(reasonsOf(refusals)).toEqual(["bad_mac", "bad_shape", "unknown_key"]);
  });

  it("gets nothing from an object of another name", async () => {
    for (const args of FORGED("read")) {
      const answer = await call({ binding: "LEDGER", object: "mine", method: "read", args });
      expect(answer.got).toBeUndefined();
      expect(answer.refused).toMatch(/The ledger failed\. Nothing of the cause is shown\.$/);
    }
  });

  it.each(["env", "ctx", "sql", "storage", "constructor", "parts", "#parts", "prove"])(
    "finds no %s to call",
    async (method) => {
      const answer = await call({ binding: "LEDGER", object: STORE_ID, method, args: [] });
      expect(answer.got).toBeUndefined();
      expect(answer.refused).toBeDefined();
    },
  );

  it("does no harm with the alarm, and finds no HTTP", async () => {
    await call({ binding: "LEDGER", object: STORE_ID, method: "alarm", args: [] });
    const fetched = await call({
      ...{ binding: "LEDGER", object: STORE_ID, method: "fetch" },
      args: ["http://ledger/read"],
    });
    expect(fetched.got).toBeUndefined();
    const verdict = await system.client.call("GET", "/audit/verify");
    expect(verdict).toMatchObject({ verdict: "self-consistent" });
  });
});

describe("a binding that names no consumer of this store", () => {
  it.each([
    ["NO_PROPS", "no_props"],
    ["NO_VERSION", "bad_props"],
    ["MORE_PROPS", "bad_props"],
    ["ALL_ENVIRONMENTS", "bad_props"],
    ["OTHER_STORE", "other_store"],
  ])("reads nothing (%s), and is audited", async (binding, reason) => {
    const name = "STRIPE_SECRET_KEY";
    expect(await call({ binding, method: "get", args: [name] })).toEqual({ got: null });
    const read = await call({ binding, method: "read", args: [{ v: 1, names: [name] }] });
    expect(read.got).toMatchObject({ items: [{ name, status: "denied" }] });
    expect(JSON.stringify(read)).not.toContain("value");
    const denials = (await findEvents("secret.read")).filter(
      ({ actor, outcome }) => actor.kind === "unknown" && outcome === "denied",
    );
    expect(reasonsOf(denials)).toContain(reason);
  });

  it("reports nothing", async () => {
    const report = { v: 1, batchId: crypto.randomUUID(), from: 0, to: 1, counts: [] };
    const answer = await call({ binding: "NO_PROPS", method: "report", args: [report] });
    expect(answer.got).toBeUndefined();
    expect(await findEvents("usage.report")).toMatchObject([{ outcome: "denied" }]);
  });

  it("reads nothing without a grant, which is audited with its name", async () => {
    const asked = { binding: "NOT_GRANTED", method: "get", args: ["STRIPE_SECRET_KEY"] };
    expect(await call(asked)).toEqual({ got: null });
    expect(await call(asked)).toEqual({ got: null });
    const denials = await findEvents("secret.read");
    expect(denials.filter(({ details }) => details.reason === "no_grant")).toMatchObject([
      { actor: { kind: "consumer", id: "stranger/default" }, outcome: "denied" },
    ]);
  });
});

describe("the entrypoint for people", () => {
  it.each([
    ["no token", []],
    ["a token that is none", ["token"]],
    ["a token that nobody has", [`lunakey_${"0".repeat(16)}_${"A".repeat(43)}`]],
  ])("does nothing with %s", async (_, args: readonly unknown[]) => {
    const answer = await call({
      ...{ binding: "ADMIN", method: "execute" },
      args: [args[0] ?? null, { type: "store.status" }],
    });
    expect(answer.got).toMatchObject({ ok: false, error: { code: "unauthenticated" } });
  });
});

describe("the gateway over HTTP", () => {
  it.each(["/", "/v1/status", "/read", "/admin"])("has no route %s", async (path) => {
    const args = [`http://gateway${path}`];
    const answer = await call({ binding: "GATEWAY", method: "fetch", args });
    expect(answer.got).toEqual({ status: 404, text: "Not found\n" });
  });

  it("can not be called by its default export either", async () => {
    for (const method of ["get", "read", "execute"]) {
      const answer = await call({ binding: "GATEWAY", method, args: ["STRIPE_SECRET_KEY"] });
      expect(answer.got).toBeUndefined();
    }
  });

  it("is not reached by the routing headers of the local runtime", async () => {
    const { host } = new URL(system.store.url);
    const answer = await askAdmin("/", { host, "MF-Route-Override": "lunakey-store" });
    expect(answer.status).toBe(404);
  });
});

describe("every port", () => {
  it("is open to this machine only", async () => {
    const addresses = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .filter(({ internal, family }) => !internal && family === "IPv4");
    for (const { address } of addresses) {
      for (const url of [system.store.url, system.api, system.web]) {
        const { port } = new URL(url);
        await expect(fetch(`http://${address}:${port}/`)).rejects.toThrow();
      }
    }
  });
});

describe("the admin's port", () => {
  it("answers 421 to foreign hosts, whatever the path", async () => {
    const { port } = new URL(system.store.url);
    for (const host of ["evil.example", `evil.example:${port}`, "lunakey-store", "localhost:1"]) {
      for (const path of ["/v1/status", "/v1/openapi.json", "/"]) {
        expect(await askAdmin(path, { host })).toMatchObject({ status: 421 });
      }
    }
  });

  it("is not talked out of it by a header that claims another address", async () => {
    const claim = { "MF-Original-URL": `${system.store.url}/v1/openapi.json` };
    const answer = await askAdmin("/v1/openapi.json", { host: "evil.example", ...claim });
    expect(answer.status).toBe(421);
  });

  it("serves no explorer of databases", async () => {
    const { host } = new URL(system.store.url);
    for (const path of ["/cdn-cgi/explorer", "/cdn-cgi/explorer/api/d1/database"]) {
      const { status, text } = await askAdmin(path, { host });
      expect(status).toBe(404);
      expect(text).not.toMatch(/Ledger|<html/i);
    }
  });

  it("wants a token, and no session of the site will do", async () => {
    const { host } = new URL(system.store.url);
    for (const authorization of ["Bearer wrong", `Bearer ${system.seed.api.ADMIN_API_KEY}`]) {
      expect(await askAdmin("/v1/status", { host, authorization })).toMatchObject({ status: 401 });
    }
  });
});

/** The last one, over the answers to all the others. */
it("no way in led to a value", () => {
  const { traffic, seed, logs } = system;
  const values = { ...seed.api, ...seed.web };
  expect(traffic.findLeaks(values)).toEqual([]);
  expect(findHeld(logs.join("\n"), values)).toEqual([]);
});

/** Node's fetch would not send a `Host` of one's own. */
function askAdmin(
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(system.store.url + path, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() });
      });
    });
    asked.on("error", reject);
    asked.end();
  });
}
