/**
 * Runs the built command line, kills it with signal 9 at one of its requests, and gives it again. Before a
 * request has arrived and after are the places where a store can differ: the commands write nowhere
 * else.
 */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { makeRepository } from "../production/repository.ts";
import { type Stand, startStand } from "../ways-in/stand.ts";
import { type HoldingProxy, startHoldingProxy } from "./holding-proxy.ts";
import type { Stop } from "./stopped-fetch.ts";

const PROGRAM = join(import.meta.dirname, "../../packages/cli/dist/bin.js");
export const ENVIRONMENT = "killed";

/** A command, and the secret that it is about. */
export interface KilledCase {
  readonly title: string;
  /** Makes the secrets, anew for each attempt. @returns their names. */
  readonly prepare: (place: KillPlace) => Promise<readonly string[]>;
  readonly argv: (names: readonly string[], place: KillPlace) => readonly string[];
}

export interface KillPlace {
  readonly stand: Stand;
  /** What the admin asks for past the command line. */
  asked<Result>(command: object): Promise<Result>;
  /** Sets a new secret to these values, one after the other. @returns its name. */
  make(...values: readonly string[]): Promise<string>;
  /** A file in the folder where the command runs. @returns its path. */
  write(name: string, content: string): string;
  /** Once to the end, then killed at each request, before it arrives and after, and given again. */
  expectSameEnd(killed: KilledCase): Promise<void>;
  stop(): Promise<void>;
}

export async function startKillPlace(): Promise<KillPlace> {
  const stand = await startStand();
  const proxy = await startHoldingProxy(stand.store.url);
  const { cwd } = makeRepository();
  let made = 0;
  const place: KillPlace = {
    stand,
    async asked<Result>(command: object) {
      const call = { binding: "ADMIN", method: "execute", args: [stand.token, command] };
      const { got } = await stand.call(call);
      const { ok, value, error } = got as { ok: boolean; value: Result; error?: unknown };
      if (!ok) throw new Error(JSON.stringify(error));
      return value;
    },
    async make(...values) {
      made += 1;
      const key = { environment: ENVIRONMENT, name: `SECRET_${made}` };
      for (const value of values) await place.asked({ type: "secret.set", ...key, value });
      return key.name;
    },
    write(name, content) {
      const path = join(cwd, name);
      writeFileSync(path, content);
      return path;
    },
    expectSameEnd: (killed) => expectSameEnd(killed, place, proxy, cwd),
    async stop() {
      proxy.stop();
      await stand.stop();
    },
  };
  return place;
}

async function expectSameEnd(
  { prepare, argv }: KilledCase,
  place: KillPlace,
  proxy: HoldingProxy,
  cwd: string,
): Promise<void> {
  const run = (names: readonly string[], stop?: Stop) =>
    runKilled(argv(names, place), { proxy, cwd, token: place.stand.token }, stop);
  const whole = await prepare(place);
  expect(await run(whole)).toBe(0);
  const [expected, requests] = [await stateOf(place, whole), proxy.count()];
  expect(requests).toBeGreaterThan(0);
  for (let at = 0; at < requests; at += 1) {
    for (const arrives of [false, true]) {
      const names = await prepare(place);
      const how = `request ${at}, ${arrives ? "carried out" : "not sent"}`;
      expect(await run(names, { at, arrives }), how).toBeNull();
      expect(await run(names), how).toBe(0);
      expect(await stateOf(place, names), how).toEqual(expected);
    }
  }
}

interface Way {
  readonly proxy: HoldingProxy;
  readonly cwd: string;
  readonly token: string;
}

/** A real process, killed once the proxy holds on to what it waits for. @returns its exit status. */
async function runKilled(
  argv: readonly string[],
  { proxy, cwd, token }: Way,
  stop: Stop | undefined,
): Promise<number | null> {
  const held = proxy.hold(stop);
  const env = { PATH: process.env.PATH, LUNAKEY_URL: proxy.url, LUNAKEY_TOKEN: token };
  const child = spawn(process.execPath, [PROGRAM, ...argv], { cwd, env, stdio: "pipe" });
  child.stdin.end("new");
  child.stdin.on("error", () => undefined); // killed, or of no use to it
  if (stop !== undefined) void held.then(() => child.kill("SIGKILL"));
  child.stdout.resume();
  child.stderr.resume();
  return new Promise((resolve) => child.once("close", (code) => resolve(code)));
}

/** Without names and moments, which differ from attempt to attempt. */
async function stateOf(place: KillPlace, names: readonly string[]): Promise<string[]> {
  const states = names.map(async (name) => {
    const command = { type: "secret.get", environment: ENVIRONMENT, name };
    const { stages } = await place.asked<{
      stages: { stage: string; version: number; until: number | null }[];
    }>(command);
    return stages.map(({ stage, version, until }) => {
      return `${stage} ${version} ${until === null ? "for good" : "for a time"}`;
    });
  });
  return (await Promise.all(states)).map((state) => state.sort().join(", "));
}
