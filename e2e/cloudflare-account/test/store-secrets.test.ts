import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ask, createSecret, createStore } from "../ask.ts";
import { type CloudflareAccount, startAccount } from "../start-account.ts";

let account: CloudflareAccount;
let store: string;
let clock = Date.UTC(2026, 10, 22);
beforeEach(async () => {
  clock = Date.UTC(2026, 10, 22);
  const limits = { secretsPerAccountCount: 5, activationMs: 1000 };
  account = await startAccount({ now: () => clock, limits });
  store = await createStore(account);
});
afterEach(() => account.stop());

const secretsPath = (more = "") => `/secrets_store/stores/${store}/secrets${more}`;
const create = (body: unknown) => ask(account, "POST", secretsPath(), { body: body as object });
const secret = (name: string, more: object = {}) => ({
  name,
  value: "v",
  scopes: ["workers"],
  ...more,
});

describe("the stores of an account", () => {
  it("are listed with the account's id, and answered one by one", async () => {
    const { result } = await ask(account, "GET", "/secrets_store/stores?per_page=10&page=1");
    expect(result).toEqual([
      {
        id: store,
        name: "default_secrets_store",
        account_id: account.accountId,
        created: "2026-11-22T00:00:00.000000Z",
        modified: "2026-11-22T00:00:00.000000Z",
      },
    ]);
    const one = await ask(account, "GET", `/secrets_store/stores/${store}`);
    expect(one.result).toEqual(result[0]);
  });

  it("are one at most", async () => {
    const body = { name: "another" };
    const refused = await ask(account, "POST", "/secrets_store/stores", { body });
    expect(refused).toMatchObject({ status: 400, code: 1003, message: "maximum_stores_exceeded" });
  });

  it("go only when empty, or by force", async () => {
    await createSecret(account, store, "STRIPE_SECRET_KEY");
    const path = `/secrets_store/stores/${store}`;
    expect(await ask(account, "DELETE", path)).toMatchObject({
      status: 409,
      message: "store_not_empty",
    });
    expect(await ask(account, "DELETE", `${path}?force=true`)).toMatchObject({
      status: 200,
      result: null,
    });
    expect(await ask(account, "GET", path)).toMatchObject({
      status: 404,
      code: 1001,
      message: "store_not_found",
    });
  });
});

describe("a secret of a store", () => {
  it("is created from an array, whatever the body says it is, and its value never comes back", async () => {
    const value = "sk_live_canary";
    const created = await ask(account, "POST", secretsPath(), {
      body: JSON.stringify([secret("STRIPE_SECRET_KEY", { value, comment: "Stripe" })]),
      headers: { "Content-Type": "text/plain;charset=UTF-8" },
    });
    const [{ id }] = created.result;
    expect(created.result).toEqual([
      {
        id,
        store_id: store,
        name: "STRIPE_SECRET_KEY",
        comment: "Stripe",
        scopes: ["workers"],
        status: "pending",
        created: "2026-11-22T00:00:00.000000Z",
        modified: "2026-11-22T00:00:00.000000Z",
      },
    ]);
    const answers = [
      created,
      await ask(account, "GET", secretsPath()),
      await ask(account, "GET", secretsPath(`/${id}`)),
      await ask(account, "PATCH", secretsPath(`/${id}`), { body: { value: `${value}2` } }),
      await ask(account, "POST", secretsPath(`/${id}/duplicate`), {
        body: { name: "COPY", scopes: ["workers"], comment: "" },
      }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(answers.some(({ text }) => text.includes(value))).toBe(false);
    const [kept] = account.snapshot().stores;
    expect(kept?.secrets.COPY?.value).toBe(`${value}2`);
  });

  it("is pending first, and active after a while", async () => {
    const id = await createSecret(account, store, "KEY");
    const status = async () => (await ask(account, "GET", secretsPath(`/${id}`))).result.status;
    expect(await status()).toBe("pending");
    clock += 1000;
    expect(await status()).toBe("active");
  });

  it("changes only in what is given", async () => {
    const id = await createSecret(account, store, "KEY");
    clock += 5000;
    const { result } = await ask(account, "PATCH", secretsPath(`/${id}`), {
      body: { comment: "changed" },
    });
    expect(result).toMatchObject({
      name: "KEY",
      comment: "changed",
      scopes: ["workers"],
      created: "2026-11-22T00:00:00.000000Z",
      modified: "2026-11-22T00:00:05.000000Z",
    });
  });

  it.each([
    ["no array", { name: "KEY" }, "invalid_json_body"],
    ["an empty array", [], "invalid_json_body"],
    ["no name", [secret("")], "secret_name_empty"],
    ["a name with a space", [secret("MY KEY")], "secret_name_invalid"],
    ["no scope", [secret("KEY", { scopes: [] })], "secret_scopes_empty"],
    ["a scope that there is not", [secret("KEY", { scopes: ["worker"] })], "secret_scope_invalid"],
    ["no value", [secret("KEY", { value: "" })], "secret_value_empty"],
    [
      "a value that is too long",
      [secret("KEY", { value: "é".repeat(32_769) })],
      "secret_value_too_long",
    ],
  ])("is refused with %s, and nothing is written", async (_what, body, message) => {
    expect(await create(body)).toMatchObject({ status: 400, code: 1001, message });
    expect(account.snapshot().stores[0]?.secrets).toEqual({});
  });

  it("may be 64 KiB", async () => {
    expect((await create([secret("KEY", { value: "x".repeat(65_536) })])).status).toBe(200);
  });

  it("has its name alone, also within one request", async () => {
    await createSecret(account, store, "KEY");
    const taken = { status: 400, code: 1003, message: "secret_name_already_exists: KEY" };
    expect(await create([secret("OTHER"), secret("KEY")])).toMatchObject(taken);
    const twice = await create([secret("OTHER"), secret("OTHER")]);
    expect(twice).toMatchObject({ code: 1003, message: "secret_name_already_exists: OTHER" });
    expect(Object.keys(account.snapshot().stores[0]?.secrets ?? {})).toEqual(["KEY"]);
  });

  it("is one too many beyond the account's limit, of which the quota tells", async () => {
    await create(["A", "B", "C", "D"].map((name) => secret(name)));
    const over = await create([secret("E"), secret("F")]);
    expect(over).toMatchObject({ code: 1003, message: "maximum_secrets_exceeded: max 5" });
    const { result } = await ask(account, "GET", "/secrets_store/quota");
    expect(result).toEqual({ secrets: { quota: 5, usage: 4 } });
  });

  it("that is not there is not found", async () => {
    const missing = { status: 404, code: 1001, message: "secret_not_found" };
    expect(await ask(account, "GET", secretsPath("/nope"))).toMatchObject(missing);
    expect(await ask(account, "DELETE", secretsPath("/nope"))).toMatchObject(missing);
  });

  it("is deleted alone, or with others at once", async () => {
    const ids = await Promise.all(
      ["A", "B", "C"].map((name) => createSecret(account, store, name)),
    );
    const [first, ...others] = ids;
    expect((await ask(account, "DELETE", secretsPath(`/${first}`))).status).toBe(200);
    const body = others.map((id) => ({ id }));
    expect((await ask(account, "DELETE", secretsPath(), { body })).status).toBe(200);
    expect(account.snapshot().stores[0]?.secrets).toEqual({});
  });
});

describe("a list of secrets", () => {
  const names = async (query: string) =>
    (await ask(account, "GET", secretsPath(query))).result.map(
      ({ name }: { name: string }) => name,
    );

  beforeEach(async () => {
    await create([
      secret("STRIPE_SECRET_KEY", { comment: "payments" }),
      secret("AUTH_SECRET", { scopes: ["workers", "access"] }),
      secret("OPENAI_KEY", { scopes: ["ai_gateway"], comment: "the stripe of AI" }),
    ]);
  });

  it("is searched in names and comments", async () => {
    expect(await names("?search=stripe")).toEqual(["STRIPE_SECRET_KEY", "OPENAI_KEY"]);
  });

  it("is kept to scopes", async () => {
    expect(await names("?scopes=access,ai_gateway")).toEqual(["AUTH_SECRET", "OPENAI_KEY"]);
  });

  it("is put in order", async () => {
    expect(await names("?order=name")).toEqual(["AUTH_SECRET", "OPENAI_KEY", "STRIPE_SECRET_KEY"]);
    expect((await names("?order=name&direction=desc"))[0]).toBe("STRIPE_SECRET_KEY");
  });

  it("comes in pages, and is empty beyond the last", async () => {
    const page = await ask(account, "GET", secretsPath("?per_page=2&page=2"));
    expect(JSON.parse(page.text).result_info).toEqual({
      page: 2,
      per_page: 2,
      count: 1,
      total_count: 3,
      total_pages: 2,
    });
    expect(await names("?per_page=2&page=3")).toEqual([]);
  });
});
