import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { deploy, ok, stopAll } from "./deployed.ts";
import { dryRun } from "./dry-run.ts";
import { init, makeRepository, type Repository, readText } from "./repository.ts";

const STORE = "e0cc9185036e40cebc8c4b86840a961f";

/** Takes the comment away before the one binding that is written as an example, and reads by it. */
async function useBoundSecret(repository: Repository): Promise<void> {
  const config = join(repository.cwd, "lunakey/store/wrangler.jsonc");
  writeFileSync(config, readText(config).replace(/\/\/ (\{ "binding": "SECRET_)/, "$1"));
  const deployed = await deploy(repository);
  await ok(deployed, ["grant", "reader", "STRIPE_SECRET_KEY", "--env", "production"]);
  await deployed.system.putBound("SECRET_STRIPE_SECRET_KEY", "canary");
  expect(await deployed.system.read("STRIPE_SECRET_KEY")).toMatchObject({ value: "canary" });
  const backup = join(repository.keepIn, "store.backup");
  expect(await ok(deployed, ["backup", backup])).toContain("0 secrets");
  expect(readText(backup)).not.toContain("canary");
}

afterAll(stopAll);

describe("lunakey init", () => {
  it("writes what wrangler deploys for backend cloudflare", async () => {
    const repository = makeRepository();
    const backend = ["--backend", "cloudflare", "--store", STORE, "--environment", "production"];
    await init(repository, ...backend);
    const bound = await dryRun(repository, "store");
    expect(bound).toMatch(/LUNAKEY_BACKEND \("cloudflare"\)/);
    expect(bound).toMatch(/LUNAKEY_ENVIRONMENT \("production"\)/);
    expect(readText(repository.cwd, "lunakey.jsonc")).toContain(STORE);
    await useBoundSecret(repository);
  });

  it("imports the Workers from packages with --package", async () => {
    const repository = makeRepository(import.meta.dirname);
    await init(repository, "--backend", "vault", "--package");
    expect(readText(repository.cwd, "lunakey/store/index.js")).toContain('from "@lunakey/store"');
    expect(await dryRun(repository, "store")).toContain("env.LEDGER");
    expect(await dryRun(repository, "admin")).toContain("env.STORE");
  });
});
