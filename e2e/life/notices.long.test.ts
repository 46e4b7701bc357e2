import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask } from "../cloudflare-account/ask.ts";
import { API_SECRET_NAMES, WEB_SECRET_NAMES } from "../doubles/seed.ts";
import { type Life, scriptOf, secretsOf, startLife } from "./life.ts";
import type { Load } from "./load/load.ts";
import { deployIndividual } from "./phases/begin.ts";
import type { Worker } from "./repository.ts";

/** A page may be asked for a few times before a session of the missing key is among them. */
const ROUNDS_MOST = 6;

let life: Life;
let load: Load;
beforeAll(async () => {
  life = await startLife("vault");
  await deployIndividual(life);
  load = life.startLoad();
}, 180_000);
afterAll(() => life.stop(), 60_000);

const API = API_SECRET_NAMES.map((name) => ["luna-proxy-api", name] as const);
const WEB = WEB_SECRET_NAMES.map((name) => ["luna-proxy-web", name] as const);

/** As people do it at the dashboard; Cloudflare then deploys the Worker anew. */
async function change(worker: Worker, name: string, text: string | null): Promise<void> {
  const path = `/workers/scripts/${scriptOf(worker, "staging")}/secrets-bulk`;
  const secret = text === null ? null : { name, text, type: "secret_text" };
  const { status } = await ask(life.account, "PATCH", path, {
    body: { secrets: { [name]: secret } },
  });
  expect(status).toBe(200);
  await life.cloud.settle();
}

describe("the load of the whole life", () => {
  it("finds nothing wrong while all secrets are there", async () => {
    load.enter("all");
    await load.rounds(3);
    expect(load.failures).toEqual([]);
  });

  it.each([...API, ...WEB])(
    "notices that %s has no %s, and when it is back",
    async (worker, name) => {
      load.enter(name);
      await change(worker, name, null);
      const found = () => load.failures.filter(({ phase }) => phase === name);
      for (let rounds = 0; rounds < ROUNDS_MOST && found().length === 0; rounds += 1) {
        await load.rounds(1);
      }
      expect(new Set(found().map(({ environment }) => environment))).toEqual(new Set(["staging"]));
      await change(worker, name, secretsOf(life.sites.staging.seed, worker)[name] ?? "");
      load.enter("settling");
      await load.rounds(1);
      load.enter(`${name} is back`);
      await load.rounds(1);
      expect(load.failures.filter(({ phase }) => phase === `${name} is back`)).toEqual([]);
    },
  );
});
