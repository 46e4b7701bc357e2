import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT, run } from "../checks/run.ts";
import type { Seed } from "../doubles/seed.ts";
import { findFreePort } from "../stack/free-ports.ts";
import { interrupt, JOURNEY_TIMEOUT_MS, type Started, start } from "./run-start.ts";

const execute = promisify(execFile);

/** The commands that it prints, each as it would be pasted. */
function findCommands(output: string): string[] {
  const [, pasted = ""] = output.split("Try it:");
  return pasted
    .replaceAll("\\\n", " ")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => /^(curl|npm) /.test(line));
}

describe("npm start", () => {
  let folder: string;
  let port: number;
  let started: Started;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "lunakey-start-"));
    port = await findFreePort([1, 3]); // the web Worker and the admin API
    started = await start(folder, port);
  }, JOURNEY_TIMEOUT_MS);

  afterAll(async () => {
    if (started.process.exitCode === null) await interrupt(started);
    await rm(folder, { recursive: true, force: true });
  });

  async function paste(command: string): Promise<string> {
    const { stdout } = await execute("bash", ["-c", command], { cwd: ROOT });
    return stdout;
  }

  it("prints three commands that work when pasted", async () => {
    const [health = "", checkout = "", list = "", ...more] = findCommands(started.output());
    expect(more).toEqual([]);
    const { status, secrets } = JSON.parse(await paste(health)) as {
      status: string;
      secrets: { configured: boolean }[];
    };
    expect(status).toBe("ok");
    expect(secrets.map(({ configured }) => configured)).toEqual(Array(13).fill(true));
    expect(JSON.parse(await paste(checkout))).toEqual({
      id: expect.stringMatching(/^cs_test_/),
      url: expect.stringMatching(/^https:\/\/checkout\.stripe\.com\//),
    });
    expect((await paste(list)).match(/STRIPE_SECRET_KEY/g)).toHaveLength(1);
  });

  it("moves the two Workers route by route, to what was migrated by hand", async () => {
    expect(started.output()).toMatch(/^migrate {2}\/billing\/checkout: 3 reads$/m);
    for (const worker of ["luna-proxy-api", "luna-proxy-web"]) {
      const golden = join(ROOT, "e2e/golden", worker);
      // The health page by hand answers more than it did: see docs/decisions.
      const files = globSync("src/**/*.ts", { cwd: golden }).filter(
        (path) => path !== "src/routes/health.ts",
      );
      for (const path of files) {
        const moved = await readFile(join(folder, "journey", worker, path), "utf8");
        expect(moved, path).toBe(await readFile(join(golden, path), "utf8"));
      }
    }
    const { stdout } = await execute("git", ["-C", join(folder, "journey"), "status", "--short"]);
    expect(stdout).toBe("");
  });

  it("shows no value, and keeps them in files that only their owner can read", async () => {
    const seedFile = join(folder, "start", "seed.json");
    const { api, web } = JSON.parse(await readFile(seedFile, "utf8")) as Seed;
    const values = [...Object.values(api), ...Object.values(web)];
    expect(values).toHaveLength(18);
    expect(values.filter((value) => started.output().includes(value))).toEqual([]);
    const start = ["seed.json", "values.json", "ADMIN_API_KEY"].map((file) => `start/${file}`);
    for (const file of [...start, "admin-token", "root-key"]) {
      expect((await stat(join(folder, file))).mode & 0o777, file).toBe(0o600);
    }
  });

  it("ends with Ctrl-C, and has everything at the next start", async () => {
    expect(await interrupt(started)).toBe(0);
    started = await start(folder, port);
    expect(started.output()).toContain("Everything is as you left it.");
    const [health = ""] = findCommands(started.output());
    expect(JSON.parse(await paste(health))).toMatchObject({ status: "ok" });
  });

  it("says which port to take instead where its own are taken", async () => {
    const args = ["--persist-to", join(folder, "other"), "--port", String(port)];
    const { status, output } = await run("node", "e2e/start/start.ts", ...args);
    expect(status).toBe(1);
    expect(output).toMatch(
      /^Port \d+ of 127\.0\.0\.1 is taken\. Take others: npm start -- --port 9000\n$/,
    );
  });

  it("says which backends there are", async () => {
    const { status, output } = await run("node", "e2e/start/start.ts", "--backend", "Vault");
    expect([status, output]).toEqual([1, "--backend must be vault or cloudflare\n"]);
  });
});
