import { type CommandInput, LIMITS, type ReadRequest, type ResultOf } from "@lunakey/contract";
import { beforeAll, describe, expect, it } from "vitest";
import { bindings } from "./bindings.ts";
import { FIRST_ADMIN_TOKEN } from "./fixed-values.ts";

async function command(input: CommandInput): Promise<unknown> {
  const result = await bindings.ADMIN.execute(FIRST_ADMIN_TOKEN, input);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** An RPC promise handed to `expect` would leave an unhandled rejection: wait for it here. */
async function errorOf(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    return error;
  }
}

const HELD = { environment: "production", name: "STRIPE_SECRET_KEY" } as const;

beforeAll(async () => {
  await command({ type: "secret.set", ...HELD, value: "sk_live_1" });
  await command({ type: "secret.set", environment: "production", name: "UNGRANTED", value: "u" });
  await command({
    type: "grant.add",
    worker: "luna-proxy-api",
    environment: "production",
    names: [HELD.name, "NOT_SET_YET"],
  });
});

describe("get", () => {
  it("answers the value that was set", async () => {
    expect(await bindings.SECRETS.get(HELD.name)).toBe("sk_live_1");
  });

  it("answers null for a name that is missing, not granted or malformed", async () => {
    expect(await bindings.SECRETS.get("NOT_SET_YET")).toBeNull();
    expect(await bindings.SECRETS.get("UNGRANTED")).toBeNull();
    expect(await bindings.SECRETS.get("no name")).toBeNull();
  });

  it("answers null to another environment of the same Worker", async () => {
    expect(await bindings.SECRETS_STAGING.get(HELD.name)).toBeNull();
  });

  it("refuses what is no name with a TypeError", async () => {
    const error = await errorOf(() => bindings.SECRETS.get(1 as unknown as string));
    expect(error).toMatchObject({ name: "TypeError", message: "name must be a string." });
  });
});

describe("read", () => {
  it("answers one item per name, in order; from a local gateway never fresh", async () => {
    const names = [HELD.name, "NOT_SET_YET", "UNGRANTED", "NO_SUCH_NAME", "no name"];
    expect(await bindings.SECRETS.read({ v: 1, names })).toEqual({
      v: 1,
      local: true,
      items: [
        {
          name: HELD.name,
          status: "ok",
          value: "sk_live_1",
          version: 1,
          maxAgeSeconds: 0,
          fallback: "allowed",
        },
        { name: "NOT_SET_YET", status: "missing", maxAgeSeconds: 0, fallback: "allowed" },
        { name: "UNGRANTED", status: "denied", maxAgeSeconds: 0, fallback: "allowed" },
        { name: "NO_SUCH_NAME", status: "denied", maxAgeSeconds: 0, fallback: "allowed" },
        { name: "no name", status: "invalid", maxAgeSeconds: 0, fallback: "allowed" },
      ],
    });
  });

  it("sends no value for a version that the caller holds", async () => {
    const { items } = await bindings.SECRETS.read({ v: 1, names: [HELD.name], known: [1] });
    expect(items[0]).toMatchObject({ status: "same", version: 1 });
    expect(items[0]).not.toHaveProperty("value");
  });

  it.each([
    ["SECRETS_NO_PROPS", "no_props"],
    ["SECRETS_BAD_PROPS", "bad_props"],
    ["SECRETS_OTHER_STORE", "other_store"],
  ] as const)("denies everything to %s and writes down %s", async (binding, reason) => {
    const { items } = await bindings[binding].read({ v: 1, names: [HELD.name, "OTHER"] });
    expect(items.map((item) => item.status)).toEqual(["denied", "denied"]);
    await expect.poll(() => deniedReasons()).toContain(reason);
  });

  it.each([
    [{ v: 2, names: ["A"] }, "v must be 1."],
    [{ v: 1, names: [] }, "names must hold at least one name."],
    [
      { v: 1, names: Array(LIMITS.NAMES_PER_READ + 1).fill("A") },
      `names must hold at most ${LIMITS.NAMES_PER_READ} names.`,
    ],
    [{ v: 1, names: ["A"], known: [1, 2] }, "known must be as long as names."],
    [{ v: 1, names: ["A", 1] }, "names[1] must be a string."],
    [undefined, "request must be of type object."],
  ])("refuses a request of the wrong shape (%#) and names the field", async (request, message) => {
    const error = await errorOf(() => bindings.SECRETS.read(request as unknown as ReadRequest));
    expect(error).toMatchObject({ name: "TypeError", message });
  });
});

describe("report", () => {
  it("counts a batch once, however often it arrives", async () => {
    const report = {
      v: 1 as const,
      batchId: "6f0e7f06-4d2f-4c8b-9d4f-2b1f3a4c5d6e",
      from: 1,
      to: 2,
      counts: [
        { name: HELD.name, source: "individual" as const, parity: "same" as const, count: 3 },
      ],
    };
    expect(await bindings.SECRETS.report(report)).toEqual({ v: 1, status: "counted" });
    expect(await bindings.SECRETS.report(report)).toEqual({ v: 1, status: "duplicate" });
    const { usage } = (await command({ type: "usage.list" })) as ResultOf<"usage.list">;
    expect(usage.filter((row) => row.kind === "reported")).toEqual([
      {
        worker: "luna-proxy-api",
        environment: "production",
        name: HELD.name,
        kind: "reported",
        source: "individual",
        version: null,
        parity: "same",
        firstAt: 1,
        lastAt: 2,
        count: 3,
      },
    ]);
  });

  it("takes none from a binding that names no consumer", async () => {
    const report = { v: 1 as const, batchId: crypto.randomUUID(), from: 1, to: 2, counts: [] };
    const error = await errorOf(() => bindings.SECRETS_NO_PROPS.report(report));
    expect(String(error)).toContain("name no consumer");
  });
});

describe("over HTTP", () => {
  it("answers 404 to everything", async () => {
    const response = await bindings.GATEWAY.fetch("https://store.example/v1/secrets");
    expect(response.status).toBe(404);
  });
});

async function deniedReasons(): Promise<unknown[]> {
  const { events } = (await command({
    type: "audit.list",
    limit: 1_000,
  })) as ResultOf<"audit.list">;
  return events.filter((event) => event.outcome === "denied").map((event) => event.details.reason);
}
