import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { codeOf, type Deployed, deploy, ok, stopAll } from "./deployed.ts";
import { init, makeRepository, type Repository, readText } from "./repository.ts";

const NAMES = Array.from({ length: 40 }, (_, index) => `SECRET_${index}`);
const VALUES = Object.fromEntries(NAMES.map((name) => [name, `canary-${name}-`.repeat(2_500)]));

afterAll(stopAll);

/** A new machine: nothing but copies of the backup and the recovery file. */
function makeNewMachine(from: Repository, backup: string): Repository {
  const machine = makeRepository();
  mkdirSync(machine.keepIn);
  copyFileSync(join(from.keepIn, "recovery.json"), join(machine.keepIn, "saved-recovery.json"));
  copyFileSync(backup, join(machine.keepIn, "store.backup"));
  return machine;
}

describe("lunakey backup and restore", () => {
  let first: Deployed;
  let backup: string;
  let viewer: string;

  beforeAll(async () => {
    const repository = makeRepository();
    await init(repository, "--backend", "vault");
    first = await deploy(repository);
    backup = join(repository.keepIn, "store.backup");
    const importing = ["import", "-", "--env", "production", "--yes"];
    await ok(first, importing, JSON.stringify(VALUES));
    await ok(first, ["grant", "reader", ...NAMES, "--env", "production"]);
    viewer = (await ok(first, ["token", "create", "--label", "v", "--role", "viewer"])).trim();
    await ok(first, ["backup", backup]);
  });

  it("makes a file of its owner's that holds no plaintext", () => {
    const text = readFileSync(backup, "utf8");
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    expect(text).toContain("SECRET_1");
    expect(text).not.toContain("canary");
    expect(text).not.toContain(viewer);
    expect(text.trim().split("\n").length).toBeGreaterThan(3);
  });

  it("overwrites no file, and takes no token but an admin's", async () => {
    expect(await codeOf(first, ["backup", backup])).toBe("file_exists");
    const env = { ...first.env, LUNAKEY_TOKEN: viewer };
    const file = join(first.repository.keepIn, "other.backup");
    expect(await codeOf({ ...first, env }, ["backup", file])).toBe("forbidden");
    expect(() => statSync(file)).toThrow();
    expect(readdirSync(first.repository.keepIn).filter((name) => /part$/.test(name))).toEqual([]);
  });

  it("removes what a run that was killed has left, and nothing else", async () => {
    const file = join(first.repository.keepIn, "killed.backup");
    const { pid: ended } = spawnSync("true");
    const kept = [`${file}.${process.ppid}.part`, `${file}.part`, `${file}.old.${ended}.part`];
    for (const path of [...kept, `${file}.${ended}.part`]) writeFileSync(path, "half");
    await ok(first, ["backup", file]);
    const left = readdirSync(first.repository.keepIn).filter((name) => /part$/.test(name));
    expect(left.sort()).toEqual(kept.map((path) => basename(path)).sort());
    expect(readFileSync(file, "utf8")).toContain("lunakey-backup");
    for (const path of [...kept, file]) rmSync(path);
  });

  it("brings a store back with nothing but the backup and the recovery file", async () => {
    const machine = makeNewMachine(first.repository, backup);
    const saved = join(machine.keepIn, "saved-recovery.json");
    await init(machine, "--backend", "vault", "--recovery", saved);
    expect(readText(machine.cwd, "lunakey/store/wrangler.jsonc")).toContain("AWAIT_RESTORE");
    const second = await deploy(machine);
    // Workers use their own copies until then: an empty store would tell them that they are refused.
    expect(await second.system.read("SECRET_1")).toEqual({ status: "unreachable" });
    expect(await codeOf(second, ["grant", "a", "B", "--env", "production"])).toBe("conflict");
    const file = join(machine.keepIn, "store.backup");
    const restored = JSON.parse(await ok(second, ["restore", file, "--yes", "--json"]));
    expect(restored).toMatchObject({ secrets: 40, versions: 40, audit: "self-consistent" });
    for (const name of NAMES) {
      expect(await second.system.read(name)).toMatchObject({ status: "ok", value: VALUES[name] });
    }
    const { repository, env } = second;
    const asViewer = await repository.run(["list"], { env: { ...env, LUNAKEY_TOKEN: viewer } });
    expect(asViewer.stderr).toBe("");
    expect(asViewer.status).toBe(0);
    const events = await ok(second, ["audit", "--limit", "2"]);
    expect(events).toMatch(/token\.create[\s\S]*restore\.commit/);
    await ok(second, ["set", "SECRET_1", "--env", "production"], "canary-new");
    expect(await second.system.read("SECRET_1")).toMatchObject({ value: "canary-new", version: 2 });
    expect(await codeOf(second, ["restore", file, "--yes"])).toBe("conflict");
    expect(await second.system.read("SECRET_2")).toMatchObject({ status: "ok" });
  });

  it("refuses a file that was altered, cut or is none, and changes nothing", async () => {
    const machine = makeNewMachine(first.repository, backup);
    await init(
      machine,
      "--backend",
      "vault",
      "--recovery",
      join(machine.keepIn, "saved-recovery.json"),
    );
    const empty = await deploy(machine, { LUNAKEY_AWAIT_RESTORE: "" });
    const lines = readFileSync(backup, "utf8").trimEnd().split("\n");
    const file = join(machine.keepIn, "bad.backup");
    const restore = async (changed: readonly string[]) => {
      writeFileSync(file, `${changed.join("\n")}\n`);
      const code = await codeOf(empty, ["restore", file, "--yes"]);
      rmSync(file);
      return code;
    };
    const at = (index: number) => lines.at(index) ?? "";
    expect(await restore(["{}"])).toBe("file_invalid");
    expect(await restore([])).toBe("file_invalid");
    expect(await restore(lines.slice(0, -1))).toBe("backup_damaged");
    expect(await restore(lines.slice(0, 2))).toBe("backup_damaged");
    expect(await restore([at(0), at(2), at(1), ...lines.slice(3)])).toBe("backup_damaged");
    expect(await restore([...lines, at(-1)])).toBe("backup_damaged");
    expect(await restore([...lines.slice(0, -1), at(-1).slice(0, 500)])).toBe("backup_damaged");
    const changed = at(2).replace("SECRET_0", "SECRET_Z");
    expect(await restore([...lines.slice(0, 2), changed, ...lines.slice(3)])).toBe(
      "backup_damaged",
    );
    // Whoever alters it on purpose makes the digests fit, but has no root key to sign with.
    const forged = await forge(at(2));
    expect(await restore([...lines.slice(0, 2), forged, ...lines.slice(3)])).toBe("invalid_input");
    const status = JSON.parse(await ok(empty, ["status", "--json"]));
    expect(status).toMatchObject({ secrets: 0, versions: 0, grants: 0 });
    // A run that is cut off goes on where it was, and nothing of it is in force before its end.
    const { repository, env } = empty;
    const cutOff: typeof fetch = async (input, request) => {
      if (String(input).endsWith("/commit")) throw new TypeError("cut off");
      return fetch(input, request);
    };
    const cut = await repository.run(["restore", backup, "--yes"], { env, fetch: cutOff });
    expect([cut.status, cut.stderr]).toEqual([1, expect.stringContaining("No answer")]);
    expect(await empty.system.read("SECRET_1")).toMatchObject({ status: "denied" });
    expect(await ok(empty, ["restore", backup, "--yes"])).toContain("Restored 40 secrets");
    expect(await empty.system.read("SECRET_1")).toMatchObject({ status: "ok" });
  });
});

async function forge(line: string): Promise<string> {
  const chunk = JSON.parse(line) as { body: string };
  const body = chunk.body.replace('"role":"viewer"', '"role":"admin"');
  if (body === chunk.body) throw new Error("nothing was forged");
  const digest = await crypto.subtle.digest("SHA-256", Buffer.from(body));
  return JSON.stringify({ ...chunk, body, digest: Buffer.from(digest).toString("hex") });
}
