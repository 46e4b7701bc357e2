/** `wrangler deploy --dry-run` for every sample and environment, before and after binding. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConfigSample, environmentsOf, listSamples, planSample } from "./config-samples.ts";

const run = promisify(execFile);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lunakey-e2e-bind-"));
  mkdirSync(join(folder, "src"));
  writeFileSync(join(folder, "src/index.ts"), "export default { fetch: () => new Response() };\n");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CASES = listSamples().flatMap((sample) =>
  environmentsOf(sample).map((environment) => ({ ...sample, environment })),
);

/** What wrangler says it would deploy; null where it refuses to. */
async function dryRun({ file }: ConfigSample, text: string, environment: string) {
  writeFileSync(join(folder, file), text);
  const env = environment === "default" ? "" : environment;
  const args = ["deploy", "src/index.ts", "-c", file, "--env", env, "--dry-run"];
  try {
    const { stdout } = await run("wrangler", [...args, "--compatibility-date", "2026-09-15"], {
      cwd: folder,
      env: {
        ...process.env,
        ...{ WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true", NO_COLOR: "1" },
      },
    });
    return stdout;
  } catch {
    // Its words quote the config; that it would not deploy is all that is asked here.
    return null;
  }
}

/** Bindings, one a line, without the widths that the longest one gives the table. */
function linesOf(said: string): string[] {
  return said
    .split("\n")
    .filter((line) => line.startsWith("env."))
    .map((line) => line.replace(/\s+/g, " ").trim());
}

describe("wrangler deploy --dry-run", () => {
  it.each(CASES)("says the same of $title, environment $environment", async (sample) => {
    const { text, environment } = sample;
    const { changes } = planSample(sample, {
      delivery: "service",
      environments: environmentsOf(sample),
    });
    const before = await dryRun(sample, text, environment);
    const after = await dryRun(sample, changes[0]?.after ?? "", environment);
    expect(after).not.toBeNull();
    const said = linesOf(after ?? "");
    expect(said.some((line) => line.startsWith("env.SECRETS (lunakey-store#Secrets"))).toBe(true);
    if (before === null) return;
    const isOther = (line: string) => !/^env\.(?:SECRETS|LUNAKEY_MODE) /.test(line);
    expect(said.filter(isOther)).toEqual(linesOf(before).filter(isOther));
  });
});
