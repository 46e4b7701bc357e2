import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { makeRepository, RUN_ENV } from "./repository/sample-repository.ts";
import { runCli } from "./run-cli.ts";

const HELPER = readFileSync(join(import.meta.dirname, "../../runtime/src/secrets.ts"), "utf8");
const WORKER = { "wrangler.toml": 'name = "api"\nmain = "src/index.ts"\n[env.staging]\n' };

async function eject(files: Readonly<Record<string, string>>, environment: string) {
  const cwd = makeRepository(files);
  const argv = ["eject", "--env", environment, "--json"];
  const { status, stdout, stderr } = await runCli(argv, { cwd, env: RUN_ENV });
  return { status, answer: JSON.parse(stdout || stderr) };
}

it("takes nothing back for an environment that no Worker has", async () => {
  const files = { ...WORKER, "src/secrets.ts": HELPER };
  const { status, answer } = await eject(files, "stagign");
  expect([status, answer.error.code]).toEqual([1, "environment_unknown"]);
  expect(answer.error.message).toContain("There are: default and staging.");
});

it("looks at --env before it looks for Workers", async () => {
  const { status, answer } = await eject({}, "not an environment");
  expect([status, answer.error.code]).toEqual([2, "usage"]);
});

it("has nothing to do where all is taken back, with the environment that bind had made", async () => {
  const { status, answer } = await eject(WORKER, "production");
  expect([status, answer.files]).toEqual([0, []]);
});
