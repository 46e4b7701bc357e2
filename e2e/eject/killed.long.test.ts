/** `lunakey eject`, killed with signal 9 at each of its requests and while it writes, ends the same. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stopAll } from "../production/deployed.ts";
import { type HoldingProxy, startHoldingProxy } from "../rotation/holding-proxy.ts";
import type { Stop } from "../rotation/stopped-fetch.ts";
import { type EjectPlace, makeMoved, VALUES } from "./place.ts";

const PROGRAM = join(import.meta.dirname, "../../packages/cli/dist/bin.js");
const KILL_AFTER_MS = [0, 5, 20];

let place: EjectPlace;
let proxy: HoldingProxy;
beforeAll(async () => {
  place = await makeMoved();
  place.edit("shop/src/index.ts", "not found", "nothing here");
  place.commit("What people changed");
  proxy = await startHoldingProxy(place.deployed.system.url);
}, 300_000);
afterAll(async () => {
  proxy.stop();
  await stopAll();
});

function start() {
  const env = { ...place.deployed.env, LUNAKEY_URL: proxy.url };
  const child = spawn(process.execPath, [PROGRAM, "eject", "--yes"], { cwd: place.cwd, env });
  child.stdout.resume();
  child.stderr.resume();
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, ended };
}

/** @returns its exit status; null where it was killed. */
async function run(stop?: Stop): Promise<number | null> {
  const held = proxy.hold(stop);
  const { child, ended } = start();
  if (stop !== undefined) void held.then(() => child.kill("SIGKILL"));
  return ended;
}

const stateOf = async () => [place.git("diff", place.before), await place.secrets()];

/** The files as before the eject; what was sent is sent. */
function goBack(): void {
  place.git("checkout", "-q", "-f", "HEAD");
}

describe("lunakey eject that is killed with signal 9", () => {
  it("ends as if it had not been, given again: at each request, before it arrives and after", async () => {
    expect(await run()).toBe(0);
    const [expected, requests] = [await stateOf(), proxy.count()];
    expect(expected[0]).toContain("nothing here");
    expect(expected[1]).toEqual(VALUES);
    for (let at = 0; at < requests; at += 1) {
      const how = `request ${at}`;
      goBack();
      const status = await run({ at, arrives: at % 2 === 0 });
      // What was sent before is not sent again, so that there are fewer of them.
      if (proxy.count() <= at) continue;
      expect(status, how).toBeNull();
      expect(place.git("status", "--porcelain"), how).toBe("");
      expect(await run(), how).toBe(0);
      expect(await stateOf(), how).toEqual(expected);
    }
  });

  it.each(KILL_AFTER_MS)("%i ms after it began to write", async (afterMs) => {
    goBack();
    await run();
    const expected = await stateOf();
    goBack();
    const journal = join(place.cwd, ".lunakey/journal.json");
    void proxy.hold(undefined);
    const { child, ended } = start();
    while (child.exitCode === null && !existsSync(journal)) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    child.kill("SIGKILL");
    await ended;
    expect(await run()).toBe(0);
    expect(await stateOf()).toEqual(expected);
  });
});
