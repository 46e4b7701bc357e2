import { describe, expect, it } from "vitest";
import { createAccess } from "../../src/account/account-access.ts";
import type { RunWrangler } from "../../src/account/run-wrangler.ts";
import { makeFiles } from "../repository/sample-repository.ts";

const CANARY = "canary-oauth-9f31";
const HOME = makeFiles({ ".config/.wrangler/config/default.toml": "oauth_token = 'x'\n" });
const LOGIN = { type: "oauth", token: CANARY };

/** A wrangler that answers each command with a value, or fails with a text. */
function wranglerThat(answers: Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  const run: RunWrangler = (args) => {
    asked.push(args.join(" "));
    const answer = answers[args[0] ?? ""];
    const isText = typeof answer === "string";
    const stdout = isText ? "" : `A banner\n${JSON.stringify(answer, null, 2)}\n`;
    const stderr = isText ? answer : "";
    return Promise.resolve({ status: isText ? 1 : 0, stdout, stderr, isTimedOut: false });
  };
  return { asked, run };
}

function whoami(...ids: string[]) {
  return { loggedIn: true, authType: "OAuth Token", accounts: ids.map((id) => ({ id })) };
}

const find = (
  run: RunWrangler | null,
  env: Readonly<Record<string, string>> = { HOME },
  accountId?: string,
) => createAccess({ env }, { folder: "/", run })(accountId);

describe("createAccess", () => {
  it("takes the environment's token and account, and starts nothing", async () => {
    const { run, asked } = wranglerThat({});
    const env = { HOME, CLOUDFLARE_API_TOKEN: "t", CLOUDFLARE_ACCOUNT_ID: "a" };
    expect(await find(run, env)).toMatchObject({ key: { apiToken: "t" }, accountId: "a" });
    expect(asked).toEqual([]);
  });

  it("takes wrangler's login, and the one account that it reaches", async () => {
    const { run, asked } = wranglerThat({ auth: LOGIN, whoami: whoami("a") });
    expect(await find(run)).toEqual({
      state: "open",
      key: { apiToken: CANARY, apiKey: null, apiEmail: null },
      accountId: "a",
    });
    expect(asked).toEqual(["auth token --json", "whoami --json"]);
  });

  it("takes a config's account before the environment's, as wrangler does", async () => {
    const { run } = wranglerThat({ auth: LOGIN, whoami: whoami("a", "b") });
    const env = { HOME, CLOUDFLARE_ACCOUNT_ID: "c" };
    expect(await find(run, env, "b")).toMatchObject({ accountId: "b" });
    expect(await find(run, env)).toMatchObject({ accountId: "c" });
    expect(await find(run)).toEqual({ state: "closed", trouble: "no_account" });
  });

  it("asks wrangler once for any number of configs", async () => {
    const { run, asked } = wranglerThat({ auth: LOGIN, whoami: whoami("a") });
    const findAccess = createAccess({ env: { HOME } }, { folder: "/", run });
    for (const own of ["b", undefined, "c", undefined]) {
      expect(await findAccess(own)).toMatchObject({ accountId: own ?? "a" });
    }
    expect(asked).toEqual(["auth token --json", "whoami --json"]);
  });

  it("takes a global key with its owner's address", async () => {
    const { run } = wranglerThat({ auth: { type: "api_key", key: "k", email: "e" } });
    const env = { CLOUDFLARE_API_KEY: "k", CLOUDFLARE_ACCOUNT_ID: "a" };
    expect(await find(run, env)).toMatchObject({
      key: { apiToken: null, apiKey: "k", apiEmail: "e" },
    });
  });

  it.each([
    ["not_signed_in", { auth: "Not logged in. Please run `wrangler login`." }],
    ["wrangler_too_old", { auth: "Unknown arguments: json, auth, token" }],
    ["failed", { auth: { type: "new", token: CANARY } }],
    ["failed", { auth: CANARY }],
    ["not_signed_in", { auth: LOGIN, whoami: "not authenticated" }],
  ])(
    "says %s of what wrangler says otherwise, and repeats none of it",
    async (trouble, answers) => {
      expect(await find(wranglerThat(answers).run)).toEqual({ state: "closed", trouble });
    },
  );

  it("starts no wrangler where nobody has signed in", async () => {
    const { run, asked } = wranglerThat({ auth: LOGIN });
    const env = { HOME: makeFiles({}) };
    expect(await find(run, env)).toEqual({ state: "closed", trouble: "not_signed_in" });
    expect(asked).toEqual([]);
    expect(await find(null)).toEqual({ state: "closed", trouble: "wrangler_missing" });
  });
});
