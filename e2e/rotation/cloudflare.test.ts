import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LUNA_ACCOUNT } from "../cloudflare-account/account-options.ts";
import { createSecret, createStore } from "../cloudflare-account/ask.ts";
import { signIn } from "../cloudflare-account/sign-in.ts";
import { type CloudflareAccount, startAccount } from "../cloudflare-account/start-account.ts";
import { type Deployed, deploy, ok, stopAll } from "../production/deployed.ts";
import { init, makeRepository, readText } from "../production/repository.ts";
import { type Stop, stopAt } from "./stopped-fetch.ts";

const ENVIRONMENT = "production";
/** One for each attempt, so that none begins with what another has left. */
const NAMES = Array.from({ length: 40 }, (_, index) => `KEY_${index}`);
const OLD = "canary-one";
const NEW = "canary-two";

/** Of somebody who never signed in. */
const HOME = makeHome();

let account: CloudflareAccount;
let deployed: Deployed;
let name: string;
let used = 0;

function makeHome(): string {
  const home = mkdtempSync(join(tmpdir(), ".tmp-home-"));
  afterAll(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

/** The gateway's bindings, in the place of the one that `init` writes as an example. */
function bindAll(config: string, store: string): void {
  const entries = NAMES.map(
    (each) => `{ "binding": "SECRET_${each}", "store_id": "${store}", "secret_name": "${each}" }`,
  );
  const text = readText(config).replace(/\/\/ \{ "binding": "SECRET_[^}]+\}/, entries.join(",\n"));
  writeFileSync(config, text);
}

beforeAll(async () => {
  account = await startAccount();
  const store = await createStore(account);
  for (const each of NAMES) await createSecret(account, store, each, { value: OLD });
  const repository = makeRepository();
  const options = ["--backend", "cloudflare", "--store", store, "--environment", ENVIRONMENT];
  await init(repository, ...options);
  bindAll(join(repository.cwd, "lunakey/store/wrangler.jsonc"), store);
  deployed = await deploy(repository);
  await ok(deployed, ["grant", "reader", ...NAMES, "--env", ENVIRONMENT]);
});
afterAll(async () => {
  await account.stop();
  await stopAll();
});
beforeEach(() => takeName());

async function takeName(): Promise<void> {
  name = NAMES[used++] ?? "";
  await spread();
}

const rotation = () => ["rotate", name, "--env", ENVIRONMENT, "--overlap", "1h", "--yes"];

function valueInStore(): string {
  return account.snapshot().stores[0]?.secrets[name]?.value ?? "";
}

/** What Cloudflare does between its store and the gateway's binding. */
function spread(): Promise<void> {
  return deployed.system.putBound(`SECRET_${name}`, valueInStore());
}

/** What Workers are given, and what verifiers accept, the same included. */
async function given(): Promise<{ value: string | undefined; accepted: string[] }> {
  const { value, stages = [] } = await deployed.system.read(name);
  const accepted = new Set([value ?? "", ...stages.map((stage) => stage.value)]);
  return { value, accepted: [...accepted].sort() };
}

/** Runs the command until it ends, or dies at a request. The minute of waiting takes no time. */
async function run(argv: readonly string[], input: string | null, stop?: Stop) {
  const stopped = stopAt(stop);
  const options = { env: { ...deployed.env, ...account.env }, fetch: stopped.fetch };
  const ended = deployed.repository.run([...argv], {
    ...options,
    ...(input === null ? {} : { input }),
  });
  const done = await Promise.race([ended, stopped.died]);
  return { done, requests: stopped.requests };
}

/** How it ends, without what differs from run to run. */
async function endState(): Promise<object> {
  await spread();
  const out = await ok(deployed, ["get", name, "--env", ENVIRONMENT, "--json"]);
  const { stages } = JSON.parse(out) as { stages: { stage: string; until: number | null }[] };
  const { value, accepted } = await given();
  return {
    stages: stages.map(({ stage, until }) => `${stage} ${until === null ? "for good" : "ends"}`),
    isNew: value !== OLD && valueInStore() === value,
    accepted: accepted.length,
  };
}

describe("lunakey rotate on backend cloudflare", () => {
  it("changes the value in Cloudflare's store, and both are accepted all the while", async () => {
    expect(await given()).toEqual({ value: OLD, accepted: [OLD] });
    const { done, requests } = await run(rotation(), NEW);
    expect(done).toMatchObject({ status: 0 });
    expect(done?.all).not.toContain("canary");
    expect(requests.filter((each) => each.startsWith("PATCH"))).toHaveLength(1);
    expect(valueInStore()).toBe(NEW);
    // Before the change has come to the gateway, and after.
    expect(await given()).toEqual({ value: OLD, accepted: [OLD, NEW] });
    await spread();
    expect(await given()).toEqual({ value: NEW, accepted: [OLD, NEW] });
    const audit = await ok(deployed, ["audit", "--json"]);
    expect(audit).toContain("secret.rotate");
    expect(audit).not.toContain("canary");
  });

  it("ends the same, wherever it was killed and given again", async () => {
    const { requests } = await run(rotation(), NEW);
    const expected = await endState();
    expect(requests.length).toBeGreaterThan(5);
    for (const at of requests.keys()) {
      for (const arrives of [false, true]) {
        await takeName();
        expect((await run(rotation(), NEW, { at, arrives })).done).toBeNull();
        expect((await given()).accepted).toContain(OLD);
        const { done } = await run(rotation(), NEW);
        const how = `${requests[at]}, ${arrives ? "carried out" : "not sent"}`;
        expect(done?.status, how).toBe(0);
        expect(await endState(), how).toEqual(expected);
      }
    }
  });

  it("makes one new value in the end, though an earlier run's was lost with it", async () => {
    const made = () => [...rotation(), "--generate", "32"];
    const { requests } = await run(made(), null);
    const expected = await endState();
    const patch = requests.findIndex((each) => each.startsWith("PATCH"));
    for (const stop of [
      { at: patch, arrives: false },
      { at: patch, arrives: true },
      { at: patch + 1, arrives: true },
    ]) {
      await takeName();
      await run(made(), null, stop);
      expect((await run(made(), null)).done?.status).toBe(0);
      expect(await endState(), JSON.stringify(stop)).toEqual(expected);
    }
  });

  it("says what to do where Cloudflare refuses, and goes on from there", async () => {
    const refusal = { status: 403, body: { success: false, errors: [{ code: 10000 }] } };
    account.fail({ method: "PATCH", fault: refusal });
    const refused = await run(rotation(), NEW);
    expect(refused.done?.status).toBe(1);
    expect(refused.done?.stderr).toContain("code 10000");
    expect(refused.done?.stderr).toContain("same command again");
    expect(refused.done?.all).not.toContain("canary");
    expect(await given()).toEqual({ value: OLD, accepted: [OLD, NEW] });
    expect((await run(rotation(), NEW)).done?.status).toBe(0);
    expect(valueInStore()).toBe(NEW);
  });

  it("keeps trying where Cloudflare is slow to answer", async () => {
    account.fail({ method: "PATCH", fault: "cut_after" });
    expect((await run(rotation(), NEW)).done?.status).toBe(0);
    expect(valueInStore()).toBe(NEW);
  });

  it("withdraws what Cloudflare's store never had", async () => {
    const { requests } = await run(rotation(), NEW);
    await takeName();
    const at = requests.findIndex((each) => each.startsWith("PATCH"));
    await run(rotation(), NEW, { at, arrives: false });
    expect(await given()).toEqual({ value: OLD, accepted: [OLD, NEW] });
    await ok(deployed, ["rollback", name, "--env", ENVIRONMENT, "--yes"]);
    expect(await given()).toEqual({ value: OLD, accepted: [OLD] });
  });

  it("destroys what it has sealed and is not accepted any more", async () => {
    const versionsIn = async (file: string) => {
      const out = await ok(deployed, ["backup", join(deployed.repository.keepIn, file), "--json"]);
      return (JSON.parse(out) as { versions: number }).versions;
    };
    const { requests } = await run(rotation(), NEW);
    const at = requests.findIndex((each) => each.startsWith("PATCH"));
    await takeName();
    await run(rotation(), NEW, { at, arrives: false });
    const before = await versionsIn("before.backup");
    await ok(deployed, ["rollback", name, "--env", ENVIRONMENT, "--yes"]);
    expect(await versionsIn("after.backup")).toBe(before - 1);
  });

  it("withdraws nothing that Cloudflare's store has", async () => {
    const { requests } = await run(rotation(), NEW);
    const back = ["rollback", name, "--env", ENVIRONMENT, "--yes", "--json"];
    const done = await deployed.repository.run(back, { env: deployed.env });
    expect(JSON.parse(done.stderr)).toMatchObject({ error: { code: "not_supported" } });
    await takeName();
    const at = requests.findIndex((each) => each.startsWith("PATCH"));
    await run(rotation(), NEW, { at, arrives: true });
    await spread();
    const argv = ["rollback", name, "--env", ENVIRONMENT, "--yes", "--json"];
    const refused = await deployed.repository.run(argv, { env: deployed.env });
    expect(JSON.parse(refused.stderr)).toMatchObject({ error: { code: "conflict" } });
    expect(await given()).toEqual({ value: NEW, accepted: [OLD, NEW] });
  });

  it.each([
    ["rotate NAME --env production --pending --yes", "not_supported"],
    ["rollback NAME --env production --yes", "not_found"],
    ["rotate ABSENT --env production --yes", "account_refused"],
    ["rotate NAME --env staging --yes", "not_supported"],
    ["rotate NAME OTHER --env production --generate 32 --yes", "not_supported"],
  ])("%s is refused: %s", async (line, code) => {
    const argv = line.replace("NAME", name).split(" ");
    const { done } = await run([...argv, "--json"], "v");
    expect(JSON.parse(done?.stderr ?? "{}")).toMatchObject({ error: { code } });
    expect(valueInStore()).toBe(OLD);
  });

  it("needs a sign-in for the account, and says how to have one", async () => {
    const { repository, env } = deployed;
    const { stderr } = await repository.run(rotation(), { env: { ...env, HOME }, input: "v" });
    expect(stderr).toContain("npx wrangler login; or set CLOUDFLARE_API_TOKEN");
    expect(valueInStore()).toBe(OLD);
  });

  it("takes wrangler's login, and the account of the gateway's config", async () => {
    const { repository, env } = deployed;
    const config = join(repository.cwd, "lunakey/store/wrangler.jsonc");
    const text = readText(config);
    const withAccount = (id: string) =>
      writeFileSync(config, text.replace(`"name"`, `"account_id": "${id}", "name"`));
    const home = makeHome();
    signIn(join(home, ".config"));
    const signedIn = {
      ...{ ...env, HOME: home, XDG_CONFIG_HOME: join(home, ".config") },
      CLOUDFLARE_API_BASE_URL: account.url,
      PATH: process.env.PATH ?? "",
    };
    const rotate = () => repository.run(rotation(), { env: signedIn, input: NEW });
    withAccount("b".repeat(32));
    const elsewhere = await rotate();
    expect(elsewhere.stderr).toContain("account_id or CLOUDFLARE_ACCOUNT_ID");
    withAccount(LUNA_ACCOUNT.id);
    const done = await rotate();
    writeFileSync(config, text);
    expect(done).toMatchObject({ status: 0 });
    expect(elsewhere.all + done.all).not.toMatch(/canary|owner-token/);
    expect(valueInStore()).toBe(NEW);
  });
});
