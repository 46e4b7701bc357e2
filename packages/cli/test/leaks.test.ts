/**
 * A value that comes in the wrong way is in no output. The last test makes sure that this file
 * would notice one that is.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type CliRun, type RunOptions, runCli } from "./run-cli.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

const CANARY = "sk_live_canary7f3a";
const TOKEN = `lunakey_0123456789abcdef_${"c".repeat(43)}`;
const cwd = makeTemporaryFolder();
const env = { LUNAKEY_URL: "https://lunakey.example.com", LUNAKEY_TOKEN: TOKEN };

function writeInto(name: string, content: string): string {
  writeFileSync(join(cwd, name), content);
  return name;
}

/** A server that repeats whatever it is sent, as a wrong address might. */
const echo: typeof fetch = (_, init) =>
  Promise.resolve(new Response(`You sent ${String(init?.body)}`, { status: 400 }));
const down: typeof fetch = (_, init) =>
  Promise.reject(new TypeError(`fetch failed for ${String(init?.body)}`));

function expectNoLeak(run: CliRun): void {
  expect(run.status).toBeGreaterThan(0);
  expect(run.stderr).not.toBe("");
  expect(run.all).not.toContain("canary");
  expect(run.all).not.toContain("ccccc");
}

describe("a value in the wrong place", () => {
  it.each([
    ["set", "NAME", CANARY, "--env", "default"],
    ["set", "NAME", CANARY],
    ["set", "NAME", "--env", "default", `--value=${CANARY}`],
    ["set", "NAME", "--env", "default", "--value", CANARY],
    ["set", "NAME", "--env", "default", `--fil=${CANARY}`],
    ["set", "NAME", "--env", "default", `-v${CANARY}`],
    ["set", "NAME", "--env", "default", `--expires=${CANARY}`],
    ["set", "NAME", "--env", "default", `--expect-version=${CANARY}`],
    ["set", "NAME", "--env", "default", `--fallback=${CANARY}`],
    ["set", "NAME", "--env", "default", "--comment", CANARY],
    ["set", `NAME=${CANARY}`, "--env", "default"],
    ["set", CANARY, "--env", "default"],
    ["set", "NAME", "--env", CANARY],
    [CANARY],
    [`--${CANARY}`],
    ["get", "NAME", CANARY, "--env", "default"],
    ["grant", "worker", `A=${CANARY}`, "--env", "default"],
    ["grant", CANARY, "A", "--env", "default"],
    ["list", CANARY],
    ["list", "--search", CANARY],
    ["token", "create", "--label", CANARY, "--role", "admin"],
    ["token", "revoke", CANARY],
    ["token", CANARY],
    ["audit", "--limit", CANARY],
    ["import", "a", CANARY, "--env", "default"],
    ["import", CANARY, "--env", "default"],
    ["set", "NAME", "--env", "default", "--file", CANARY],
    ["list", "--token-file", CANARY],
    ["list", "--token-file", TOKEN],
    ["token", "create", "--label", "x", "--role", "admin", "--out", `no/${CANARY}`],
    ["status", "--url", `https://x:${CANARY}@a.example`],
    ["status", "--url", `http://${CANARY}`],
    ["dev", "--port", CANARY],
    ["dev", "--store", `${CANARY}!`],
  ])("is not repeated: lunakey %s %s (%#)", async (...argv) => {
    for (const json of [[], ["--json"]]) {
      expectNoLeak(await runCli([...argv, ...json], { cwd, env, fetch: down }));
    }
  });

  it.each([
    ["broken.json", `{"A": "${CANARY}"`],
    ["twice.json", `{"A": "${CANARY}", "A": "${CANARY}"}`],
    ["name.json", `{"${CANARY} ": "x"}`],
    ["number.json", `{"A": ["${CANARY}"]}`],
    ["open.env", `A="x\n${CANARY}\n`],
    ["twice.env", `A=${CANARY}\nA=${CANARY}\n`],
    ["name.env", `${CANARY}.x=1\n`],
    ["empty.env", `A=${CANARY}\nB=\n`],
  ])("is not repeated from a file with a fault: %s", async (name, content) => {
    const file = writeInto(name, content);
    expectNoLeak(await runCli(["import", file, "--env", "default", "--yes"], { cwd, env }));
  });

  it.each([
    ["down", down],
    ["echoes", echo],
  ])("is not repeated when the store is %s", async (_, network) => {
    const options: RunOptions = { cwd, env, fetch: network };
    const file = writeInto("ok.env", `A=${CANARY}\n`);
    const set = ["set", "NAME", "--env", "default"];
    expectNoLeak(await runCli(set, { ...options, input: CANARY }));
    expectNoLeak(await runCli([...set, "--json"], { ...options, input: CANARY }));
    expectNoLeak(await runCli([...set, "--file", file], options));
    expectNoLeak(await runCli(set, { ...options, typed: [`${CANARY}\r`] }));
    expectNoLeak(await runCli(set, { ...options, typed: [`${CANARY}\r${CANARY}\r`] }));
    expectNoLeak(await runCli(set, { ...options, typed: [`${CANARY}\u0003`] }));
    expectNoLeak(await runCli(["import", file, "--env", "default", "--yes"], options));
  });

  it("is not repeated when it is not text", async () => {
    const input = Buffer.concat([Buffer.from(CANARY), Buffer.of(0xff)]);
    expectNoLeak(await runCli(["set", "NAME", "--env", "default"], { cwd, env, input }));
  });

  it("would be noticed", () => {
    const leaky: CliRun = { status: 1, stdout: "", stderr: CANARY, all: CANARY };
    expect(() => expectNoLeak(leaky)).toThrow();
  });
});
