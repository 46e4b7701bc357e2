import { describe, expect, it } from "vitest";
import { openAccount } from "../../src/account/account.ts";
import type { DeployedWorker } from "../../src/account/ask-wrangler.ts";
import type { RunWrangler, WranglerRun } from "../../src/account/run-wrangler.ts";

const PORTS = { env: {}, signal: new AbortController().signal };

const worker = (script: string, more: Partial<DeployedWorker> = {}): DeployedWorker => ({
  script,
  folder: "/repository",
  config: "wrangler.toml",
  environment: null,
  ...more,
});

const says = (stdout: object): WranglerRun => ({
  status: 0,
  stdout: JSON.stringify(stdout, null, 2),
  stderr: "",
  isTimedOut: false,
});

const fails = (stderr: string, isTimedOut = false): WranglerRun => ({
  status: 1,
  stdout: "",
  stderr,
  isTimedOut,
});

const apiFails = (code: number, message: string) =>
  fails(
    `✘ [ERROR] A request to the Cloudflare API (/accounts/a/…) failed.\n\n  ${message} [code: ${code}]\n`,
  );

/** @returns the account, and the arguments of each run. */
function open(run: (args: readonly string[]) => WranglerRun | Promise<WranglerRun>) {
  const runs: (readonly string[])[] = [];
  const wrangler: RunWrangler = async (args) => {
    runs.push(args);
    return run(args);
  };
  return { account: openAccount(PORTS, () => wrangler), runs };
}

const DEPLOYMENT = says({ versions: [{ version_id: "v1", percentage: 100 }], id: "d", more: 1 });

describe("a question to the account", () => {
  it("names the script, and the config and environment whose account is meant", async () => {
    const { account, runs } = open(() => DEPLOYMENT);
    await account.findScript(worker("store"));
    await account.findScript(worker("store-staging", { environment: "staging", config: null }));
    expect(runs).toEqual([
      ["deployments", "status", "--json", "--name", "store", "--config", "wrangler.toml"],
      ["deployments", "status", "--json", "--name", "store-staging", "--env", "staging"],
    ]);
  });

  it("understands an answer after warnings, and shows none that it does not understand", async () => {
    const stdout = `▲ [WARNING] Something\n\n${DEPLOYMENT.stdout}`;
    const { account } = open(() => ({ ...DEPLOYMENT, stdout }));
    expect(await account.findScript(worker("store"))).toEqual({
      state: "deployed",
      script: "store",
    });
    for (const other of ["", "[]", '{"versions":[{}]}', "{ broken"]) {
      const odd = open(() => ({ ...DEPLOYMENT, stdout: other }));
      const answer = { state: "unknown", script: "store", trouble: "failed", apiCode: null };
      expect(await odd.account.findScript(worker("store"))).toEqual(answer);
    }
  });

  it.each<[string, WranglerRun]>([
    ["10007", apiFails(10_007, "This Worker does not exist on your account.")],
    ["10090", apiFails(10_090, "workers.api.error.service_not_found")],
    ["on standard output", { ...fails(""), stdout: "✘ [ERROR] A request …\n\n  [code: 10007]" }],
    ["no deployments", fails("✘ [ERROR] The Worker store has no deployments.\n")],
  ])("learns that a script was never deployed: %s", async (_how, run) => {
    const { account } = open(() => run);
    const answer = { state: "never_deployed", script: "store" };
    expect(await account.findScript(worker("store"))).toEqual(answer);
    expect(await account.readBindings(worker("store"))).toEqual(answer);
  });

  it.each<[string, WranglerRun, string]>([
    ["colours", fails("\u001b[31m✘ [ERROR] \u001b[0mfetch failed"), "unreachable"],
    ["a wrangler without --json", fails("✘ [ERROR] Unknown argument: json"), "wrangler_too_old"],
    ["no time left", fails("", true), "unreachable"],
    [
      "a token that is none",
      fails("a character that cannot be used in an HTTP Authorization header: x"),
      "refused",
    ],
    ["something new", fails("✘ [ERROR] Whatever"), "failed"],
  ])("learns why nobody can be asked: %s", async (_how, run, trouble) => {
    const { account } = open(() => run);
    expect(await account.findScript(worker("store"))).toMatchObject({ state: "unknown", trouble });
  });

  it("is not asked where there is no wrangler", async () => {
    const account = openAccount(PORTS, () => null);
    expect(await account.findScript(worker("store"))).toMatchObject({
      trouble: "wrangler_missing",
    });
  });
});

describe("many questions", () => {
  it("are asked a few at a time", async () => {
    let [running, most] = [0, 0];
    const { account, runs } = open(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      return DEPLOYMENT;
    });
    await Promise.all(
      Array.from({ length: 10 }, (_, index) => account.findScript(worker(`w${index}`))),
    );
    expect(most).toBe(3);
    expect(runs).toHaveLength(10);
  });

  it("end where nobody is signed in, and go on where one Worker is refused", async () => {
    const silent = open(() =>
      fails("it's necessary to set a CLOUDFLARE_API_TOKEN environment variable"),
    );
    await silent.account.findScript(worker("first"));
    const second = await silent.account.readBindings(worker("second"));
    expect(second).toMatchObject({ script: "second", trouble: "not_signed_in" });
    expect(silent.runs).toHaveLength(1);
    const refused = open(() => apiFails(10_000, "Authentication error"));
    await refused.account.findScript(worker("first"));
    await refused.account.findScript(worker("second"));
    expect(refused.runs).toHaveLength(2);
  });
});
