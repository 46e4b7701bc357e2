import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HoldingProxy, startHoldingProxy } from "../rotation/holding-proxy.ts";
import type { Stop } from "../rotation/stopped-fetch.ts";
import { openPlace, type Place } from "./place.ts";

const PROGRAM = join(import.meta.dirname, "../../packages/cli/dist/bin.js");
const COMMAND = ["cleanup", "--env", "staging", "--yes"];
const FILES = ["wrangler.toml", ".dev.vars.staging"];

let place: Place;
let account: HoldingProxy;
let store: HoldingProxy;
let before: string[];

beforeAll(async () => {
  place = await openPlace();
  await place.giveIndividual("staging");
  await place.serve("staging", "shadow");
  await place.serve("staging");
  await place.pass(31);
  await place.serve("staging");
  const { CLOUDFLARE_API_BASE_URL: url = "", LUNAKEY_URL = "" } = place.env();
  account = await startHoldingProxy(new URL(url).origin);
  store = await startHoldingProxy(LUNAKEY_URL);
  before = readAll();
}, 120_000);
afterAll(async () => {
  account.stop();
  store.stop();
  await place.stop();
});

const readAll = () => FILES.map((file) => readFileSync(join(place.cwd, file), "utf8"));

async function reset(): Promise<void> {
  for (const [index, file] of FILES.entries()) {
    writeFileSync(join(place.cwd, file), before[index] ?? "");
  }
  await place.giveIndividual("staging");
}

/**
 * A real process, killed with signal 9 once one of the proxies holds on to what it waits for.
 *
 * @returns its status, null where it was killed; else what it said of its failure.
 */
async function run(stop?: Stop, at: HoldingProxy = account): Promise<number | null | string> {
  const held = [account, store].map((proxy) => proxy.hold(proxy === at ? stop : undefined));
  const env = {
    PATH: process.env.PATH,
    ...place.env(),
    LUNAKEY_URL: store.url,
    CLOUDFLARE_API_BASE_URL: `${account.url}/client/v4`,
  };
  const child = spawn(process.execPath, [PROGRAM, ...COMMAND], {
    ...{ cwd: place.cwd, env, stdio: "pipe" },
  });
  if (stop !== undefined) void Promise.race(held).then(() => child.kill("SIGKILL"));
  child.stdin.end();
  child.stdout.resume();
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  return new Promise((resolve) =>
    child.once("close", (code) => resolve(code !== null && code > 0 ? said : code)),
  );
}

const endState = () => ({ files: readAll(), individual: place.individual("staging") });

describe("lunakey cleanup", () => {
  it("ends the same, wherever it was killed and given again", async () => {
    expect(await run()).toBe(0);
    const counts = new Map([account, store].map((proxy) => [proxy, proxy.count()]));
    const expected = endState();
    expect(expected.individual).toEqual([]);
    expect(expected.files).not.toEqual(before);
    for (const [proxy, count] of counts) {
      expect(count).toBeGreaterThan(2);
      for (let at = 0; at < count; at += 1) {
        for (const arrives of [false, true]) {
          await reset();
          const how = `${proxy === account ? "account" : "store"} ${at} ${arrives}`;
          expect(await run({ at, arrives }, proxy), how).toBeNull();
          expect(await run(), how).toBe(0);
          expect(endState(), how).toEqual(expected);
        }
      }
    }
  });
});
