/** Commands on a local store of backend `cloudflare`, which has no values of its own to change. */
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { putLocalSecrets } from "../src/local/index.ts";
import { useLocalStore } from "./local-store.ts";
import { runCli } from "./run-cli.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

/** Without what is new at each run: the folder and the id of the request. */
function withoutPlace(text: string, cwd: string): string {
  return text.replaceAll(cwd, "/repository").replace(/Request [0-9a-f-]{36}/, "Request ID");
}

describe("on backend cloudflare", () => {
  const names = ["JWT_SECRET", "stripe-key"];
  const store = useLocalStore({ backend: "cloudflare", environment: "staging" }, (folder) =>
    putLocalSecrets(
      { folder, storeId: "local" },
      Object.fromEntries(names.map((name) => [name, "placeholder"])),
    ),
  );

  beforeAll(async () => {
    await store.run("grant luna-proxy-api JWT_SECRET --env staging");
  });

  it("lists what is bound", async () => {
    const { status, stdout } = await store.run("list");
    expect(status).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "NAME        ENVIRONMENT  VERSION  STATE  FALLBACK  UPDATED  BY
      JWT_SECRET  staging      -        bound  allowed   -        -
      stripe-key  staging      -        bound  allowed   -        -
      "
    `);
  });

  it("describes one without what only Cloudflare knows", async () => {
    const { stdout } = await store.run("get stripe-key --env staging");
    expect(stdout).toMatchInlineSnapshot(`
      "Name         stripe-key
      Environment  staging
      Store        local store http://127.0.0.1:8790
      State        bound
      Version      -
      Stages       -
      Fallback     allowed
      Created      -
      Updated      -
      Expires      -
      Values are never shown: a Worker with a grant reads them.
      "
    `);
  });

  it("says which command sets a value, on a line to copy", async () => {
    const { status, stderr, all } = await store.run("set JWT_SECRET --env staging", {
      input: "canary-value",
    });
    expect(status).toBe(1);
    expect(withoutPlace(stderr, store.cwd)).toMatchInlineSnapshot(`
      "Error: On backend cloudflare, values are put in by wrangler.
        npx wrangler secrets-store secret create local --name JWT_SECRET --scopes workers --persist-to '/repository/.lunakey'
        Request ID
      "
    `);
    expect(all).not.toContain("canary-value");
  });

  it("says so before anybody is asked for a value", async () => {
    const typed = ["canary-value\r"];
    const { status, stderr } = await store.run("set JWT_SECRET --env staging", { typed });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Error: On backend cloudflare, values are put in by wrangler\./);
    expect(stderr).not.toContain("Value of");
  });

  it("says how a new name comes in", async () => {
    const { stderr } = await store.run("get NEW --env staging");
    expect(withoutPlace(stderr, store.cwd)).toMatchInlineSnapshot(`
      "Error: The gateway has no binding for the secret NEW.
        npx wrangler secrets-store secret create local --name NEW --scopes workers --persist-to '/repository/.lunakey'
        Then start lunakey dev again: it binds what it finds.
        Request ID
      "
    `);
  });

  it.each([
    ["history JWT_SECRET --env staging", undefined],
    ["delete JWT_SECRET --env staging --yes", undefined],
    ["undelete JWT_SECRET --env staging", undefined],
    ["import - --env staging --yes", "A=1\n"],
    ["get JWT_SECRET --env production", undefined],
  ])("refuses %s with a code and a hint", async (command, input) => {
    const { status, stderr } = await store.run(`${command} --json`, {
      ...(input === undefined ? {} : { input }),
    });
    expect(status).toBe(1);
    const { error } = JSON.parse(stderr) as { error: { code: string; hint: string } };
    expect(error.code).toBe("not_supported");
    expect(error.hint.length).toBeGreaterThan(0);
  });

  it("shows backend and environment in its status", async () => {
    const { stdout } = await store.run("status");
    expect(stdout).toContain("cloudflare, for environment staging");
    expect(stdout).toContain("2 bound");
  });
});

describe("lunakey dev --backend", () => {
  const cwd = join(makeTemporaryFolder());

  it.each([
    ["dev --backend Cloudflare", "--backend must be vault or cloudflare."],
    ["dev --env staging", "--env goes with --backend cloudflare only."],
    ["dev --backend cloudflare --env a/b", "--env"],
  ])("refuses %s", async (command, message) => {
    const { status, stderr } = await runCli(command.split(" "), { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
