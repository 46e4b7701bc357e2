/**
 * The commands that bring values to the Workers and take them away: sync, rehearse, cleanup and eject, in
 * a repository that was moved, first past a Cloudflare that repeats what it was sent in its refusals. The
 * values must be at Cloudflare alone; nor may the gateway's token be anywhere.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OWNER_TOKEN } from "../cloudflare-account/account-options.ts";
import { type EjectPlace, makeMoved } from "../eject/place.ts";
import { stopAll } from "../production/deployed.ts";
import { createSearch, makeKey } from "./canary.ts";
import { Evidence, readFolder } from "./evidence.ts";

const [apiKey, signing] = [makeKey("api key"), makeKey("signing")];
const token = { name: "token", value: OWNER_TOKEN.value };
const ownToken = {
  name: "own token",
  value: makeKey("own token").value.replace("sk_live_", "tok"),
};
const search = createSearch([apiKey, signing, token, ownToken]);
const evidence = new Evidence();
const statuses: number[] = [];
let place: EjectPlace;
let repeater: Server;
let repeated = "";

/** Cloudflare as the command line asks it: says back all that it was told. */
function startRepeater(): Promise<Server> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const said = `${Buffer.concat(chunks)} ${request.headers.authorization} ${apiKey.value}`;
    repeated += said;
    response.writeHead(400, {
      "content-type": "application/json",
      "x-said": encodeURIComponent(said),
    });
    response.end(
      JSON.stringify({
        success: false,
        errors: [{ code: 10_021, message: said }],
        messages: [said],
      }),
    );
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

beforeAll(async () => {
  repeater = await startRepeater();
  place = await makeMoved({ values: { API_KEY: apiKey.value, SIGNING_KEY: signing.value } });
}, 300_000);
afterAll(async () => {
  repeater.close();
  await stopAll();
});

async function run(...argv: string[]): Promise<number> {
  const { port } = repeater.address() as AddressInfo;
  const account = {
    CLOUDFLARE_API_BASE_URL: `http://127.0.0.1:${port}/client/v4`,
    CLOUDFLARE_API_TOKEN: ownToken.value,
    CLOUDFLARE_ACCOUNT_ID: "account",
  };
  const { deployed } = place;
  const { all, status } = await deployed.repository.run(argv, {
    env: { ...deployed.env, ...account },
  });
  evidence.add(argv.join(" "), all);
  statuses.push(status);
  return status;
}

const env = ["--env", "staging"];

/** The gateway's next request is refused, in words that hold all that is secret. */
function refuse(status: number, code: number) {
  const said = `${apiKey.value} ${signing.value} ${token.value}`;
  const body = { success: false, errors: [{ code, message: said }], messages: [said] };
  return place.order({
    fail: {
      fault: { status, body, headers: { "X-Said": encodeURIComponent(said) } },
      path: "bulk",
    },
  });
}

describe("values on their way to the Workers and away from them", () => {
  it("are in no command's output, however Cloudflare refuses", async () => {
    // Those that stop everything, so that nothing is sent and no file is changed.
    for (const [status, code] of [
      [401, 10_000],
      [403, 9109],
      [400, 6003],
    ] as const) {
      await refuse(status, code);
      expect(await run("eject", "--yes", "--timeout", "1s", "--json")).toBe(1);
    }
    for (const [status, code] of [
      [400, 10_021],
      [500, 10_001],
    ] as const) {
      await refuse(status, code);
      await run("sync", ...env, "--worker", "shop", "--yes");
      await run("sync", ...env, "--status", "--json");
    }
    for (const json of [[], ["--json"]]) {
      await run("rehearse", ...env, ...json);
      await run("cleanup", ...env, "--dry-run", ...json);
      await run("cleanup", ...env, "--force", "--yes", ...json);
      await run("eject", "--dry-run", ...json);
    }
    expect(repeated).toContain(ownToken.value);
  });

  it("nor where it takes them", async () => {
    await expect
      .poll(() => run("eject", "--yes", "--timeout", "60s"), { timeout: 120_000 })
      .toBe(0);
    expect(await place.secrets()).toEqual({ API_KEY: apiKey.value, SIGNING_KEY: signing.value });
    await run("eject", "--undo");
    await run("eject", "--yes", "--json");
    await run("audit", "--json");
    await run("sync", ...env, "--status");
    expect(evidence.count).toBeGreaterThan(18);
    expect(statuses).toContain(0);
    expect(evidence.find(search)).toEqual([]);
  });

  it("are in no file of the repository, of git, or of the store", async () => {
    const repository = await readFolder(place.cwd);
    expect(repository.paths.some((path) => path.startsWith(".git/"))).toBe(true);
    expect(repository.paths.some((path) => path.startsWith(".lunakey/undo"))).toBe(true);
    expect(repository.find(search)).toEqual([]);
    const state = await readFolder(join(place.deployed.repository.keepIn, "state"));
    expect(state.paths.some((path) => path.includes(".sqlite"))).toBe(true);
    expect(state.find(search)).toEqual([]);
  });

  it("would be found by the same searches", async () => {
    const leaky = new Evidence();
    leaky.add("what Cloudflare says", repeated);
    leaky.add("what Cloudflare has", JSON.stringify(await place.secrets()));
    leaky.add("the gateway's", `Bearer ${token.value}`);
    const found = leaky.find(search).join("\n");
    for (const { name } of [apiKey, signing, ownToken, token]) {
      expect(found).toContain(`${name} (as it is)`);
    }
    place.edit("shop/src/index.ts", "not found", apiKey.value);
    expect((await readFolder(place.cwd)).find(search).join("\n")).toContain("api key (as it is)");
  });
});
