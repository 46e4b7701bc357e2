import { execFileSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { rehearsalReport } from "@lunakey/contract";
import { beforeAll, describe, expect, it } from "vitest";
import { runCli } from "./run-cli.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

const ROOT = join(import.meta.dirname, "../../..");
let cwd: string;

beforeAll(() => {
  cwd = makeTemporaryFolder();
  cpSync(join(ROOT, "e2e/golden/luna-proxy-web"), join(cwd, "moved"), { recursive: true });
  cpSync(join(ROOT, "examples/luna-proxy-web"), join(cwd, "as-it-was"), { recursive: true });
  execFileSync("git", ["init", "--quiet"], { cwd });
});

async function rehearse(folder: string, ...more: string[]) {
  const argv = ["rehearse", folder, "--env", "staging", ...more];
  const run = await runCli([...argv, "--json"], { cwd });
  return { status: run.status, report: rehearsalReport.parse(JSON.parse(run.stdout)) };
}

describe("lunakey rehearse", () => {
  it("says what would fail, and where it is read, without a store and without an account", async () => {
    const { status, report } = await rehearse("as-it-was");
    expect([status, report.result, report.store]).toEqual([1, "failed", null]);
    const [target] = report.targets;
    expect(target?.names.map(({ name, outcome }) => `${name} ${outcome}`)).toContain(
      "AUTH_SECRET would_fail",
    );
    const facts = target?.names.find(({ name }) => name === "AUTH_SECRET")?.facts ?? [];
    expect(facts[0]).toMatchObject({
      ...{ side: "scan", code: "read_outside", weight: "fails" },
      places: [{ file: "src/auth.ts" }],
    });
    expect(report.next.map(({ command }) => command)).toEqual([
      expect.stringContaining("bind --env staging --worker luna-proxy-web"),
      expect.stringContaining("migrate --worker luna-proxy-web"),
    ]);
  });

  it("takes the helper's own code for no read, and silence for unknown", async () => {
    const { status, report } = await rehearse("moved");
    expect([status, report.result]).toEqual([0, "unknown"]);
    const codes = new Set(
      report.targets
        .flatMap(({ names }) => names)
        .flatMap(({ facts }) => facts.map(({ code }) => code)),
    );
    expect([...codes].sort()).toEqual([
      "account_silent",
      "commit_unknown",
      "routes_maybe",
      "store_silent",
      "through_helper",
    ]);
    expect((await rehearse("moved", "--strict")).status).toBe(1);
  });

  it("says in French what is so of all names once", async () => {
    const argv = ["rehearse", "moved", "--env", "staging", "--lang", "fr"];
    const { stdout } = await runCli(argv, { cwd });
    expect(stdout).toContain("AUTH_SECRET");
    expect(stdout.match(/le journal du store : Le store n'a pas répondu/g)).toHaveLength(1);
    expect(stdout).toContain("on ne sait pas.");
  });
});
