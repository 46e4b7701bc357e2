import { describe, expect, it } from "vitest";
import { dryRun } from "./dry-run.ts";
import { init, makeRepository, readText } from "./repository.ts";

const STORE = "e0cc9185036e40cebc8c4b86840a961f";

describe("lunakey init", () => {
  it("writes what wrangler deploys for backend cloudflare", async () => {
    const repository = makeRepository();
    const backend = ["--backend", "cloudflare", "--store", STORE, "--environment", "production"];
    await init(repository, ...backend);
    const bound = await dryRun(repository, "store");
    expect(bound).toMatch(/LUNAKEY_BACKEND \("cloudflare"\)/);
    expect(bound).toMatch(/LUNAKEY_ENVIRONMENT \("production"\)/);
    expect(readText(repository.cwd, "lunakey.jsonc")).toContain(STORE);
  });

  it("imports the Workers from packages with --package", async () => {
    const repository = makeRepository(import.meta.dirname);
    await init(repository, "--backend", "vault", "--package");
    expect(readText(repository.cwd, "lunakey/store/index.js")).toContain('from "@lunakey/store"');
    expect(await dryRun(repository, "store")).toContain("env.LEDGER");
    expect(await dryRun(repository, "admin")).toContain("env.STORE");
  });
});
