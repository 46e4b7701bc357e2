import { afterAll, beforeAll, expect, it } from "vitest";
import { openWorkerScripts } from "../../../packages/cli/src/account/worker-scripts.ts";
import { deploy } from "../ask.ts";
import { type CloudflareAccount, startAccount } from "../start-account.ts";

/** More than one request takes. */
const NAMES = Array.from({ length: 120 }, (_, index) => `SECRET_${index}`);

let account: CloudflareAccount;
beforeAll(async () => {
  account = await startAccount();
  const bindings = NAMES.map((name) => ({ name, type: "secret_text", text: "x" }));
  await deploy(account, "luna", { bindings });
});
afterAll(() => account.stop());

it("removes over a hundred secrets in two requests, and the rest where the second failed", async () => {
  const { accountId, token, url } = account;
  let patches = 0;
  const refusingTheSecond: typeof fetch = (input, init) => {
    if (init?.method !== "PATCH") return fetch(input, init);
    patches += 1;
    if (patches !== 2) return fetch(input, init);
    const body = { success: false, errors: [{ code: 10_000, message: "no" }] };
    return Promise.resolve(Response.json(body, { status: 403 }));
  };
  const ports = { env: { CLOUDFLARE_API_BASE_URL: url }, fetch: refusingTheSecond };
  const key = { apiToken: token, apiKey: null, apiEmail: null };
  const scripts = openWorkerScripts(ports, { key, accountId });
  await expect(scripts.removeSecrets("luna", NAMES)).rejects.toMatchObject({
    failure: { code: "account_refused" },
  });
  const left = await scripts.read("luna");
  expect(left).toMatchObject({ individual: [...NAMES.slice(100)].sort() });
  await scripts.removeSecrets("luna", NAMES);
  expect(await scripts.read("luna")).toMatchObject({ state: "deployed", individual: [] });
  expect(patches).toBe(4);
});
