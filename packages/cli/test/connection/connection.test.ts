import { chmodSync, chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CliError } from "../../src/cli-error.ts";
import { findConnection } from "../../src/connection/connection.ts";
import type { ConnectionFlags } from "../../src/session.ts";
import { makeTemporaryFolder } from "../temporary-folder.ts";

const TOKEN = `lunakey_0123456789abcdef_${"a".repeat(43)}`;
const OTHER_TOKEN = `lunakey_fedcba9876543210_${"b".repeat(43)}`;
const root = makeTemporaryFolder();
let count = 0;

interface Place {
  readonly config?: string;
  readonly dev?: { readonly url: string; readonly pid: number; readonly store: string };
  readonly tokenMode?: number;
}

/** A repository with what is given, and the token of a local store where there is one. */
function makePlace({ config, dev, tokenMode = 0o600 }: Place): string {
  count += 1;
  const folder = join(root, String(count));
  mkdirSync(join(folder, "api", "src"), { recursive: true });
  writeFileSync(join(folder, "token"), `${OTHER_TOKEN}\n`, { mode: tokenMode });
  if (config !== undefined) writeFileSync(join(folder, "lunakey.jsonc"), config);
  if (dev !== undefined) {
    mkdirSync(join(folder, ".lunakey"));
    writeFileSync(join(folder, ".lunakey", "dev.json"), JSON.stringify(dev));
    writeFileSync(join(folder, ".lunakey", "admin-token"), `${TOKEN}\n`, { mode: tokenMode });
  }
  return folder;
}

const DEV = { url: "http://127.0.0.1:8790", pid: process.pid, store: "local" };
const CONFIG = '{ // where it is\n "store": "abc", "admin": "https://lunakey.example.com", }';

function find(folder: string, flags: Partial<ConnectionFlags>, env: Record<string, string> = {}) {
  return findConnection({ local: false, ...flags }, { cwd: join(folder, "api", "src"), env });
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof CliError ? error.failure.code : "no failure";
}

describe("findConnection", () => {
  it("finds the running local store from a folder below it", async () => {
    expect(await find(makePlace({ dev: DEV }), {})).toEqual({
      url: "http://127.0.0.1:8790",
      token: TOKEN,
      label: { en: "local store http://127.0.0.1:8790", fr: "store local http://127.0.0.1:8790" },
      isLocal: true,
    });
  });

  it("never sends the environment's token to the local store", async () => {
    const { token } = await find(makePlace({ dev: DEV }), {}, { LUNAKEY_TOKEN: OTHER_TOKEN });
    expect(token).toBe(TOKEN);
  });

  it("prefers --url, then LUNAKEY_URL, then lunakey.jsonc, then the local store", async () => {
    const folder = makePlace({ config: CONFIG, dev: DEV });
    const env = { LUNAKEY_TOKEN: OTHER_TOKEN };
    const urlOf = async (flags: Partial<ConnectionFlags>, more: Record<string, string> = {}) =>
      (await find(folder, flags, { ...env, ...more })).url;
    expect(await urlOf({ url: "https://a.example/x/" }, { LUNAKEY_URL: "https://b.example" })).toBe(
      "https://a.example/x",
    );
    expect(await urlOf({}, { LUNAKEY_URL: "https://b.example" })).toBe("https://b.example");
    expect(await urlOf({})).toBe("https://lunakey.example.com");
    expect(await urlOf({ local: true })).toBe("http://127.0.0.1:8790");
  });

  it("takes the token from --token-file, LUNAKEY_TOKEN or LUNAKEY_TOKEN_FILE", async () => {
    const folder = makePlace({});
    const url = "https://a.example";
    const tokenOf = async (flags: Partial<ConnectionFlags>, env: Record<string, string>) =>
      (await find(folder, { url, ...flags }, env)).token;
    const file = join(folder, "token");
    expect(await tokenOf({ tokenFile: "../../token" }, { LUNAKEY_TOKEN: TOKEN })).toBe(OTHER_TOKEN);
    expect(await tokenOf({}, { LUNAKEY_TOKEN: TOKEN, LUNAKEY_TOKEN_FILE: file })).toBe(TOKEN);
    expect(await tokenOf({}, { LUNAKEY_TOKEN_FILE: file })).toBe(OTHER_TOKEN);
    expect(await codeOf(find(folder, { url }))).toBe("no_token");
  });

  it("refuses a token file that others can read, with the command that closes it", async () => {
    const folder = makePlace({ dev: DEV });
    const file = join(folder, ".lunakey", "admin-token");
    chmodSync(file, 0o640);
    const error = await find(folder, {}).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      failure: { code: "token_file_open_to_others", hint: { en: `Close it: chmod 600 '${file}'` } },
    });
  });

  it("does not trust what a crash left behind", async () => {
    expect(await codeOf(find(makePlace({ dev: { ...DEV, pid: 2 ** 30 } }), {}))).toBe("no_store");
  });

  it.runIf(process.getuid?.() === 0)("does not trust what is another user's", async () => {
    const folder = makePlace({ dev: DEV });
    chownSync(join(folder, ".lunakey", "dev.json"), 12_345, 12_345);
    expect(await codeOf(find(folder, {}))).toBe("no_store");
  });

  it.each([
    "http://lunakey.example.com",
    "http://127.0.0.1.example.com",
    "https://user:canary7f3a@lunakey.example.com",
    "https://lunakey.example.com/?token=canary7f3a",
    "ftp://canary7f3a",
    "canary7f3a",
  ])("refuses an address that would give the token away (%#)", async (url) => {
    const promise = find(makePlace({}), { url }, { LUNAKEY_TOKEN: TOKEN });
    expect(await codeOf(promise)).toBe("url_not_allowed");
    const error: unknown = await promise.catch((thrown: unknown) => thrown);
    expect(String(error)).not.toContain("canary7f3a");
  });

  it("refuses a token that is none, without repeating it", async () => {
    const env = { LUNAKEY_URL: "https://a.example", LUNAKEY_TOKEN: "canary7f3a" };
    const error: unknown = await find(makePlace({}), {}, env).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ failure: { code: "no_token" } });
    expect(String(error)).not.toContain("canary7f3a");
  });

  it("refuses a lunakey.jsonc that it does not understand", async () => {
    expect(await codeOf(find(makePlace({ config: "{" }), {}))).toBe("file_invalid");
    expect(await codeOf(find(makePlace({ config: '{"stor": "x"}' }), {}))).toBe("file_invalid");
  });
});
