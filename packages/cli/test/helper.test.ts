import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  commitAll,
  git,
  makeRepository,
  RUN_ENV,
  readText,
  writeFiles,
} from "./repository/sample-repository.ts";
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

  it("puts what reports beside the helper, calls it once from the entry, and takes that back", async () => {
    const files = {
      "wrangler.toml": CONFIG,
      "src/index.ts": `import { hello } from './hello';\n\nexport default { fetch: hello };\n`,
      "src/hello.ts": "export const hello = () => new Response('hello');\n",
      "src/secrets.ts": HELPER,
    };
    const folder = makeRepository(files);
    const dry = await run(folder, "--add", "reports", "--dry-run");
    expect(dry.stdout).toContain("+compareInShadow();\n+reportUsage();\n");
    expect(git(folder, "status", "--porcelain")).toBe("");
    expect((await run(folder, "--add", "reports")).status).toBe(0);
    expect(readText(folder, "src/index.ts")).toBe(
      `import { hello } from './hello';
import { compareInShadow } from './lunakey-runtime/shadow';
import { reportUsage } from './lunakey-runtime/usage';

compareInShadow();
reportUsage();

export default { fetch: hello };
`,
    );
    expect(readText(folder, "src/lunakey-runtime/shadow.ts")).toContain('} from "../secrets";');
    commitAll(folder);
    expect((await run(folder, "--add", "reports")).stdout).toBe(
      "src/lunakey-runtime has it already.\n",
    );
    expect((await run(folder, "--undo")).stdout).toBe("Undone: 5 files are as before.\n");
    expect(readText(folder, "src/index.ts")).toBe(files["src/index.ts"]);
  });

  it("knows the parts that there are, and needs a copy to put them beside", async () => {
    const folder = makeRepository({ "wrangler.toml": CONFIG, "src/index.ts": "export {};\n" });
    const errorOf = async (part: string) =>
      JSON.parse((await run(folder, "--add", part, "--json")).stderr) as unknown;
    expect(await errorOf("everything")).toMatchObject({
      error: { code: "usage", message: "--add must be reports, verify or client." },
    });
    expect(await errorOf("verify")).toMatchObject({ error: { code: "no_workers" } });
  });
});
