import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type CheckReport, checkReport } from "@lunakey/contract";
import { describe, expect, it } from "vitest";
import { useLocalStore } from "./local-store.ts";
import {
  commitAll,
  copyExamples,
  git,
  makeFiles,
  makeRepository,
  RUN_ENV,
  readText,
  writeFiles,
} from "./repository/sample-repository.ts";
import { type RunOptions, runCli } from "./run-cli.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

const STORE = "e0cc9185036e40cebc8c4b86840a961f";
const API = "luna-proxy-api/wrangler.toml";
/** In no output, whatever it is of. */
const CANARY = "c2stNTFGYWtlQ2FuYXJ5VmFsdWUwMTIz";
const HELPER = readFileSync(
  join(import.meta.dirname, "..", "..", "runtime", "src", "secrets.ts"),
  "utf8",
);

const binding = (environment: string, more: Readonly<Record<string, string>> = {}) => {
  const props = { store: "local", worker: "api", environment, ...more };
  const header = environment === "default" ? "services" : `env.${environment}.services`;
  return `[[${header}]]
binding = "SECRETS"
service = "lunakey-store"
entrypoint = "${more.entrypoint ?? "Secrets"}"
props = { v = 1, store = "${props.store}", worker = "${props.worker}", environment = "${props.environment}" }
`;
};
const TOP = 'name = "api"\nmain = "src/index.ts"\ncompatibility_date = "2026-09-15"\n';
const CODE = `import { getSecret, getSecrets } from "./secrets";
export default {
  async fetch(_: Request, env: { SECRETS: object; OLD_KEY: string }) {
    const { B_KEY } = await getSecrets(env, ["B_KEY", "C_KEY"]);
    return new Response((await getSecret(env, "A_KEY")) + env.OLD_KEY + B_KEY);
  },
};
`;
/** No libraries: what is found does not hang on their types. */
const TSCONFIG = JSON.stringify({ compilerOptions: { noLib: true, types: [] } });
const WORKER = {
  "tsconfig.json": TSCONFIG,
  "lunakey.jsonc": '{ "store": "local" }\n',
  "wrangler.toml": TOP + binding("default"),
  "src/index.ts": CODE,
  "src/secrets.ts": HELPER,
};

async function check(cwd: string, line = "", options: Partial<RunOptions> = {}) {
  const argv = ["check", ...line.split(" ").filter((word) => word !== "")];
  return runCli(argv, { cwd, env: RUN_ENV, ...options });
}

async function checkJson(cwd: string, line = ""): Promise<CheckReport> {
  const { stdout } = await check(cwd, `${line} --json`);
  const json = JSON.parse(stdout) as CheckReport;
  // A field that the contract does not have would be left out of what it parses.
  expect(checkReport.parse(json)).toEqual(json);
  return json;
}

/** A wrangler of the repository that answers at once, whatever it is asked. */
const wranglerThat = (script: string) => ({
  "node_modules/wrangler/package.json": '{ "version": "4.155.0", "bin": "./run.cjs" }',
  "node_modules/wrangler/run.cjs": script,
});
const DEPLOYED =
  'console.log(JSON.stringify({ versions: [{ version_id: "v", percentage: 100 }] }));';

const codesOf = ({ findings }: CheckReport) =>
  findings.map(({ code, severity }) => `${severity} ${code}`);

describe("lunakey check, without a store", () => {
  it("finds nothing broken in the examples, and does not call them right", async () => {
    const cwd = copyExamples();
    const report = await checkJson(cwd, "--offline");
    expect(report).toMatchObject({ result: "incomplete", findings: [], store: null });
    expect(report.targets).toHaveLength(6);
    expect(report.targets[0]).toMatchObject({
      worker: "luna-proxy-api",
      delivery: null,
      throughHelper: [],
      state: "not_checked",
    });
    expect(report.targets[0]?.individual).toHaveLength(13);
    expect(report.notChecked.map(({ code }) => code)).toEqual(["individual", "individual"]);
    expect((await check(cwd, "--offline")).status).toBe(0);
  });

  it("knows what bind and the migration by hand have made", async () => {
    const bound = copyExamples();
    writeFiles(bound, { "lunakey.jsonc": `{ "store": "${STORE}" }\n` });
    commitAll(bound);
    await runCli(["bind", "--env", "staging", "--offline", "--yes"], { cwd: bound, env: RUN_ENV });
    const staging = await checkJson(bound, "--env staging --worker luna-proxy-api --offline");
    expect(staging.findings).toEqual([]);
    expect(staging.targets).toMatchObject([{ delivery: "service", environment: "staging" }]);
    const golden = makeTemporaryFolder();
    cpSync(join(import.meta.dirname, "..", "..", "..", "e2e", "golden"), golden, {
      recursive: true,
      filter: (path) => basename(path) !== "node_modules",
    });
    const moved = await checkJson(golden, "--offline");
    expect([moved.result, moved.findings]).toEqual(["incomplete", []]);
    expect(moved.targets.map((each) => each.throughHelper.length)).toEqual([13, 13, 13, 5, 5, 5]);
    expect(moved.targets.map((each) => each.individual)).toEqual(Array(6).fill([]));
  });

  it("ends in less than two seconds of a processor on the examples", async () => {
    const cwd = copyExamples();
    await check(cwd, "--offline");
    const before = process.cpuUsage();
    await check(cwd, "--offline");
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(2);
  });

  it.each<[string, string, string]>([
    [
      "the form that can not exist",
      `${TOP}[[unsafe.bindings]]\ntype = "secret_store"\nname = "SECRETS"\nid = "x"\n`,
      "high unsafe_store_binding",
    ],
    [
      "an environment's props in another",
      TOP + binding("default", { environment: "staging" }),
      "high props_of_other",
    ],
    ["another Worker's props", TOP + binding("default", { worker: "web" }), "high props_of_other"],
    ["no props", (TOP + binding("default")).replace(/^props.*$/m, ""), "high props_invalid"],
    [
      "another entrypoint",
      TOP + binding("default", { entrypoint: "Other" }),
      "high entrypoint_wrong",
    ],
    ["another store", TOP + binding("default", { store: "other" }), "high store_of_other"],
    [
      "a mode that nobody knows",
      `${TOP}[vars]\nLUNAKEY_MODE = "${CANARY}"\n${binding("default")}`,
      "high mode_unknown",
    ],
    [
      "only the store, and none bound",
      `${TOP}[vars]\nLUNAKEY_MODE = "store-only"\n`,
      "high binding_missing",
    ],
    [
      "a name bound twice",
      `${TOP}${binding("default")}[[secrets_store_secrets]]\nbinding = "A_KEY_STORE"\nstore_id = "local"\nsecret_name = "A_KEY"\n`,
      "medium delivery_mixed",
    ],
    [
      "some names bound one by one",
      `${TOP}[[secrets_store_secrets]]\nbinding = "A_KEY_STORE"\nstore_id = "local"\nsecret_name = "A_KEY"\n`,
      "medium native_missing",
    ],
  ])("finds %s", async (_what, config, code) => {
    const cwd = makeRepository({ ...WORKER, "wrangler.toml": config });
    const { status, stdout, all } = await check(cwd, "--offline --json");
    expect(codesOf(JSON.parse(stdout) as CheckReport)).toContain(code);
    expect(status).toBe(code.startsWith("high") ? 1 : 0);
    expect(all).not.toContain(CANARY);
  });

  it("finds a raw property of the binding, at its place", async () => {
    const code =
      "export default { fetch: (_: Request, env: any) => new Response(env.SECRETS.A_KEY) };\n";
    const cwd = makeRepository({ ...WORKER, "src/index.ts": code });
    const { findings } = await checkJson(cwd, "--offline");
    expect(findings).toMatchObject([
      { code: "store_property", names: ["A_KEY"], places: [{ file: "src/index.ts", line: 1 }] },
    ]);
  });

  it("finds an old helper, and types that were made before the binding", async () => {
    const cwd = makeRepository({
      ...WORKER,
      "src/index.ts": CODE.replace("{ SECRETS: object; OLD_KEY: string }", "Env"),
      "src/secrets.ts": HELPER.replace("OUTAGE_MS = 900_000", "OUTAGE_MS = 600_000"),
      "worker-configuration.d.ts":
        "// Generated by Wrangler by running `wrangler types`\ninterface Env { OLD_KEY: string }\n",
    });
    const report = await checkJson(cwd, "--offline");
    expect(codesOf(report)).toEqual(["medium helper_differs", "medium types_stale"]);
    expect(report.findings[1]?.commands).toEqual(["npx wrangler types -c wrangler.toml"]);
    expect((await check(cwd, "--offline")).status).toBe(0);
  });

  it("asks the gateway of backend cloudflare for every name that goes through the helper", async () => {
    const gateway = (name: string, environment: string) => `{
  "name": "lunakey-store", "main": "worker.js",
  "vars": { "LUNAKEY_STORE_ID": "local", "LUNAKEY_BACKEND": "cloudflare", "LUNAKEY_ENVIRONMENT": "${environment}" },
  "secrets_store_secrets": [{ "binding": "${name}", "store_id": "local", "secret_name": "A_KEY" }]
}
`;
    const at = "lunakey/store/wrangler.jsonc";
    const cwd = makeRepository({ ...WORKER, [at]: gateway("SECRET_A_KEY", "default") });
    const { findings, targets } = await checkJson(cwd, "--offline");
    expect(targets.map(({ worker }) => worker)).toEqual(["api"]);
    expect(findings).toMatchObject([{ code: "gateway_unbound", names: ["B_KEY", "C_KEY"] }]);
    writeFiles(cwd, { [at]: gateway("SECRET_A_KEY", "production") });
    expect(codesOf(await checkJson(cwd, "--offline"))).toEqual(["high gateway_of_other"]);
  });

  it("never calls right what it could not look at", async () => {
    const cwd = makeRepository({
      ...WORKER,
      "src/index.ts": CODE.replace('"A_KEY"', "_.url"),
      "other/wrangler.toml": 'name = "broken\n',
    });
    const { notChecked, result } = await checkJson(cwd, "--offline");
    expect(result).toBe("incomplete");
    expect(notChecked.map(({ code }) => code).sort()).toEqual([
      "dynamic_names",
      "gateway_offline",
      "individual",
      "store_offline",
      "unreadable",
    ]);
  });

  it("says so where no store and no account are known, and goes on", async () => {
    const cwd = makeRepository(WORKER);
    const env = {
      ...RUN_ENV,
      LUNAKEY_URL: "http://127.0.0.1:9",
      LUNAKEY_TOKEN: `lunakey_0123456789abcdef_${"a".repeat(43)}`,
      CLOUDFLARE_API_TOKEN: "x",
      CLOUDFLARE_API_BASE_URL: "http://127.0.0.1:9",
    };
    const { stdout, status } = await check(cwd, "--json", { env });
    const { notChecked } = JSON.parse(stdout) as CheckReport;
    expect(status).toBe(0);
    expect(notChecked).toContainEqual(
      expect.objectContaining({
        code: "store_silent",
        message: expect.stringContaining("store http://127.0.0.1:9") as string,
      }),
    );
    expect(notChecked.map(({ code }) => code)).toContain("gateway_silent");
  });

  it("does not call right what only Cloudflare's store, or a library, knows", async () => {
    const native =
      '[[secrets_store_secrets]]\nbinding = "A_KEY_STORE"\nstore_id = "local"\nsecret_name = "A_KEY"\n';
    const cwd = makeRepository({
      ...WORKER,
      "wrangler.toml": TOP + native,
      "src/index.ts": `import { getSecret } from "./secrets";
import { auth } from "some-library";
export default {
  fetch: async (_: Request, env: { SECRETS: object }) => auth(env, await getSecret(env, "A_KEY")),
};
`,
    });
    const { notChecked, targets } = await checkJson(cwd, "--offline");
    expect(targets).toMatchObject([{ delivery: "native", state: "not_checked" }]);
    expect(notChecked.map(({ code, names }) => [code, ...names])).toEqual([
      ["value_unseen", "A_KEY"],
      ["whole_environment", "src/index.ts:4"],
    ]);
  });

  it.each([
    ["--env nowhere", "environment_unknown", 1],
    ["--worker other", "worker_unknown", 1],
    ["--env all", "usage", 2],
    [`--env ${CANARY}${CANARY}${CANARY}`, "usage", 2],
    ["no-such-folder", "file_unreadable", 1],
  ])("refuses %s", async (line, code, exitStatus) => {
    const cwd = makeRepository(WORKER);
    const { status, stderr, all } = await check(cwd, `${line} --offline --json`);
    expect([status, JSON.parse(stderr)]).toMatchObject([exitStatus, { error: { code } }]);
    expect(all).not.toContain(CANARY);
  });

  it("fails in a folder without a Worker", async () => {
    const { status, stderr } = await check(makeFiles({}), "--offline --json");
    expect([status, JSON.parse(stderr)]).toMatchObject([1, { error: { code: "no_workers" } }]);
  });

  it("writes nothing", async () => {
    const cwd = makeRepository(WORKER);
    await check(cwd, "--offline");
    expect(git(cwd, "status", "--porcelain", "--ignored")).toBe("");
  });
});

describe("annotations for GitHub", () => {
  const BROKEN = { ...WORKER, "wrangler.toml": TOP + binding("default", { worker: "web" }) };

  it("name file and line, where GitHub runs it or where asked for", async () => {
    const cwd = makeRepository(BROKEN);
    const { stdout, status } = await check(cwd, "--offline", {
      env: { ...RUN_ENV, GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: join(cwd, "..") },
    });
    expect(status).toBe(1);
    const [first] = stdout.split("\n");
    expect(first).toMatch(
      new RegExp(
        `^::error file=${basename(cwd)}/wrangler\\.toml,line=4,col=1,title=lunakey check::`,
      ),
    );
    expect(first).toContain("%0Anode ");
    expect(stdout).toContain("::notice title=lunakey check%3A not checked::");
    const asked = await check(cwd, "--offline --github");
    expect(asked.stdout).toContain("::error file=wrangler.toml,line=4");
    expect((await check(cwd, "--offline")).stdout).not.toContain("::error");
  });

  it("leave the data of --json alone", async () => {
    const { stdout, stderr } = await check(makeRepository(BROKEN), "--offline --json --github");
    expect((JSON.parse(stdout) as CheckReport).result).toBe("failed");
    expect(stderr).toMatch(/^::error file=wrangler\.toml/);
  });

  it("can not be made to say another command by a file's name", async () => {
    const folder = "a,line=9%::error::b\nc";
    const files = Object.entries(BROKEN).map(([path, text]) => [`${folder}/${path}`, text]);
    const cwd = makeRepository(Object.fromEntries(files) as Record<string, string>);
    const { stdout } = await check(cwd, "--offline --github");
    expect(stdout).toContain("file=a%2Cline=9%25%3A%3Aerror%3A%3Ab c/wrangler.toml,line=4,");
    expect(stdout.split("\n").filter((line) => line.startsWith("::error"))).toHaveLength(1);
  });
});

describe("lunakey check, beside a store", () => {
  const { cwd, run } = useLocalStore();
  const how = { env: RUN_ENV };
  const look = async () => {
    const { stdout } = await run("check --json", how);
    return JSON.parse(stdout) as CheckReport;
  };

  it("follows a name from missing to there", async () => {
    writeFiles(cwd, { ...WORKER, ...wranglerThat(DEPLOYED) });
    const first = await look();
    expect(first.findings.map(({ code, severity, names }) => [severity, code, names])).toEqual([
      ["high", "secret_missing", ["A_KEY", "B_KEY", "C_KEY"]],
      ["high", "not_granted", ["A_KEY", "B_KEY", "C_KEY"]],
      ["low", "secret_missing", ["OLD_KEY"]],
      ["low", "not_granted", ["OLD_KEY"]],
    ]);
    expect(first.findings[1]?.commands[0]).toMatch(/ grant api A_KEY B_KEY C_KEY --env default$/);
    await run("set A_KEY --env default", { ...how, input: CANARY });
    await run("set B_KEY --env all", { ...how, input: CANARY });
    await run("set C_KEY --env staging", { ...how, input: CANARY });
    await run("grant api A_KEY B_KEY C_KEY UNREAD --env default", how);
    const second = await look();
    expect(second.findings.map(({ code, names }) => [code, names])).toEqual([
      ["secret_missing", ["C_KEY"]],
      ["secret_missing", ["OLD_KEY"]],
      ["not_granted", ["OLD_KEY"]],
      ["grant_unused", ["UNREAD"]],
    ]);
    await run("set C_KEY --env default", { ...how, input: CANARY });
    const third = await run("check", how);
    expect(third.status).toBe(0);
    expect(third.all).not.toContain(CANARY);
    await run("delete A_KEY --env default --yes", how);
    const fourth = await look();
    expect(codesOf(fourth)).toContain("high secret_deleted");
    expect(fourth.result).toBe("failed");
    await run("undelete A_KEY --env default", how);
    // OLD_KEY is an individual secret.
    expect((await look()).notChecked.map(({ code }) => code)).toEqual(["individual"]);
    writeFiles(cwd, { "src/index.ts": CODE.replace(" + env.OLD_KEY", "") });
    expect(await look()).toMatchObject({ result: "ok", targets: [{ state: "ok" }] });
  });

  it("says all else of a store that is too old to know of copies", async () => {
    const older: typeof fetch = (input, init) =>
      new URL(String(input)).pathname === "/v1/copies"
        ? Promise.resolve(
            Response.json(
              { error: { code: "not_found", message: "No such route." } },
              { status: 404 },
            ),
          )
        : fetch(input, init);
    const { stdout } = await run("check --json", { ...how, fetch: older });
    const { notChecked, findings, result } = JSON.parse(stdout) as CheckReport;
    expect(findings.map(({ code }) => code)).toEqual(["grant_unused"]);
    expect([result, notChecked.map(({ code }) => code)]).toEqual(["incomplete", ["copies_silent"]]);
    expect(notChecked[0]?.message).toContain("older than this command line");
  });

  it("refuses a gateway that was never deployed", async () => {
    writeFiles(cwd, wranglerThat('console.error("[code: 10007]"); process.exitCode = 1;'));
    const { findings, targets } = await look();
    expect(findings).toMatchObject([
      { code: "gateway_missing", severity: "high" },
      { code: "grant_unused" },
    ]);
    expect(targets).toMatchObject([{ state: "broken" }]);
    writeFiles(cwd, wranglerThat(DEPLOYED));
  });

  it("is softer in shadow, where the Worker's own copy serves", async () => {
    writeFiles(cwd, {
      "wrangler.toml": `${TOP}[vars]\nLUNAKEY_MODE = "shadow"\n${binding("default")}`,
      "src/index.ts": CODE.replaceAll("B_KEY", "D_KEY"),
    });
    const { findings, result } = await look();
    expect(findings[0]).toMatchObject({ severity: "medium", code: "secret_missing" });
    expect(result).toBe("incomplete");
  });

  it("does not take another store's answer for the bound one's", async () => {
    writeFiles(cwd, {
      "lunakey.jsonc": '{ "store": "other" }\n',
      "wrangler.toml": TOP + binding("default", { store: "other" }),
    });
    const { notChecked, findings } = await look();
    expect(notChecked.map(({ code }) => code)).toContain("store_is_other");
    expect(findings).toEqual([]);
  });
});

describe("lunakey check in French", () => {
  it("says all of it in French", async () => {
    const cwd = copyExamples();
    writeFiles(cwd, { "lunakey.jsonc": `{ "store": "${STORE}" }\n` });
    commitAll(cwd);
    await runCli(["bind", "--env", "staging", "--offline", "--yes"], { cwd, env: RUN_ENV });
    const config = readText(cwd, API);
    writeFileSync(
      join(cwd, API),
      config.replace('environment = "staging" }', 'environment = "prod" }'),
    );
    const { stdout } = await check(cwd, "--env staging --offline --lang fr", {
      typed: [],
      columns: 80,
    });
    const shown = stdout.replaceAll(/\$ node \S*bin\.js/g, "$ npx lunakey");
    expect(`\n${shown}`).toMatchInlineSnapshot(`
      "
      WORKER          ENVIRONNEMENT  LIÉ    PAR LE HELPER  PROPRES
      luna-proxy-api  staging        store  0              13       casse
      luna-proxy-web  staging        store  0              5        pas tout vérifié

      Casse (1)
        ● Le binding SECRETS de luna-proxy-api, environnement staging se dit
          luna-proxy-api, prod : il recevrait les secrets de celui-là.
          luna-proxy-api/wrangler.toml:31
          $ npx lunakey bind --env staging --worker luna-proxy-api

      Pas vérifié (5)
        ● 13 noms viennent de secrets individuels de luna-proxy-api, environnement
          staging ; seul Cloudflare sait s'ils sont définis.
          $ npx wrangler secret list -c luna-proxy-api/wrangler.toml --env staging
        ● Si la passerelle lunakey-store est déployée : personne n'a été interrogé.
        ● Si le store donne ADMIN_API_KEY, CF_ACCOUNT_ID, CF_AUTH_EMAIL, CF_AUTH_KEY,
          CF_TURN_API_TOKEN et 8 autres de luna-proxy-api, environnement staging : il
          n'a pas été interrogé.
        ● 5 noms viennent de secrets individuels de luna-proxy-web, environnement
          staging ; seul Cloudflare sait s'ils sont définis.
          $ npx wrangler secret list -c luna-proxy-web/wrangler.toml --env staging
        ● Si le store donne ADMIN_API_KEY, AUTH_SECRET, GITHUB_CLIENT_SECRET,
          GOOGLE_CLIENT_SECRET et NEXTAUTH_SECRET de luna-proxy-web, environnement
          staging : il n'a pas été interrogé.

      1 constat casse : ne déploie pas.
      "
    `);
  });
});
