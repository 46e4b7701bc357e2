/** `lunakey eject --verify`: a Worker in workerd finds the copies equal, or says nothing until it is late. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stopAll } from "../production/deployed.ts";
import { type EjectPlace, makeMoved, VALUES } from "./place.ts";
import { serveShop } from "./shop-worker.ts";

let place: EjectPlace;
beforeAll(async () => {
  place = await makeMoved();
  await place.lunakey("helper", "--add", "reports");
  place.commit("Let it say what it reads");
  await place.lunakey("mode", "shadow", "--env", "staging", "--worker", "shop", "--yes");
  place.commit("Let it compare");
}, 300_000);
afterAll(() => stopAll());

/** Asks both routes until it is told to stop: what a Worker reports is reported by those who use it. */
function askConstantly(url: string) {
  const answers = new Map<string, number>();
  const ended = new AbortController();
  const asking = (async () => {
    while (!ended.signal.aborted) {
      for (const path of ["/charge", "/sign"]) {
        const response = await fetch(url + path);
        const answer = `${path} ${response.status} ${await response.text()}`;
        answers.set(answer, (answers.get(answer) ?? 0) + 1);
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  })();
  return {
    answers,
    async stop() {
      ended.abort();
      await asking;
    },
  };
}

/** In real time, since the Worker reports in its own. */
const eject = (timeout: string, ...more: string[]) =>
  place.deployed.repository.run(["eject", "--yes", "--verify", "--timeout", timeout, ...more], {
    env: place.deployed.env,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });

const statesOf = async () => {
  const { copies } = JSON.parse(
    await place.lunakey("sync", "--status", "--env", "staging", "--json"),
  ) as { copies: { name: string; state: string }[] };
  return Object.fromEntries(copies.map(({ name, state }) => [name, state]));
};

describe("lunakey eject --verify", () => {
  it("ends at its time where the Worker says nothing, with the values sent and no file changed", async () => {
    const started = Date.now();
    const { stderr } = await eject("6s", "--json");
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: "copies_unverified" } });
    expect(Date.now() - started).toBeGreaterThanOrEqual(6_000);
    expect(place.git("status", "--porcelain")).toBe("");
    expect(await place.secrets()).toEqual(VALUES);
    expect(await statesOf()).toEqual({ API_KEY: "sent", SIGNING_KEY: "sent" });
  });

  it("ends well once the Worker has compared each of its copies", async () => {
    const { git, before } = place;
    const load = askConstantly(await serveShop(place));
    const run = await eject("120s");
    await load.stop();
    expect(run).toMatchObject({ status: 0 });
    expect(run.all).not.toContain("canary");
    expect(run.stdout).toContain(
      "shop (staging), compared by the Worker, and equal: API_KEY, SIGNING_KEY",
    );
    expect(await statesOf()).toEqual({ API_KEY: "verified", SIGNING_KEY: "verified" });
    expect(git("diff", before, "--", "shop")).toBe("");
    const { API_KEY, SIGNING_KEY } = VALUES;
    expect([...load.answers.keys()].sort()).toEqual([
      `/charge 200 charged with ${API_KEY.length}`,
      `/sign 200 text.${SIGNING_KEY.length}`,
    ]);
  });
});
