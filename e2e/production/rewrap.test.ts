import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { init, makeRepository, type Repository } from "./repository.ts";
import { startWritten, type WrittenSystem } from "./written-system.ts";

const NAMES = Array.from({ length: 300 }, (_, index) => `SECRET_${index}`);
const VALUES = Object.fromEntries(NAMES.map((name) => [name, `canary-${name}`]));

let system: WrittenSystem | undefined;
afterEach(() => system?.stop());

/** The gateway as it is after a deploy with these secrets, with its database as it was. */
async function deploy(repository: Repository, secrets: Record<string, string>) {
  await system?.stop();
  const started = await startWritten(repository, {
    statePath: join(repository.keepIn, "state"),
    secrets,
  });
  system = started;
  const env = {
    LUNAKEY_URL: started.url,
    LUNAKEY_TOKEN_FILE: join(repository.keepIn, "admin-token"),
  };
  const run = async (argv: string[], input?: string) => {
    const done = await repository.run(argv, { env, ...(input === undefined ? {} : { input }) });
    if (done.status !== 0) throw new Error(done.stderr);
    return done.stdout;
  };
  return { run, read: started.read };
}

describe("lunakey rewrap", () => {
  it("moves a store to a new root key while reads go on, after which the old can go", async () => {
    const repository = makeRepository();
    await init(repository, "--backend", "vault");
    const first = await deploy(repository, await repository.readSecrets());
    await first.run(["import", "-", "--env", "production", "--yes"], JSON.stringify(VALUES));
    await first.run(["grant", "reader", ...NAMES, "--env", "production"]);
    await expect(first.run(["rewrap"])).rejects.toThrow("has root key 1 only");

    const recovery = join(repository.keepIn, "recovery.json");
    const { passphraseFile } = repository;
    const made = ["recovery", "new-key", recovery, "--passphrase-file", passphraseFile];
    const { stdout } = await repository.run(made);
    expect(stdout).toContain("Root key 2 is in");
    const both = await repository.readSecrets();
    expect(Object.keys(both).sort()).toEqual([
      "LUNAKEY_FIRST_ADMIN_TOKEN_HASH",
      "LUNAKEY_ROOT_KEY_V1",
      "LUNAKEY_ROOT_KEY_V2",
    ]);

    const second = await deploy(repository, both);
    const reads = { count: 0, isOver: false };
    const reading = (async () => {
      for (let index = 0; !reads.isOver; index = (index + 7) % NAMES.length) {
        const name = NAMES[index] ?? "";
        expect(await second.read(name)).toMatchObject({ status: "ok", value: VALUES[name] });
        reads.count += 1;
      }
    })();
    const done = JSON.parse(await second.run(["rewrap", "--json"]));
    reads.isOver = true;
    await reading;
    expect(reads.count).toBeGreaterThan(3);
    expect(done).toMatchObject({ rewrapped: 300, unopened: 0, current: 2 });
    expect(done.keys[0]).toEqual({ version: 1, present: true, versions: 0, removable: true });
    expect(await second.run(["rewrap"])).toMatch(
      /^Moved to root key 2: 0 versions\.[\s\S]*wrangler secret delete/,
    );

    const { LUNAKEY_ROOT_KEY_V1: _, ...onlyNew } = both;
    const third = await deploy(repository, onlyNew);
    for (const name of ["SECRET_0", "SECRET_150", "SECRET_299"]) {
      expect(await third.read(name)).toMatchObject({ status: "ok", value: VALUES[name] });
    }
    await third.run(["set", "SECRET_0", "--env", "production"], "canary-new");
    await third.run(["backup", join(repository.keepIn, "store.backup")]);
    expect(JSON.parse(await third.run(["status", "--json"]))).toMatchObject({ rootKeyVersion: 2 });
  });
});
