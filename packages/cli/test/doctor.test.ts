import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type DoctorReport, doctorReport } from "@lunakey/contract";
import { beforeAll, describe, expect, it } from "vitest";
import { useLocalStore } from "./local-store.ts";
import {
  git,
  makeFiles,
  makeRepository,
  RUN_ENV,
  writeFiles,
} from "./repository/sample-repository.ts";
import { type RunOptions, runCli } from "./run-cli.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

/** In no output, whatever it is of. */
const CANARY = "c2stNTFGYWtlQ2FuYXJ5VmFsdWUwMTIz";
const CONFIG = 'name = "api"\nmain = "src/index.ts"\n';
/** A wrangler of the repository that answers at once. */
const wranglerThat = (version: string, script = "") => ({
  "node_modules/wrangler/package.json": JSON.stringify({ version, bin: "./run.cjs" }),
  "node_modules/wrangler/run.cjs": script,
});
const HEALTHY = {
  ".gitignore": ".dev.vars*\n.lunakey/\nnode_modules/\n",
  "wrangler.toml": CONFIG,
  ...wranglerThat("4.155.0"),
};

/** A home without a sign-in. */
const home = { HOME: makeTemporaryFolder() };

async function doctor(cwd: string, line: string, options: Partial<RunOptions> = {}) {
  const env = { ...RUN_ENV, ...home, ...options.env };
  return runCli(["doctor", ...line.split(" ")], { cwd, ...options, env });
}

async function linesOf(cwd: string, options: Partial<RunOptions> = {}, line = "--offline --json") {
  const { stdout, all } = await doctor(cwd, line, options);
  expect(all).not.toContain(CANARY);
  const json = JSON.parse(stdout) as DoctorReport;
  // A field that the contract does not have would be left out of what it parses.
  expect(doctorReport.parse(json)).toEqual(json);
  expect(json.lines.every(({ message }) => message.length > 10)).toBe(true);
  return new Map(json.lines.map((each) => [each.code, each]));
}

describe("lunakey doctor", () => {
  it("finds nothing wrong where nothing is, and says what it did not look at", async () => {
    const cwd = makeRepository(HEALTHY);
    const { status, stdout, stderr } = await doctor(cwd, "--offline", { typed: [] });
    expect([status, stderr]).toEqual([0, ""]);
    const shown = stdout
      .replace(process.versions.node, "24.0.0")
      .replace(/own wrangler is \S+\./, "own wrangler is 4.155.0.");
    expect(`\n${shown}`).toMatchInlineSnapshot(`
      "
      This machine
        ✓ Node 24.0.0.
        ✓ git follows this folder.
        ✓ The project's wrangler is 4.155.0.
        ✓ lunakey's own wrangler is 4.155.0.
        ✓ wrangler leaves values out of its log files.
        ✓ wrangler dev has left no traces in this repository.

      Files
        ✓ No other user can read .lunakey.
        ✓ git ignores .dev.vars and .lunakey.
        ✓ git follows no file of secrets.
        ✓ No config logs each request.
        ? The recovery file: no lunakey.jsonc names a store here.

      Account
        ✓ No token in the environment stands before a login.
        ? The account: it was not asked.

      Store
        ? The store was not asked.

      0 failures, 0 warnings, 3 not checked.
      "
    `);
  });

  it("speaks French", async () => {
    const { stdout } = await doctor(makeRepository(HEALTHY), "--offline --lang fr", { typed: [] });
    const shown = stdout
      .replace(process.versions.node, "24.0.0")
      .replace(/wrangler de lunakey est \S+\./, "wrangler de lunakey est 4.155.0.");
    expect(`\n${shown}`).toMatchInlineSnapshot(`
      "
      Cette machine
        ✓ Node 24.0.0.
        ✓ git suit ce dossier.
        ✓ Le wrangler du projet est 4.155.0.
        ✓ Le wrangler de lunakey est 4.155.0.
        ✓ wrangler n'écrit aucune valeur dans ses journaux.
        ✓ wrangler dev n'a laissé aucune trace dans ce dépôt.

      Fichiers
        ✓ Aucun autre utilisateur ne peut lire .lunakey.
        ✓ git ignore .dev.vars et .lunakey.
        ✓ git ne suit aucun fichier de secrets.
        ✓ Aucune configuration ne journalise chaque requête.
        ? Le fichier de récupération : aucun lunakey.jsonc ne nomme de store ici.

      Compte
        ✓ Aucun jeton de l'environnement ne passe devant une connexion.
        ? Le compte : il n'a pas été interrogé.

      Store
        ? Le store n'a pas été interrogé.

      0 échec, 0 avertissement, 3 pas vérifiés.
      "
    `);
  });

  it.each<[string, Readonly<Record<string, string>>, string, string]>([
    ["a wrangler that is too old", wranglerThat("4.12.0"), "wrangler", "fail"],
    [
      "requests that are logged",
      { "wrangler.toml": `${CONFIG}[observability]\nenabled = true\n` },
      "invocation_logs",
      "warn",
    ],
    [
      "traces of wrangler dev",
      { ".wrangler/state/v3/observability/a.sqlite": CANARY },
      "tracing",
      "warn",
    ],
    ["a .gitignore without .dev.vars", { ".gitignore": "node_modules\n" }, "ignored", "warn"],
    ["a token in .env", { ".env": `CLOUDFLARE_API_TOKEN=${CANARY}\n` }, "token_in_file", "warn"],
    ["no recovery file", { "lunakey.jsonc": '{ "store": "abc" }\n' }, "recovery_file", "warn"],
  ])("finds %s", async (_what, files, code, state) => {
    const lines = await linesOf(makeRepository({ ...HEALTHY, ...files }));
    expect(lines.get(code)).toMatchObject({ state });
  });

  it("finds nothing logged where invocation logs are off", async () => {
    const section =
      "[observability]\nenabled = true\n[observability.logs]\ninvocation_logs = false\n";
    const cwd = makeRepository({ ...HEALTHY, "wrangler.toml": CONFIG + section });
    expect((await linesOf(cwd)).get("invocation_logs")?.state).toBe("ok");
  });

  it("fails where git follows secrets, and forgives templates", async () => {
    const cwd = makeRepository({
      ...HEALTHY,
      ".gitignore": "",
      ".dev.vars": `A=${CANARY}\n`,
      ".dev.vars.example": "A=\n",
    });
    const line = (await linesOf(cwd)).get("tracked");
    expect(line).toMatchObject({ state: "fail", commands: ["git rm --cached .dev.vars"] });
    expect((await doctor(cwd, "--offline")).status).toBe(1);
    git(cwd, "rm", "-q", "--cached", ".dev.vars");
    expect((await linesOf(cwd)).get("tracked")?.state).toBe("ok");
  });

  it("fails where others can read .lunakey, and not once its command was typed", async () => {
    const cwd = makeRepository({ ...HEALTHY, ".lunakey/root-key": CANARY });
    chmodSync(join(cwd, ".lunakey"), 0o755);
    chmodSync(join(cwd, ".lunakey", "root-key"), 0o644);
    const line = (await linesOf(cwd)).get("state_folder");
    expect(line).toMatchObject({ state: "fail", commands: ["chmod -R go= .lunakey"] });
    expect(line?.message).toContain(".lunakey and .lunakey/root-key");
    chmodSync(join(cwd, ".lunakey"), 0o700);
    chmodSync(join(cwd, ".lunakey", "root-key"), 0o600);
    expect((await linesOf(cwd)).get("state_folder")?.state).toBe("ok");
  });

  it("says which of two sign-ins is used, and shows neither", async () => {
    const user = makeFiles({
      ".config/.wrangler/config/default.toml": `oauth_token = "${CANARY}"\n`,
    });
    const env = { HOME: user, CLOUDFLARE_API_TOKEN: CANARY, WRANGLER_LOG_SANITIZE: "false" };
    const lines = await linesOf(makeRepository(HEALTHY), { env });
    expect(lines.get("shadowed_login")).toMatchObject({
      state: "warn",
      commands: ["unset CLOUDFLARE_API_TOKEN"],
    });
    expect(lines.get("log_sanitize")?.state).toBe("fail");
  });

  it("finds the recovery file where init puts it, and who can read it", async () => {
    const cwd = makeRepository({ ...HEALTHY, "lunakey.jsonc": '{ "store": "abc" }\n' });
    const user = makeFiles({ ".config/lunakey/abc/recovery.json": CANARY });
    const folder = join(user, ".config", "lunakey", "abc");
    chmodSync(folder, 0o700);
    chmodSync(join(folder, "recovery.json"), 0o644);
    const env = { HOME: user };
    expect((await linesOf(cwd, { env })).get("recovery_file")?.state).toBe("fail");
    chmodSync(join(folder, "recovery.json"), 0o600);
    expect((await linesOf(cwd, { env })).get("recovery_file")?.state).toBe("ok");
  });

  it("goes on without git, without a Worker and without a sign-in", async () => {
    const cwd = makeFiles(
      wranglerThat("4.155.0", "console.log('{\"loggedIn\": false}'); process.exitCode = 1;"),
    );
    const lines = await linesOf(cwd, {}, "--json");
    expect(lines.get("git")?.state).toBe("warn");
    expect(lines.get("workers")?.state).toBe("warn");
    expect(lines.get("tracked")?.state).toBe("not_checked");
    expect(lines.get("sign_in")).toMatchObject({ state: "warn", commands: ["npx wrangler login"] });
    expect(lines.get("reachable")?.state).toBe("not_checked");
  });

  it("refuses a folder that is not there, and a damaged lunakey.jsonc", async () => {
    const cwd = makeRepository({ ...HEALTHY, "lunakey.jsonc": "{" });
    for (const [line, code] of [
      ["nowhere --json", "file_unreadable"],
      ["--offline --json", "file_invalid"],
    ] as const) {
      const { status, stderr } = await doctor(cwd, line);
      expect([status, JSON.parse(stderr)]).toMatchObject([1, { error: { code } }]);
    }
  });
});

describe("lunakey doctor, beside a store", () => {
  const { cwd } = useLocalStore();
  beforeAll(() => {
    mkdirSync(join(cwd, "src"));
    writeFiles(cwd, { ...HEALTHY, ...wranglerThat("4.155.0", "process.exitCode = 1;") });
  });

  it("says that it answers, and as whom the token is known", async () => {
    const lines = await linesOf(cwd, {}, "--json");
    expect(lines.get("reachable")).toMatchObject({ state: "ok" });
    expect(lines.get("token_role")?.message).toBe("The token's role is admin.");
    expect(lines.get("state_folder")?.state).toBe("ok");
    expect(lines.get("sign_in")?.state).toBe("not_checked");
  });

  it("fails for a token that the store does not know", async () => {
    writeFiles(cwd, { "token-file": `lunakey_0123456789abcdef_${"a".repeat(43)}` });
    chmodSync(join(cwd, "token-file"), 0o600);
    const line = (await linesOf(cwd, {}, "--token-file token-file --json")).get("reachable");
    expect(line?.state).toBe("fail");
  });

  it.each([
    [0, "ok"],
    [30_000, "warn"],
    [-120_000, "fail"],
    [null, "not_checked"],
  ])("compares clocks: %s ms apart is %s", async (skewMs, state) => {
    const status = {
      store: "s",
      backend: "vault",
      local: false,
      schemaVersion: 1,
      rootKeyVersion: 1,
      secrets: 0,
      versions: 0,
      grants: 0,
      auditEvents: 0,
    };
    const answer: typeof fetch = (input) => {
      const headers = skewMs === null ? {} : { Date: new Date(Date.now() + skewMs).toUTCString() };
      const body = String(input).endsWith("/v1/status") ? status : { tokens: [], nextCursor: null };
      return Promise.resolve(Response.json(body, { headers }));
    };
    const env = {
      LUNAKEY_URL: "https://lunakey.example.com",
      LUNAKEY_TOKEN: `lunakey_0123456789abcdef_${"a".repeat(43)}`,
    };
    const lines = await linesOf(cwd, { env, fetch: answer }, "--json");
    expect(lines.get("clock")?.state).toBe(state);
  });
});
