import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CheckReport, DoctorReport } from "@lunakey/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LUNA_ACCOUNT, OWNER_TOKEN } from "../cloudflare-account/account-options.ts";
import { type Deployed, deploy, ok, stopAll } from "../production/deployed.ts";
import { init, makeRepository } from "../production/repository.ts";
import { type Stop, stopAt } from "../rotation/stopped-fetch.ts";
import { createAccountService } from "./account-service.ts";
import type { ServiceOrder, ServiceState } from "./service-order.ts";

const ENVIRONMENT = "production";
const SCRIPT = "reader-production";

const service = createAccountService();
const order = async (asked?: ServiceOrder): Promise<ServiceState> => {
  const how = asked === undefined ? {} : { method: "POST", body: JSON.stringify(asked) };
  return (await service(new Request("https://double.test/", how))).json();
};

let deployed: Deployed;

const CODE = `export default {
  fetch: (_: Request, env: Record<"A" | "B" | "HELD", string>) =>
    new Response(env.A + env.B + env.HELD),
};
`;
/** No libraries: what is found does not hang on their types. */
const TSCONFIG = JSON.stringify({ compilerOptions: { noLib: true, types: [] } });
/** Whoever asks the account is told at once that nobody is signed in. */
const SIGNED_OUT = {
  "package.json": '{ "version": "4.155.0", "bin": "./run.cjs" }',
  "run.cjs": "process.exitCode = 1;",
};

/** A Worker that keeps individual secrets, and one that is bound to the store. */
function writeWorkers(cwd: string): void {
  const props = { v: 1, store: "s", worker: "bound", environment: ENVIRONMENT };
  const services = [{ binding: "SECRETS", service: "lunakey-store", entrypoint: "Secrets", props }];
  for (const [name, own] of Object.entries({ reader: {}, bound: { services } })) {
    mkdirSync(join(cwd, name));
    const main = "index.ts";
    const config = { name, main, compatibility_date: "2026-10-01", env: { [ENVIRONMENT]: own } };
    writeFileSync(join(cwd, name, "wrangler.json"), JSON.stringify(config));
    writeFileSync(join(cwd, name, main), CODE);
    writeFileSync(join(cwd, name, "tsconfig.json"), TSCONFIG);
  }
  const wrangler = join(cwd, "node_modules", "wrangler");
  mkdirSync(wrangler, { recursive: true });
  for (const [file, text] of Object.entries(SIGNED_OUT)) writeFileSync(join(wrangler, file), text);
}

beforeAll(async () => {
  await order({ deploy: [SCRIPT, "bound-production"] });
  const repository = makeRepository();
  await init(repository, "--backend", "vault");
  writeWorkers(repository.cwd);
  const vars = {
    LUNAKEY_CLOUDFLARE_ACCOUNT_ID: LUNA_ACCOUNT.id,
    LUNAKEY_CLOUDFLARE_API_TOKEN: OWNER_TOKEN.value,
  };
  deployed = await deploy(repository, vars, { outbound: service });
});
afterAll(() => stopAll());

const env = ["--env", ENVIRONMENT];
const lunakey = (...argv: string[]) => ok(deployed, argv);
const json = async (...argv: string[]) => JSON.parse(await lunakey(...argv, "--json"));
const fails = (...argv: string[]) => deployed.repository.run(argv, { env: deployed.env });
const set = (name: string, value: string) => ok(deployed, ["set", name, ...env], value);
const secrets = async () => (await order()).secrets[SCRIPT] ?? {};
const patches = async () =>
  (await order()).requests.filter((request) => request.startsWith("PATCH")).length;

/** What the gate says of the Worker's copies, and the machine's of all. */
const findings = async () => {
  const { findings, notChecked } = (await json(
    "check",
    ...env,
    "--worker",
    "reader",
  )) as CheckReport;
  return [...findings, ...notChecked]
    .filter(({ code }) => code.startsWith("copy_") || code === "individual")
    .map(({ code, names, commands }) => [
      code,
      names.join(),
      ...commands.map((each) => each.replace(/^node \S+/, "lunakey")),
    ]);
};
const copiesLine = async () => {
  const { lines } = JSON.parse((await fails("doctor", "--json")).stdout) as DoctorReport;
  const { state, message } = lines.find(({ code }) => code === "copies") ?? {};
  return [state, message];
};
const own = "--env production --worker reader";

describe("lunakey sync", () => {
  it("writes what the Worker is granted, and nothing that it was not asked for", async () => {
    await set("A", "canary-a");
    await set("B", "canary-b");
    await lunakey("grant", "reader", "A", "B", ...env);
    await lunakey("grant", "bound", "A", ...env);
    const dry = await json("sync", ...env, "--dry-run");
    expect(dry).toMatchObject({
      dryRun: true,
      workers: [{ worker: "reader", script: SCRIPT, items: [{ name: "A", status: "new" }, {}] }],
    });
    expect(await secrets()).toEqual({});
    const refused = await fails("sync", ...env);
    expect(refused).toMatchObject({ status: 2 });
    expect(refused.stderr).toContain("--yes");
    const how = { env: deployed.env, typed: ["n\n"] };
    const asked = await deployed.repository.run(["sync", ...env], how);
    expect(asked.status).toBe(130);
    // What would be done stands above the question.
    expect(asked.stderr).toMatch(/reader +production +A +new[\s\S]*Overwrite .*reader: A, B/);
    expect(await secrets()).toEqual({});
    const done = await fails("sync", ...env, "--yes", "--wait");
    expect(done).toMatchObject({ status: 0 });
    expect(done.stderr).toContain("bound is bound to the store");
    expect(done.all).not.toContain("canary");
    expect(await secrets()).toEqual({ A: "canary-a", B: "canary-b" });
    expect((await order()).secrets["bound-production"]).toEqual({});
  });

  it("sends nothing a second time, and shows how far all are", async () => {
    const before = await patches();
    expect(await lunakey("sync", ...env, "--wait")).toContain("sent");
    expect(await patches()).toBe(before);
    const { copies } = await json("sync", "--status", ...env);
    expect(copies).toMatchObject([
      { worker: "reader", name: "A", state: "sent", version: 1 },
      { worker: "reader", name: "B", state: "sent", version: 1 },
    ]);
  });

  it("is not said to be proven by check and doctor, which know what was sent", async () => {
    expect(await findings()).toEqual([
      ["individual", "HELD", "npx wrangler secret list -c reader/wrangler.json --env production"],
      ["copy_unproven", "A,B", `lunakey sync --status ${own}`],
    ]);
    const [state, message] = await copiesLine();
    expect(state).toBe("not_checked");
    expect(message).toContain("no Worker has compared: 2 of 2");
    expect((await fails("check", ...env, "--worker", "reader", "--lang", "fr")).stdout).toContain(
      "Cloudflare les a prises",
    );
  });

  it("is drift where the config deploys another script by now", async () => {
    const path = join(deployed.repository.cwd, "reader", "wrangler.json");
    const before = readFileSync(path, "utf8");
    const renamed = before.replace('"production":{}', '"production":{"name":"renamed"}');
    writeFileSync(path, renamed);
    expect(await findings()).toContainEqual(["copy_of_other", "A,B", `lunakey sync ${own} --wait`]);
    writeFileSync(path, before);
  });

  it("is allowed to a writer, who could not say which script it is", async () => {
    const { token } = await json("token", "create", "--label", "ci", "--role", "writer");
    const said = await set("A", "canary-a2");
    expect(said).toContain("writes the individual secret of reader in production anew by itself");
    expect(said).toContain("Other copies of the Workers' own are obsolete");
    const { LUNAKEY_URL = "" } = deployed.env;
    const asWriter = { env: { LUNAKEY_URL, LUNAKEY_TOKEN: token } };
    const done = await deployed.repository.run(["sync", "A", ...env, "--wait"], asWriter);
    expect(done).toMatchObject({ status: 0 });
    expect(await secrets()).toMatchObject({ A: "canary-a2" });
  });

  it("deletes what the store has no more, and what is another's only where it is named", async () => {
    await order({
      deploy: [SCRIPT],
      metadata: {
        bindings: [{ name: "FOREIGN", type: "secret_text", text: "theirs" }],
        keep_bindings: ["secret_text"],
      },
    });
    await lunakey("delete", "B", ...env, "--yes");
    const shown = await lunakey("sync", ...env, "--prune", "--dry-run");
    expect(shown).toContain("gone from the store: B");
    expect(shown).toContain("left alone: FOREIGN");
    await lunakey("sync", ...env, "--prune", "--yes", "--wait");
    expect(Object.keys(await secrets()).sort()).toEqual(["A", "FOREIGN"]);
    await lunakey("sync", "FOREIGN", ...env, "--prune", "--yes", "--wait");
    expect(await secrets()).toEqual({ A: "canary-a2" });
  });

  it("says what to do where Cloudflare refuses", async () => {
    const denied = { status: 403, body: { success: false, errors: [{ code: 10_000 }] } };
    await order({ fail: { fault: denied, path: "bulk", count: 2 } });
    await set("A", "canary-a3");
    const stateOf = async () => (await json("sync", "--status", ...env)).copies[0].state;
    await expect.poll(stateOf).toBe("failed");
    expect(await findings()).toContainEqual(["copy_failed", "A", `lunakey sync ${own} --wait`]);
    const [warned, why] = await copiesLine();
    expect(warned).toBe("warn");
    expect(why).toContain("Workers Scripts: Edit");
    const { status, stdout, all } = await fails("sync", ...env, "--wait");
    expect(status).toBe(1);
    expect(stdout).toContain("Workers Scripts: Edit");
    expect(all).not.toContain("canary");
    await lunakey("sync", ...env, "--wait");
    expect(await secrets()).toEqual({ A: "canary-a3" });
  });
});

describe("lunakey rotate", () => {
  const report = async (name: string) => {
    const counts = [{ name, source: "individual", parity: "same", version: 1, count: 1 }];
    expect(await deployed.system.report(counts)).toMatchObject({ status: "counted" });
  };
  const rotate = (name: string, ...more: string[]) =>
    json("rotate", name, ...env, "--generate", "32", "--yes", ...more);

  it("with --sync has the store write the copies that Workers hold", async () => {
    await set("HELD", "canary-held");
    await lunakey("grant", "reader", "HELD", ...env);
    await report("HELD");
    const refused = await fails("rotate", "HELD", ...env, "--generate", "32", "--yes", "--json");
    expect(JSON.parse(refused.stderr)).toMatchObject({ error: { code: "copies_held" } });
    expect(await rotate("HELD", "--sync")).toMatchObject({
      followedCopies: [{ worker: "reader", environment: ENVIRONMENT, name: "HELD" }],
      copyCommands: [],
    });
    const stateOf = async () => (await json("sync", "HELD", "--status", ...env)).copies[0];
    expect(await stateOf()).toMatchObject({ state: "queued", version: null, wanted: 1 });
    // Sent once the new version is current, in a minute: the old one is not sent before.
    const nextAt = async () => (await stateOf()).nextAt;
    await expect.poll(nextAt).toBeGreaterThan(Date.now() + 30_000);
    expect(await findings()).toContainEqual(["copy_behind", "HELD", `lunakey sync ${own} --wait`]);
  });

  it("needs no --sync for copies that follow already", async () => {
    await report("A");
    expect(await rotate("A")).toMatchObject({ changes: [{ copies: [{ follows: true }] }] });
  });
});

describe("a copy whose secret was taken back", () => {
  it("stays with the Worker, which check says", async () => {
    await lunakey("revoke", "reader", "A", ...env);
    expect(await findings()).toContainEqual([
      "copy_left",
      "A",
      `lunakey sync ${own} --dry-run`,
      `lunakey sync ${own} --prune`,
    ]);
    await lunakey("grant", "reader", "A", ...env);
  });
});

describe("lunakey sync that is killed", () => {
  /** Runs the command until it ends, or dies at a request. */
  async function run(argv: readonly string[], stop?: Stop) {
    const stopped = stopAt(stop);
    const how = { env: deployed.env, fetch: stopped.fetch };
    const ended = deployed.repository.run([...argv], how);
    return { done: await Promise.race([ended, stopped.died]), requests: stopped.requests };
  }
  /** With a script and a secret that no other attempt has. */
  async function attempt(index: number): Promise<string[]> {
    const worker = `killed-${index}`;
    await order({ deploy: [`${worker}-production`] });
    const config = { name: worker, main: "index.ts", env: { [ENVIRONMENT]: {} } };
    mkdirSync(join(deployed.repository.cwd, worker));
    const path = join(deployed.repository.cwd, worker, "wrangler.json");
    writeFileSync(path, JSON.stringify({ ...config, compatibility_date: "2026-10-01" }));
    await lunakey("grant", worker, "KILLED_1", "KILLED_2", ...env);
    return ["sync", ...env, "--worker", worker, "--yes", "--wait"];
  }

  it("ends as if it had not been, given again, wherever that was", async () => {
    for (const name of ["KILLED_1", "KILLED_2"]) await set(name, `canary-${name}`);
    const { requests } = await run(await attempt(0));
    const expected = (await order()).secrets["killed-0-production"];
    expect(Object.keys(expected ?? {})).toEqual(["KILLED_1", "KILLED_2"]);
    const steps = requests.slice(0, requests.indexOf("GET /v1/copies") + 1);
    expect(steps.length).toBeGreaterThan(3);
    for (const at of steps.keys()) {
      const argv = await attempt(at + 1);
      expect((await run(argv, { at, arrives: at % 2 === 0 })).done).toBeNull();
      expect((await run(argv)).done).toMatchObject({ status: 0 });
      expect((await order()).secrets[`killed-${at + 1}-production`]).toEqual(expected);
    }
  });
});
