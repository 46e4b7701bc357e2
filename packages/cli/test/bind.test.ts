import { type BindReport, bindReport } from "@lunakey/contract";
import { describe, expect, it } from "vitest";
import { useLocalStore } from "./local-store.ts";
import {
  commitAll,
  copyExamples,
  git,
  makeRepository,
  RUN_ENV,
  readText,
  writeFiles,
} from "./repository/sample-repository.ts";
import { type RunOptions, runCli } from "./run-cli.ts";

const STORE = "e0cc9185036e40cebc8c4b86840a961f";
const API = "luna-proxy-api/wrangler.toml";
const WEB = "luna-proxy-web/wrangler.toml";

/** A small Worker of backend `cloudflare`, with the gateway that init writes. */
const WORKER = {
  "lunakey.jsonc": `{ "store": "${STORE}" }\n`,
  "wrangler.toml": `name = "api"
main = "src/index.ts"
compatibility_date = "2026-09-15"
[vars]
PLAIN = "hunter2hunter2"

[env.staging]
[env.production]
`,
  "src/index.ts":
    "export default { fetch(_: Request, env: { API_KEY: string }) { return new Response(env.API_KEY); } };\n",
  "lunakey/store/wrangler.jsonc": `{
  // The gateway.
  "name": "lunakey-store",
  "main": "worker.js",
  "vars": { "LUNAKEY_STORE_ID": "${STORE}", "LUNAKEY_BACKEND": "cloudflare", "LUNAKEY_ENVIRONMENT": "production" },
  "secrets_store_secrets": [
    // { "binding": "SECRET_STRIPE_SECRET_KEY" }
  ]
}
`,
};

function useRepository(cwd: string) {
  return (line: string, options: Partial<RunOptions> = {}) =>
    runCli(["bind", ...line.split(" ")], { cwd, env: RUN_ENV, ...options });
}

function makeExamples(): string {
  const cwd = copyExamples();
  writeFiles(cwd, { "lunakey.jsonc": `{ "store": "${STORE}" }\n` });
  commitAll(cwd);
  return cwd;
}

describe("lunakey bind", () => {
  it("binds staging, changes nothing the second time, and gives the old bytes back", async () => {
    const cwd = makeExamples();
    const bind = useRepository(cwd);
    const before = [readText(cwd, API), readText(cwd, WEB)];
    const done = await bind("--env staging --offline --yes");
    expect(done.status).toBe(0);
    expect(readText(cwd, API)).toContain(
      `props = { v = 1, store = "${STORE}", worker = "luna-proxy-api", environment = "staging" }`,
    );
    expect(git(cwd, "diff", "--numstat").trim().split("\n")).toEqual([
      `7\t0\t${API}`,
      `7\t0\t${WEB}`,
    ]);
    expect(done.stdout).toContain("grant luna-proxy-web ADMIN_API_KEY");
    expect(done.stdout).toContain(`npx wrangler deploy -c ${API} --env staging`);
    expect(done.stdout.indexOf(" grant ")).toBeLessThan(done.stdout.indexOf("wrangler deploy"));
    const bound = readText(cwd, API);
    const again = await bind("--env staging --offline");
    expect(again).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("nothing to change"),
    });
    expect(readText(cwd, API)).toBe(bound);
    expect(await bind("--undo")).toMatchObject({ stdout: "Undone: 2 files are as before.\n" });
    expect([readText(cwd, API), readText(cwd, WEB)]).toEqual(before);
    expect(git(cwd, "status", "--porcelain")).toBe("");
  });

  it("shows the change and asks; no is no", async () => {
    const cwd = makeExamples();
    const bind = useRepository(cwd);
    const before = readText(cwd, API);
    const no = await bind("--env staging --offline --worker luna-proxy-api", { typed: ["n\n"] });
    expect(no.status).toBe(130);
    expect(no.stderr).toContain("+[[env.staging.services]]");
    expect(no.stderr).toContain("Write 1 file?");
    expect(readText(cwd, API)).toBe(before);
    const nobody = await bind("--env staging --offline --json");
    expect([nobody.status, JSON.parse(nobody.stderr)]).toMatchObject([
      2,
      { error: { code: "confirmation_needed" } },
    ]);
    const yes = await bind("--env staging --offline --worker luna-proxy-api", { typed: ["y\n"] });
    expect(yes.status).toBe(0);
    expect(readText(cwd, API)).not.toBe(before);
    expect(readText(cwd, WEB)).not.toContain("lunakey-store");
  });

  it("prints what its schema says", async () => {
    const bind = useRepository(makeExamples());
    const { stdout } = await bind("--env staging --offline --dry-run --json");
    const json = JSON.parse(stdout) as BindReport;
    expect(bindReport.parse(json)).toEqual(json);
    expect(json).toMatchObject({ dryRun: true, written: false, granted: [] });
    expect(json.workers.map(({ names }) => names.length)).toEqual([13, 5]);
    expect(json.files).toContainEqual({ path: API, change: "changed", added: 7, removed: 0 });
  });

  it.each([
    ["--env production --offline --yes", "staging_first", 1],
    ["--env staging --yes", "gateway_not_deployed", 1],
    ["--env nowhere --offline --yes", "environment_missing", 1],
    ["--env staging --offline --yes --worker other", "worker_unknown", 1],
    ["--env staging --delivery by-mail", "usage", 2],
    ["--offline", "usage", 2],
    ["--env all", "usage", 2],
    ["--undo", "nothing_to_undo", 1],
  ])("refuses %s, and writes nothing", async (line, code, exitStatus) => {
    const cwd = makeRepository(WORKER);
    const { status, stderr } = await useRepository(cwd)(`${line} --json`, {
      // No account to ask: wrangler is told of a host where nothing listens.
      env: { ...RUN_ENV, CLOUDFLARE_API_TOKEN: "x", CLOUDFLARE_API_BASE_URL: "http://127.0.0.1:9" },
    });
    const { error } = JSON.parse(stderr) as { error: { code: string; message: string } };
    expect([error.code, status]).toEqual([code, exitStatus]);
    expect(git(cwd, "status", "--porcelain")).toBe("");
  });

  it("does not bind Cloudflare's store where the values are in the gateway", async () => {
    const gateway = WORKER["lunakey/store/wrangler.jsonc"].replace('"cloudflare"', '"vault"');
    const cwd = makeRepository({ ...WORKER, "lunakey/store/wrangler.jsonc": gateway });
    const bind = useRepository(cwd);
    const { status, stderr } = await bind("--env staging --delivery native --yes --json");
    const { error } = JSON.parse(stderr) as { error: { code: string; hint: string } };
    expect([status, error.code]).toEqual([1, "bind_refused"]);
    expect(error.hint).toContain("--delivery service");
    expect(git(cwd, "status", "--porcelain")).toBe("");
  });

  it("goes on with production where it is told to, in shadow, and says what was skipped", async () => {
    const cwd = makeRepository(WORKER);
    const done = await useRepository(cwd)("--env production --offline --skip-staging --yes");
    expect(done.status).toBe(0);
    expect(readText(cwd, "wrangler.toml")).toContain('LUNAKEY_MODE = "shadow"');
    expect(done.stdout).toContain("Skipped: whether api gets its secrets from the store anywhere");
  });

  it("binds the gateway of backend cloudflare to what the code reads, and to no more", async () => {
    const cwd = makeRepository(WORKER);
    const done = await useRepository(cwd)("--env production --offline --skip-staging --yes");
    const gateway = readText(cwd, "lunakey/store/wrangler.jsonc");
    expect(gateway).toContain('"SECRET_API_KEY"');
    expect(gateway).toContain("// The gateway.");
    expect(git(cwd, "diff", "--", "lunakey/store/wrangler.jsonc")).not.toMatch(/^-(?!-)/m);
    const deploys = [...done.stdout.matchAll(/npx wrangler deploy -c (\S+)/g)].map(([, at]) => at);
    expect(deploys).toEqual(["lunakey/store/wrangler.jsonc", "wrangler.toml"]);
    expect(done.stdout).toContain(`npx wrangler secrets-store secret create ${STORE}`);
    const staging = await useRepository(cwd)("--env staging --offline --dry-run --allow-dirty");
    expect(staging.stderr).toContain("holds the values of production only");
  });

  it("makes an environment where it is asked to", async () => {
    const cwd = makeRepository({
      ...WORKER,
      "wrangler.toml": WORKER["wrangler.toml"].replace("[env.staging]\n[env.production]\n", ""),
    });
    const refused = await useRepository(cwd)("--env staging --offline --yes");
    expect(refused.stderr).toContain("--create-env makes it");
    const made = await useRepository(cwd)("--env staging --offline --yes --create-env");
    expect(made.status).toBe(0);
    expect(readText(cwd, "wrangler.toml")).toContain("[[env.staging.services]]");
    expect(made.stdout).toContain("The environment staging of api is new.");
  });

  it("writes nothing among changes that are not committed, and shows no value in its diff", async () => {
    const cwd = makeRepository(WORKER);
    writeFiles(cwd, { "src/index.ts": `${WORKER["src/index.ts"]}// more\n` });
    const bind = useRepository(cwd);
    const refused = await bind("--env staging --offline --yes --json");
    expect(JSON.parse(refused.stderr.split("\n").at(-2) ?? "")).toMatchObject({
      error: { code: "tree_dirty" },
    });
    const shown = await bind("--env staging --offline --dry-run");
    expect(shown.stdout).toContain("+[[env.staging.services]]");
    expect(shown.all).not.toContain("hunter2");
    expect((await bind("--env staging --offline --yes --allow-dirty")).status).toBe(0);
  });

  it("speaks French", async () => {
    const { stdout } = await useRepository(makeExamples())(
      "--env staging --offline --dry-run --lang fr",
    );
    expect(stdout).toContain("Ensuite, dans cet ordre :");
    expect(stdout).toContain("Un Worker lié sans accès ne reçoit rien");
  });
});

describe("lunakey bind, beside a store", () => {
  const { cwd, run } = useLocalStore();

  it("lets the Workers read before they are deployed, and asks the store about staging", async () => {
    writeFiles(cwd, {
      ...WORKER,
      "lunakey.jsonc": '{ "store": "local" }\n',
      "lunakey/store/wrangler.jsonc": "{}\n",
    });
    const how = { env: RUN_ENV };
    const production = await run("bind --env production --offline --yes --allow-dirty", how);
    expect(production).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("before the store has served another environment"),
    });
    const done = await run("bind --env staging --offline --yes --allow-dirty --json", how);
    expect(JSON.parse(done.stdout)).toMatchObject({
      granted: [{ worker: "api", environment: "staging", names: ["API_KEY"] }],
    });
    expect((await run("grants --worker api", how)).stdout).toContain("API_KEY");
    const again = await run("bind --env staging --offline --yes --allow-dirty --json", how);
    expect(JSON.parse(again.stdout)).toMatchObject({ written: false, granted: [] });
  });

  it("with delivery synced grants what may be copied, and says that there is nothing to bind", async () => {
    const line = "bind --env production --delivery synced --allow-dirty";
    const asked = await run(line, { env: RUN_ENV, typed: ["y\n"] });
    expect(asked.stderr).toContain("Make 1 grant in the local store");
    expect(asked.stdout).toContain("Delivery synced needs no binding: no file changes.");
    expect(asked.stdout).toContain("Granted to api (production)");
    const again = await run(`${line} --yes`, { env: RUN_ENV });
    expect(again.stdout).not.toMatch(/ grant api|Granted|Bound already/);
    expect(again.stdout).toContain("sync --env production --dry-run");
  });

  it("names the values that the store does not have yet, and no other", async () => {
    const line = "bind --env production --delivery synced --allow-dirty --yes";
    const without = await run(line, { env: RUN_ENV });
    expect(without.stdout).toContain("1 value is not in the store yet, API_KEY:");
    await run("set API_KEY --env production", { env: RUN_ENV, input: "v" });
    const having = await run(line, { env: RUN_ENV });
    expect(having.stdout).not.toMatch(/not in the store yet| set API_KEY/);
  });

  it("binds the Workers that can be, and says of the other why not and what to type", async () => {
    const web = WORKER["wrangler.toml"].replace("api", "web").replace("[env.staging]\n", "");
    writeFiles(cwd, {
      ...{ ...WORKER, "lunakey.jsonc": '{ "store": "local" }\n' },
      "lunakey/store/wrangler.jsonc": "{}\n",
      "web/wrangler.toml": web,
      "web/src/index.ts": WORKER["src/index.ts"],
    });
    const done = await run("bind --env staging --offline --yes --allow-dirty", { env: RUN_ENV });
    expect(done.status).toBe(0);
    expect(readText(cwd, "wrangler.toml")).toContain('environment = "staging"');
    expect(readText(cwd, "web/wrangler.toml")).toBe(web);
    expect(done.stdout).toContain("NOT bound: web.");
    expect(done.stdout).toMatch(/bind --env staging --worker web --create-env\n$/);
  });
});
