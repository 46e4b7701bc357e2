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
const FORMATTED = HELPER.replaceAll('"', "'").replaceAll(";\n", "\n").replaceAll("  ", "\t");
const CONFIG = 'name = "api"\nmain = "src/index.ts"\n';

function run(cwd: string, ...args: readonly string[]) {
  return runCli(["helper", ...args], { cwd, env: RUN_ENV });
}

describe("lunakey helper", () => {
  it("says so where a copy is this lunakey's, or there is none", async () => {
    const folder = makeRepository({ "wrangler.toml": CONFIG, "src/secrets.ts": HELPER });
    expect(await run(folder)).toMatchObject({
      status: 0,
      stdout: "src/secrets.ts is the helper of lunakey 0.1.0, unchanged.\n",
    });
    writeFiles(folder, { "src/secrets.ts": FORMATTED });
    expect(await run(folder, "--check")).toMatchObject({
      status: 0,
      stdout: "src/secrets.ts is the helper of lunakey 0.1.0, formatted in another way.\n",
    });
    const without = makeRepository({ "wrangler.toml": CONFIG, "src/secrets.ts": "export {};\n" });
    expect(await run(without, "--check")).toMatchObject({
      status: 0,
      stdout: "No Worker here has a copy of the helper; lunakey migrate makes one.\n",
    });
  });

  it("fails the check of an edited one, and says what was edited", async () => {
    const folder = makeRepository({ "wrangler.toml": CONFIG, "src/secrets.ts": OLDER });
    const { status, stderr } = await run(folder, "--check");
    expect(status).toBe(1);
    expect(stderr).toContain("-const OUTAGE_MS = 900_000;");
    expect(stderr).toContain("+const OUTAGE_MS = 600_000;");
    expect(stderr).toContain(
      "src/secrets.ts is nearest to the helper of lunakey 0.1.0, edited by hand (1 line).",
    );
    const json = await run(folder, "--json");
    expect(JSON.parse(json.stderr)).toMatchObject({ error: { code: "helper_differs" } });
  });

  it("does not overwrite an edited one unless forced, and takes that back", async () => {
    const folder = makeRepository({
      "wrangler.toml": CONFIG,
      "src/secrets.ts": "export {};\n",
      "src/lunakey-secrets.ts": OLDER,
    });
    const dry = await run(folder, "--update", "--dry-run");
    expect(dry.stdout).toContain("-const OUTAGE_MS = 600_000;");
    const refused = await run(folder, "--update");
    expect(refused).toMatchObject({ status: 1, stdout: "" });
    expect(refused.stderr).toContain("-const OUTAGE_MS = 600_000;");
    expect(JSON.parse((await run(folder, "--update", "--json")).stderr)).toMatchObject({
      error: { code: "helper_edited" },
    });
    expect(readText(folder, "src/lunakey-secrets.ts")).toBe(OLDER);
    expect(await run(folder, "--update", "--force")).toMatchObject({ status: 0, stderr: "" });
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

  it("looks at the copy of code that Workers share", async () => {
    const folder = makeRepository({
      "wrangler.toml": CONFIG,
      "packages/shared/src/secrets.ts": OLDER,
    });
    expect((await run(folder, "--check")).stderr).toContain("packages/shared/src/secrets.ts is");
    expect(await run(folder, "--check", "--worker", "api")).toMatchObject({ status: 0 });
  });

  it("writes nothing among changes that are not committed, unless told", async () => {
    const folder = makeRepository({ "wrangler.toml": CONFIG, "src/secrets.ts": OLDER });
    writeFiles(folder, { "wrangler.toml": `${CONFIG}# more\n` });
    const refused = await run(folder, "--update", "--force", "--json");
    expect(JSON.parse(refused.stderr)).toMatchObject({ error: { code: "tree_dirty" } });
    expect(readText(folder, "src/secrets.ts")).toBe(OLDER);
    expect((await run(folder, "--update", "--force", "--allow-dirty")).status).toBe(0);
    expect(readText(folder, "src/secrets.ts")).toBe(HELPER);
  });

  it("speaks French", async () => {
    const folder = makeRepository({ "wrangler.toml": CONFIG, "src/secrets.ts": OLDER });
    const { stderr } = await run(folder, "--check", "--lang", "fr");
    expect(stderr).toContain("modifié à la main (1 ligne).");
    expect(stderr).toContain("lunakey helper --update --force le réécrit");
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
