import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeRepository } from "../production/repository.ts";
import { verifyAudit } from "../ways-in/audit-log.ts";
import { type Stand, startStand } from "../ways-in/stand.ts";
import { type HoldingProxy, startHoldingProxy } from "./holding-proxy.ts";
import type { Stop } from "./stopped-fetch.ts";

const PROGRAM = join(import.meta.dirname, "../../packages/cli/dist/bin.js");
const environment = "killed";

let stand: Stand;
let proxy: HoldingProxy;
let attempt = 0;

beforeAll(async () => {
  stand = await startStand();
  proxy = await startHoldingProxy(stand.store.url);
});
afterAll(async () => {
  proxy.stop();
  await stand.stop();
});
const { cwd } = makeRepository();

/** As an admin, past the proxy. */
async function asked<T>(command: object): Promise<T> {
  const call = { binding: "ADMIN", method: "execute", args: [stand.token, command] };
  const { ok, value, error } = (await stand.call(call)).got as {
    ok: boolean;
    value: T;
    error?: unknown;
  };
  if (!ok) throw new Error(JSON.stringify(error));
  return value;
}

/** A real process, killed with signal 9 once the proxy holds on to what it waits for. */
async function run(argv: readonly string[], input: string, stop?: Stop): Promise<number | null> {
  const held = proxy.hold(stop);
  const env = { PATH: process.env.PATH, LUNAKEY_URL: proxy.url, LUNAKEY_TOKEN: stand.token };
  const child = spawn(process.execPath, [PROGRAM, ...argv], { cwd, env, stdio: "pipe" });
  child.stdin.end(input);
  child.stdin.on("error", () => undefined);
  if (stop !== undefined) void held.then(() => child.kill("SIGKILL"));
  child.stdout.resume();
  child.stderr.resume();
  return new Promise((resolve) => child.once("close", (code) => resolve(code)));
}

interface Case {
  readonly title: string;
  /** Makes the secret that it is about, anew for each attempt. */
  readonly prepare: (name: string) => Promise<unknown>;
  readonly argv: (name: string) => string[];
}

const set = (name: string) => asked({ type: "secret.set", environment, name, value: "one" });
const pend = (name: string) =>
  asked({ type: "secret.rotate", environment, name, value: "two", pending: true });
const CASES: readonly Case[] = [
  {
    title: "rotate",
    prepare: set,
    argv: (name) => ["rotate", name, "--env", environment, "--yes"],
  },
  {
    title: "rollback",
    prepare: (name) => set(name).then(() => pend(name)),
    argv: (name) => ["rollback", name, "--env", environment, "--yes", "--to", "1"],
  },
];

/** Without times, which differ from run to run. */
async function stateOf(name: string): Promise<string[]> {
  const { stages } = await asked<{ stages: { stage: string; version: number }[] }>({
    type: "secret.get",
    environment,
    name,
  });
  return stages.map(({ stage, version }) => `${stage} ${version}`);
}

async function makeSecret(prepare: Case["prepare"]): Promise<string> {
  attempt += 1;
  const name = `SECRET_${attempt}`;
  await prepare(name);
  return name;
}

describe("a command that is killed with signal 9", () => {
  it.each(CASES)("ends as if it had not been, given again: $title", async ({ prepare, argv }) => {
    const whole = await makeSecret(prepare);
    expect(await run(argv(whole), "two")).toBe(0);
    const [expected, requests] = [await stateOf(whole), proxy.count()];
    expect(requests).toBeGreaterThan(0);
    for (let at = 0; at < requests; at += 1) {
      for (const arrives of [false, true]) {
        const name = await makeSecret(prepare);
        expect(await run(argv(name), "two", { at, arrives })).toBeNull();
        expect(await run(argv(name), "two")).toBe(0);
        expect(await stateOf(name), `request ${at}, ${arrives}`).toEqual(expected);
      }
    }
  });

  it("leaves an audit that agrees with itself", async () => {
    expect(await verifyAudit(stand)).toMatchObject({ verdict: "self-consistent" });
  });
});
