import { statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { codeOf, type Deployed, deploy, ok, stopAll } from "./deployed.ts";
import { init, makeRepository } from "./repository.ts";

const SECRET_COUNT = 10_000;
const BATCH_COUNT = 500;
/** Each import is an event per entry: with this many rounds the log has over 50,000. */
const ROUND_COUNT = 5;

afterEach(stopAll);

async function fill(store: Deployed): Promise<void> {
  for (let round = 1; round <= ROUND_COUNT; round += 1) {
    for (let from = 0; from < SECRET_COUNT; from += BATCH_COUNT) {
      const values = Array.from({ length: BATCH_COUNT }, (_, index) => [
        `SECRET_${from + index}`,
        `canary-${round}-${from + index}`,
      ]);
      const argv = ["import", "-", "--env", "production", "--yes", "--overwrite"];
      await ok(store, argv, JSON.stringify(Object.fromEntries(values)));
    }
  }
}

describe("lunakey backup and restore", () => {
  it("take 10,000 secrets, 50,000 versions and a log of as many events", async () => {
    const repository = makeRepository();
    await init(repository, "--backend", "vault");
    const first = await deploy(repository);
    await fill(first);
    const names = ["SECRET_0", `SECRET_${SECRET_COUNT - 1}`];
    await ok(first, ["grant", "reader", ...names, "--env", "production"]);
    const backup = join(repository.keepIn, "store.backup");
    await ok(first, ["backup", backup]);
    expect(statSync(backup).size).toBeGreaterThan(10_000_000);

    const machine = makeRepository();
    const recovery = join(repository.keepIn, "recovery.json");
    await init(machine, "--backend", "vault", "--recovery", recovery);
    const second = await deploy(machine);
    const restored = JSON.parse(await ok(second, ["restore", backup, "--yes", "--json"]));
    expect(restored).toMatchObject({
      secrets: SECRET_COUNT,
      versions: SECRET_COUNT * ROUND_COUNT,
      audit: "self-consistent",
    });
    const last = `canary-${ROUND_COUNT}-${SECRET_COUNT - 1}`;
    expect(await second.system.read(names[1] ?? "")).toMatchObject({ value: last });
  });

  it("refuses the backup of another store, and one under another root key", async () => {
    const other = makeRepository();
    await init(other, "--backend", "vault");
    const foreign = await deploy(other);
    const repository = makeRepository();
    await init(repository, "--backend", "vault");
    const first = await deploy(repository);
    await ok(first, ["set", "A", "--env", "production"], "canary");
    const backup = join(repository.keepIn, "store.backup");
    await ok(first, ["backup", backup]);
    expect(await codeOf(foreign, ["restore", backup, "--yes"])).toBe("conflict");
    const { store } = JSON.parse(await ok(first, ["status", "--json"])) as { store: string };
    const sameId = makeRepository();
    await init(sameId, "--backend", "vault", "--store", store);
    const otherKey = await deploy(sameId);
    expect(await codeOf(otherKey, ["restore", backup, "--yes"])).toBe("invalid_input");
    for (const deployed of [foreign, otherKey]) {
      expect(JSON.parse(await ok(deployed, ["status", "--json"]))).toMatchObject({ secrets: 0 });
    }
  });
});
