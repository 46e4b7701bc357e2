import { describe, expect, it } from "vitest";
import { interruption, runCli } from "./run-cli.ts";

const TOKEN = `lunakey_0123456789abcdef_${"c".repeat(43)}`;
const env = { LUNAKEY_URL: "https://lunakey.example.com", LUNAKEY_TOKEN: TOKEN };
const cwd = process.cwd();
const set = ["set", "A", "--env", "default"];

/** Never answers, as a network that is gone; gives up when it is told. */
const silent: typeof fetch = (_, init) =>
  new Promise((_resolve, reject) => {
    init?.signal?.addEventListener("abort", () => reject(new Error("aborted")));
  });

/** A store that keeps values itself, and so asks for one. */
const vault: typeof fetch = async () =>
  Response.json({
    store: "s",
    backend: "vault",
    local: false,
    schemaVersion: 1,
    rootKeyVersion: 1,
    secrets: 0,
    versions: 0,
    grants: 0,
    auditEvents: 0,
  });

function stopSoon(signal: "SIGINT" | "SIGTERM"): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(interruption(signal)), 50);
  return controller.signal;
}

describe("Ctrl-C", () => {
  it("ends a wait for standard input", async () => {
    const run = await runCli(set, { cwd, env, input: null, signal: stopSoon("SIGINT") });
    expect([run.status, run.stderr]).toEqual([130, "Error: Cancelled; nothing was changed.\n"]);
  });

  it("ends a hidden prompt", async () => {
    const controller = new AbortController();
    const stop = { signal: controller.signal };
    setTimeout(() => controller.abort(interruption("SIGINT")), 1_500);
    const run = await runCli(set, { cwd, env, typed: ["abc"], ...stop, fetch: vault });
    expect([run.status, run.stderr.includes("Cancelled")]).toEqual([130, true]);
  });

  it("ends a wait for an answer, and says that a write may have arrived", async () => {
    const options = { cwd, env, input: "v", fetch: silent };
    const run = await runCli(set, { ...options, signal: stopSoon("SIGINT") });
    expect([run.status, run.stderr]).toEqual([
      130,
      "Error: Stopped. A write that was on its way may have been carried out.\n",
    ]);
    expect((await runCli(set, { ...options, signal: stopSoon("SIGTERM") })).status).toBe(143);
  });
});
