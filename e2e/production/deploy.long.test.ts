import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CloudflareAccount, startAccount } from "../cloudflare-account/start-account.ts";
import { makeRepository, type Repository, readText } from "./repository.ts";

const run = promisify(execFile);
const PROGRAM = join(
  dirname(createRequire(import.meta.url).resolve("lunakey/package.json")),
  "dist/bin.js",
);

let account: CloudflareAccount;
let repository: Repository;
let env: Record<string, string | undefined>;
beforeAll(async () => {
  account = await startAccount();
  repository = makeRepository();
  const home = { HOME: repository.keepIn, XDG_CONFIG_HOME: join(repository.keepIn, "config") };
  env = { ...process.env, ...home, ...account.env };
});
afterAll(() => account.stop());

/** Pastes a printed command into a shell; wrangler is the tests' own. */
function paste(command: string) {
  const { cwd, passphraseFile } = repository;
  const line = command
    .replaceAll("npx wrangler", "wrangler")
    .replace(" | ", ` --passphrase-file ${passphraseFile} | `);
  return run("sh", ["-c", line], { cwd, env });
}

describe("the printed commands", () => {
  it("bring the keys to Cloudflare with the first deploy, and nowhere else", async () => {
    const { cwd, keepIn, passphraseFile } = repository;
    const options = ["--backend", "vault", "--keep-in", keepIn];
    const argv = [PROGRAM, "init", ...options, "--passphrase-file", passphraseFile, "--json"];
    const { stdout } = await run(process.execPath, argv, { cwd, env });
    const { commands } = JSON.parse(stdout) as { commands: string[] };
    const done = await paste(commands[0] ?? "");
    const secrets = await repository.readSecrets();
    const { scripts } = account.snapshot();
    expect(Object.keys(scripts)).toEqual(["lunakey-store"]);
    expect(scripts["lunakey-store"]?.secrets).toEqual(secrets);
    const files = readdirSync(join(repository.cwd, ".."), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readText(entry.parentPath, entry.name));
    for (const secret of Object.values(secrets)) {
      expect(
        [done.stdout, done.stderr, stdout, ...files].some((text) => text.includes(secret)),
      ).toBe(false);
    }
  });

  it("deploy nothing where the passphrase is wrong", async () => {
    const before = account.snapshot();
    const { keepIn, cwd } = repository;
    const wrong = `echo wrong-passphrase > ../wrong; node ${PROGRAM} recovery secrets ${keepIn}/recovery.json --passphrase-file ../wrong | wrangler deploy -c lunakey/store/wrangler.jsonc --secrets-file /dev/stdin`;
    await expect(run("sh", ["-c", wrong], { cwd, env })).rejects.toThrow();
    expect(account.snapshot()).toEqual(before);
  });
});
