import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openRecovery } from "../src/keys/recovery-file.ts";
import { runCli } from "./run-cli.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

const VECTOR = JSON.parse(
  readFileSync(join(import.meta.dirname, "vectors", "recovery-1.json"), "utf8"),
) as { file: string; passphrase: string; rootKeys: Record<string, string> };

const cwd = makeTemporaryFolder();
const file = join(cwd, "recovery.json");
writeFileSync(file, VECTOR.file);
chmodSync(file, 0o600);
writeFileSync(join(cwd, "passphrase"), `${VECTOR.passphrase}\r\n`);
const PASSPHRASE = ["--passphrase-file", "passphrase"];

describe("lunakey recovery secrets", () => {
  it("writes what wrangler reads into a pipe", async () => {
    const run = await runCli(["recovery", "secrets", file, ...PASSPHRASE], { cwd });
    expect([run.status, run.stderr]).toEqual([0, ""]);
    expect(JSON.parse(run.stdout)).toEqual({
      LUNAKEY_ROOT_KEY_V1: VECTOR.rootKeys["1"],
      LUNAKEY_ROOT_KEY_V2: VECTOR.rootKeys["2"],
      LUNAKEY_FIRST_ADMIN_TOKEN_HASH: expect.stringMatching(/^[0-9a-f]{16}:[0-9a-f]{64}$/),
    });
  });

  it("writes no key to a terminal", async () => {
    const run = await runCli(["recovery", "secrets", file, ...PASSPHRASE], { cwd, typed: [] });
    expect([run.status, run.stdout]).toEqual([2, ""]);
    expect(run.all).not.toContain(VECTOR.rootKeys["1"]);
  });

  it("repeats neither a wrong passphrase nor a path that leads nowhere", async () => {
    writeFileSync(join(cwd, "wrong"), "canary passphrase");
    const wrong = ["recovery", "secrets", file, "--passphrase-file", "wrong"];
    const missing = ["recovery", "secrets", "canary-path", ...PASSPHRASE];
    for (const argv of [wrong, missing]) {
      const run = await runCli(argv, { cwd });
      expect([run.status, run.stdout]).toEqual([1, ""]);
      expect(run.all).not.toContain("canary");
    }
  });
});

describe("lunakey recovery new-key", () => {
  it("adds the next key under the same passphrase, and shows none", async () => {
    const run = await runCli(["recovery", "new-key", file, ...PASSPHRASE, "--json"], { cwd });
    expect(JSON.parse(run.stdout)).toMatchObject({ recoveryFile: file, rootKeyVersion: 3 });
    const content = await openRecovery(readFileSync(file, "utf8"), VECTOR.passphrase);
    expect(content.rootKeys).toEqual({
      ...VECTOR.rootKeys,
      3: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
    });
    expect(run.all).not.toContain(content.rootKeys[3]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});
