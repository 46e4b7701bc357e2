import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TOKEN_PATTERN } from "@lunakey/contract";
import { describe, expect, it } from "vitest";
import { dryRun } from "./dry-run.ts";
import { init, makeRepository, PASSPHRASE, readText } from "./repository.ts";
import { startWritten } from "./written-system.ts";

const STORE = "e0cc9185036e40cebc8c4b86840a961f";

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

const FILES = [
  "lunakey.jsonc",
  "lunakey/.gitignore",
  "lunakey/admin/worker.js",
  "lunakey/admin/wrangler.jsonc",
  "lunakey/store/worker.js",
  "lunakey/store/wrangler.jsonc",
];

describe("lunakey init", () => {
  it("writes the Workers, and keeps key and token outside of the repository", async () => {
    const repository = makeRepository();
    const { stdout, all } = await init(repository, "--backend", "vault");
    expect(listFiles(repository.cwd)).toEqual(FILES);
    expect(listFiles(repository.keepIn)).toEqual(["admin-token", "recovery.json"]);
    for (const file of listFiles(repository.keepIn)) {
      expect(statSync(join(repository.keepIn, file)).mode & 0o777).toBe(0o600);
    }
    const token = readText(repository.keepIn, "admin-token").trim();
    expect(token).toMatch(TOKEN_PATTERN);
    const { LUNAKEY_ROOT_KEY_V1: key = "", LUNAKEY_FIRST_ADMIN_TOKEN_HASH: hash = "" } =
      await repository.readSecrets();
    expect(Buffer.from(key, "base64").byteLength).toBe(32);
    const written = listFiles(repository.cwd).map((file) => readText(repository.cwd, file));
    const recovery = readText(repository.keepIn, "recovery.json");
    for (const secret of [token, key, hash, PASSPHRASE]) {
      expect([all, recovery, ...written].some((text) => text.includes(secret))).toBe(false);
    }
    const order = ["deploy -c lunakey/store/", "deploy -c lunakey/admin/"];
    const [gateway = -1, admin = -1] = order.map((text) => stdout.indexOf(text));
    expect(gateway).toBeGreaterThan(0);
    expect(admin).toBeGreaterThan(gateway);
  });

  it("writes what wrangler deploys, without a route or an address", async () => {
    const repository = makeRepository();
    await init(repository, "--backend", "vault");
    const [store, admin] = await Promise.all([
      dryRun(repository, "store"),
      dryRun(repository, "admin"),
    ]);
    expect(store).toMatch(/LUNAKEY_BACKEND \("vault"\)/);
    expect(admin).toMatch(/STORE \(lunakey-store#Admin\)/);
    const config = readText(repository.cwd, "lunakey/store/wrangler.jsonc");
    expect(config).toMatch(/"workers_dev": false,\s+"preview_urls": false/);
    expect(config).not.toMatch(/"routes?"/);
  });

  it("leaves the admin Worker out with --no-admin", async () => {
    const repository = makeRepository();
    await init(repository, "--backend", "vault", "--no-admin");
    expect(listFiles(repository.cwd)).toEqual(FILES.filter((file) => !file.includes("admin")));
  });

  it("shows the files and makes nothing with --dry-run", async () => {
    const repository = makeRepository();
    const { stdout } = await init(repository, "--backend", "vault", "--dry-run");
    for (const file of FILES) expect(stdout).toContain(`--- ${file}`);
    expect(listFiles(repository.cwd)).toEqual([]);
  });

  it("proposes cloudflare on a terminal, says what each costs, and asks for the passphrase twice", async () => {
    const repository = makeRepository();
    const argv = ["init", "--store", STORE, "--keep-in", repository.keepIn];
    const typed = ["\r", "\r", `${PASSPHRASE}\r`, `${PASSPHRASE}\r`];
    const { status, stderr, all } = await repository.run(argv, { typed });
    expect([status, stderr]).toEqual([0, expect.stringContaining("Backend [cloudflare]: ")]);
    expect(stderr).toContain("100 secrets at most");
    expect(all).not.toContain(PASSPHRASE);
    expect(readText(repository.cwd, "lunakey/store/wrangler.jsonc")).toContain('"cloudflare"');
    await repository.readSecrets();
    const other = makeRepository();
    const differing = ["vault\r", `${PASSPHRASE}\r`, `${PASSPHRASE}!\r`];
    const refused = await other.run(["init", "--keep-in", other.keepIn], { typed: differing });
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining("differ")]);
    expect(listFiles(other.cwd)).toEqual([]);
  });

  it("refuses, and changes nothing", async () => {
    const repository = makeRepository();
    const codeOf = async (...argv: string[]) => {
      const { stderr } = await repository.run(["init", ...argv, "--json"]);
      return (JSON.parse(stderr) as { error: { code: string } }).error.code;
    };
    const { keepIn, passphraseFile, cwd } = repository;
    const keep = ["--keep-in", keepIn, "--passphrase-file", passphraseFile];
    const vault = [...keep, "--backend", "vault"];
    expect(await codeOf(...keep)).toBe("usage");
    expect(await codeOf(...keep, "--backend", "other")).toBe("usage");
    expect(await codeOf(...keep, "--backend", "cloudflare")).toBe("usage");
    expect(await codeOf(...keep, "--backend", "cloudflare", "--store", STORE)).toBe("usage");
    expect(await codeOf(...vault, "--environment", "all")).toBe("usage");
    expect(await codeOf("--backend", "vault", "--keep-in", "keys")).toBe("file_unwritable");
    expect(await codeOf("--backend", "vault", "--keep-in", keepIn)).toBe("usage");
    const short = join(keepIn, "..", "short");
    writeFileSync(short, "too short\n");
    const tooShort = ["--backend", "vault", "--keep-in", keepIn, "--passphrase-file", short];
    expect(await codeOf(...tooShort)).toBe("value_invalid");
    expect(listFiles(cwd)).toEqual([]);
    writeFileSync(join(cwd, "lunakey.jsonc"), '{ "store": "mine" }');
    expect(await codeOf(...vault, "--store", "another")).toBe("file_exists");
    await init(repository, "--backend", "vault");
    expect(readText(cwd, "lunakey/store/wrangler.jsonc")).toContain('"mine"');
    expect(await codeOf(...vault)).toBe("file_exists");
  });

  it("refuses outside of a git repository unless told", async () => {
    const repository = makeRepository();
    const cwd = repository.keepIn;
    const inRoot = { cwd: join(cwd, "..") };
    const argv = ["init", "--backend", "vault", "--dry-run", "--keep-in", cwd];
    const refused = await repository.run(argv, inRoot);
    expect([refused.status, refused.stderr]).toEqual([
      1,
      expect.stringContaining("not a git repository"),
    ]);
  });
});

describe("what lunakey init has written", () => {
  it("runs, and is used with the token's file", async () => {
    const repository = makeRepository();
    await init(repository, "--backend", "vault");
    const secrets = await repository.readSecrets();
    const system = await startWritten(repository, {
      statePath: join(repository.keepIn, "state"),
      secrets,
    });
    try {
      const env = {
        LUNAKEY_URL: system.url,
        LUNAKEY_TOKEN_FILE: join(repository.keepIn, "admin-token"),
      };
      const set = ["set", "STRIPE_SECRET_KEY", "--env", "production"];
      expect((await repository.run(set, { env, input: "sk_canary" })).stderr).toBe("");
      const grant = ["grant", "reader", "STRIPE_SECRET_KEY", "--env", "production"];
      expect((await repository.run(grant, { env })).status).toBe(0);
      expect((await repository.run(["status", "--json"], { env })).stdout).toContain(
        '"secrets": 1',
      );
      expect(await system.read("STRIPE_SECRET_KEY")).toMatchObject({ value: "sk_canary" });
    } finally {
      await system.stop();
    }
  });
});
