import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, it } from "vitest";

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, "..", "..");

/** Top level, and the environments that the request's Workers are deployed to. */
const ENVIRONMENTS = ["", "staging", "production"];
const WORKERS = [
  "examples/luna-proxy-api",
  "examples/luna-proxy-web",
  "e2e/golden/luna-proxy-api",
  "e2e/golden/luna-proxy-web",
];
const CASES = WORKERS.flatMap((worker) =>
  ENVIRONMENTS.map((environment) => [worker, "wrangler.toml", environment] as const),
);

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lunakey-e2e-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** wrangler takes a second of a core and hundreds of MB: two at a time. */
const lanes: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];

function dryRun(config: string, environment: string): Promise<string> {
  const [lane = Promise.resolve()] = lanes.splice(0, 1);
  const said = lane.then(() => runWrangler(config, environment));
  lanes.push(said.catch(() => undefined));
  return said;
}

/** Everything that wrangler says. @throws Error with it, where it fails. */
async function runWrangler(config: string, environment: string): Promise<string> {
  const named = ["--env", environment];
  const output = ["--dry-run", "--outdir", join(folder, config.replaceAll("/", "-"), environment)];
  const { stdout, stderr } = await run("wrangler", ["deploy", "-c", config, ...named, ...output], {
    cwd: ROOT,
    env: {
      ...process.env,
      ...{ WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true", NO_COLOR: "1" },
    },
  });
  return stdout + stderr;
}

describe("wrangler deploy --dry-run", { concurrent: true }, () => {
  it.for(CASES)("takes %s/%s, environment %j", async ([worker, file, environment], { expect }) => {
    const said = await dryRun(join(worker, file), environment);
    expect(said).toContain("--dry-run: exiting now.");
    expect(said).not.toMatch(/warning|unexpected|error/i);
    expect(said.includes("lunakey-store")).toBe(worker.startsWith("e2e/golden"));
  });

  it("takes the gateway, with its ledger and without a route", async ({ expect }) => {
    const said = await dryRun("packages/store/wrangler.jsonc", "");
    expect(said).toContain("--dry-run: exiting now.");
    expect(said).not.toMatch(/warning|unexpected|error/i);
    expect(said).toContain("env.LEDGER (Ledger)");
  });

  it("takes the admin Worker, bound to the gateway", async ({ expect }) => {
    const said = await dryRun("packages/admin/wrangler.jsonc", "");
    expect(said).toContain("--dry-run: exiting now.");
    expect(said).not.toMatch(/warning|unexpected|error/i);
    expect(said).toMatch(/env\.STORE \(lunakey-store#Admin\)/);
  });
});
