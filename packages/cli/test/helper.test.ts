import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeRepository, RUN_ENV, readText, writeFiles } from "./repository/sample-repository.ts";
import { runCli } from "./run-cli.ts";

const HELPER = readFileSync(
  join(import.meta.dirname, "..", "..", "runtime", "src", "secrets.ts"),
  "utf8",
);
const OLDER = HELPER.replace("OUTAGE_MS = 900_000", "OUTAGE_MS = 600_000");
const CONFIG = 'name = "api"\nmain = "src/index.ts"\n';

function run(cwd: string, ...args: readonly string[]) {
  return runCli(["helper", ...args], { cwd, env: RUN_ENV });
}

describe("lunakey helper", () => {
  it("says so where a copy is this lunakey's, or there is none", async () => {
    const folder = makeRepository({ "wrangler.toml": CONFIG, "src/secrets.ts": HELPER });
    expect(await run(folder)).toMatchObject({
      status: 0,
      stdout: "src/secrets.ts is the helper of this lunakey.\n",
    });
    const without = makeRepository({ "wrangler.toml": CONFIG, "src/secrets.ts": "export {};\n" });
    expect(await run(without, "--check")).toMatchObject({
      status: 0,
      stdout: "No Worker here has a copy of the helper; lunakey migrate makes one.\n",
    });
  });

  it("fails the check of another one, updates it, and takes that back", async () => {
    const folder = makeRepository({
      "wrangler.toml": CONFIG,
      "src/secrets.ts": "export {};\n",
      "src/lunakey-secrets.ts": OLDER,
    });
    const checked = await run(folder, "--check", "--json");
    expect([checked.status, JSON.parse(checked.stderr)]).toMatchObject([
      1,
      { error: { code: "helper_differs" } },
    ]);
    const dry = await run(folder, "--update", "--dry-run");
    expect(dry.stdout).toContain("-const OUTAGE_MS = 600_000;");
    expect(readText(folder, "src/lunakey-secrets.ts")).toBe(OLDER);
    expect(await run(folder, "--update")).toMatchObject({ status: 0, stderr: "" });
    expect(readText(folder, "src/lunakey-secrets.ts")).toBe(HELPER);
    expect(readText(folder, "src/secrets.ts")).toBe("export {};\n");
    expect((await run(folder, "--check")).status).toBe(0);
    expect(await run(folder, "--undo")).toMatchObject({
      status: 0,
      stdout: "Undone: 1 file is as before.\n",
    });
    expect(readText(folder, "src/lunakey-secrets.ts")).toBe(OLDER);
    expect(JSON.parse((await run(folder, "--undo", "--json")).stderr)).toMatchObject({
      error: { code: "nothing_to_undo" },
    });
  });

  it("writes nothing among changes that are not committed, unless told", async () => {
    const folder = makeRepository({ "wrangler.toml": CONFIG, "src/secrets.ts": OLDER });
    writeFiles(folder, { "wrangler.toml": `${CONFIG}# more\n` });
    const refused = await run(folder, "--update", "--json");
    expect(JSON.parse(refused.stderr)).toMatchObject({ error: { code: "tree_dirty" } });
    expect(readText(folder, "src/secrets.ts")).toBe(OLDER);
    expect((await run(folder, "--update", "--allow-dirty")).status).toBe(0);
    expect(readText(folder, "src/secrets.ts")).toBe(HELPER);
  });

  it("speaks French", async () => {
    const folder = makeRepository({ "wrangler.toml": CONFIG, "src/secrets.ts": OLDER });
    expect((await run(folder, "--check", "--lang", "fr")).stderr).toBe(
      "Erreur : Ce n'est pas le helper de ce lunakey : src/secrets.ts.\n" +
        "  lunakey helper --update le réécrit ; --undo l'annule.\n",
    );
  });
});
