import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ScanReport, scanReport } from "@lunakey/contract";
import { describe, expect, it } from "vitest";
import { copyExamples, makeFiles, writeFiles } from "./repository/sample-repository.ts";
import { runCli } from "./run-cli.ts";

/** In no output, whatever it is of. */
const CANARY = "c2stNTFGYWtlQ2FuYXJ5VmFsdWUwMTIz";

const HOSTILE = {
  "wrangler.toml": `name = "api"\nmain = "src/index.ts"\n[vars]\nPLAIN_TOKEN = "${CANARY}"\n`,
  ".dev.vars": `API_KEY=${CANARY}\n`,
  "src/index.ts": `interface Env { API_KEY: string; PLAIN_TOKEN: string }
const fallback = "${CANARY}";
export default {
  fetch(_: Request, env: Env) {
    const key = env.API_KEY || "${CANARY}"; // <script>alert(1)</script>\u202e
    return new Response(key + env.PLAIN_TOKEN + fallback);
  },
};
`,
};

async function scanJson(cwd: string, ...args: readonly string[]): Promise<ScanReport> {
  const { status, stdout, stderr } = await runCli(["scan", ...args, "--json"], { cwd });
  expect([status, stderr]).toEqual([0, ""]);
  const json = JSON.parse(stdout) as ScanReport;
  // A field that the contract does not have would be left out of what it parses.
  expect(scanReport.parse(json)).toEqual(json);
  return json;
}

describe("lunakey scan", () => {
  it("says of the two Workers what the request says of them", async () => {
    const cwd = copyExamples();
    const { workers, secrets, reads, verdict, problems } = await scanJson(cwd);
    expect(workers.map(({ name }) => name)).toEqual(["luna-proxy-api", "luna-proxy-web"]);
    expect(secrets).toHaveLength(17);
    expect(problems).toEqual([]);
    expect(verdict.choice).toBe("keep");
    expect(reads).toContainEqual(
      expect.objectContaining({
        file: "luna-proxy-api/src/utils/stripe.ts",
        name: "STRIPE_SECRET_KEY",
        async: false,
        code: expect.stringContaining("env.STRIPE_SECRET_KEY") as string,
      }),
    );
    // What init writes is no Worker of theirs.
    writeFiles(cwd, {
      "lunakey/store/wrangler.jsonc":
        '{ "name": "lunakey-store", "main": "worker.js", "vars": { "LUNAKEY_STORE_ID": "s" } }',
      "lunakey/store/worker.js": "export default { fetch: (_, env) => env.LUNAKEY_KEY };",
    });
    expect((await scanJson(cwd)).workers).toEqual(workers);
    const text = await runCli(["scan"], { cwd });
    expect(text.stdout).toContain("Verdict: keep");
    expect(text.status).toBe(0);
  });

  it("satisfies its schema, and holds no value, whatever is in the repository", async () => {
    const cwd = makeFiles(HOSTILE);
    const report = await scanJson(cwd);
    expect(report.findings.map(({ code }) => code)).toContain("plain_in_vars");
    expect(JSON.stringify(report)).not.toContain(CANARY);
    const { all } = await runCli(["scan", "--reads", "--html", "page.html"], { cwd });
    expect(all).not.toContain(CANARY);
    expect(all).toContain("env.API_KEY");
    const page = readFileSync(join(cwd, "page.html"), "utf8");
    expect(page).not.toContain(CANARY);
    expect(page).not.toContain("<script>alert");
  });

  it("finds the folder from where the user is, and writes the page over its own only", async () => {
    const cwd = makeFiles({});
    mkdirSync(join(cwd, "here"));
    writeFileSync(join(cwd, "notes.html"), "mine");
    mkdirSync(join(cwd, "repo"));
    writeFileSync(join(cwd, "repo", "wrangler.toml"), 'name = "api"\n');
    const scan = (...args: readonly string[]) =>
      runCli(["scan", "../repo", ...args], { cwd: join(cwd, "here") });
    expect((await scan("--html", "page.html")).stdout).toContain("Written: page.html");
    expect((await scan("--html", "page.html")).status).toBe(0);
    const refused = await scan("--html", "../notes.html", "--json");
    expect([refused.status, JSON.parse(refused.stderr)]).toMatchObject([
      1,
      { error: { code: "file_exists" } },
    ]);
    expect(readFileSync(join(cwd, "notes.html"), "utf8")).toBe("mine");
  });

  it("says what it can not read, and goes on", async () => {
    const cwd = makeFiles({
      "a/wrangler.toml": 'name = "broken\n',
      "b/wrangler.jsonc": '{ "name": "whole", "main": "index.ts" }',
      "b/index.ts": "export default { fetch(_r, env) { return env.API_KEY; } };",
    });
    const { problems, workers, reads } = await scanJson(cwd);
    expect(problems).toContainEqual(
      expect.objectContaining({ code: "config_syntax", file: "a/wrangler.toml", line: 1 }),
    );
    expect(workers.map(({ name }) => name)).toContain("whole");
    expect(reads.map(({ name }) => name)).toEqual(["API_KEY"]);
  });

  it("knows a folder that has no Worker, and one that is not there", async () => {
    const cwd = makeFiles({ "index.ts": "export {};\n" });
    const { status, stdout } = await runCli(["scan"], { cwd });
    expect([status, stdout]).toEqual([
      0,
      expect.stringContaining("No wrangler config was found here."),
    ]);
    const missing = await runCli(["scan", CANARY], { cwd });
    expect([missing.status, missing.all]).toEqual([
      1,
      "Error: There is no such folder, or it can not be read.\n" +
        "  Name the folder of a repository; it is found from where you are.\n",
    ]);
  });

  it("speaks French", async () => {
    const cwd = copyExamples();
    const { stdout } = await runCli(["scan"], { cwd, env: { LANG: "fr_FR.UTF-8" } });
    expect(stdout).toContain("Verdict : garder");
    expect(stdout).toContain("Garde les secrets individuels");
    expect((await scanJson(cwd, "--lang", "fr")).verdict.message).toContain("Garde");
  });
});
