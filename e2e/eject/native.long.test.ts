/** `lunakey eject` out of delivery `native`: bindings to Cloudflare's own store, name by name. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stopAll } from "../production/deployed.ts";
import { type EjectPlace, makeMoved, VALUES } from "./place.ts";

let place: EjectPlace;
beforeAll(async () => {
  place = await makeMoved({ delivery: "native" });
}, 300_000);
afterAll(() => stopAll());

const eject = (...more: string[]) =>
  place.deployed.repository.run(["eject", "--yes", ...more], { env: place.deployed.env });

describe("lunakey eject, with delivery native", () => {
  it("refuses where nobody would send the values, and names the command that has it done", async () => {
    const config = place.read("shop/wrangler.toml");
    expect(config).toContain("API_KEY_STORE");
    expect(config).not.toContain("lunakey-store");
    const refused = await eject("--json");
    const { error } = JSON.parse(refused.stderr.slice(refused.stderr.indexOf("{"))) as {
      error: { code: string; hint: string };
    };
    expect(error.code).toBe("copies_unsent");
    expect(error.hint).toContain("lunakey grant shop API_KEY SIGNING_KEY --env staging");
    expect(place.git("status", "--porcelain")).toBe("");
    expect(await place.secrets()).toEqual({});
  });

  it("takes the files back alone where that is asked", async () => {
    expect(await eject("--code-only")).toMatchObject({ status: 0 });
    expect(place.git("diff", place.before, "--", "shop")).toBe("");
    expect(await place.secrets()).toEqual({});
    await place.lunakey("eject", "--undo");
    expect(place.git("status", "--porcelain")).toBe("");
  });

  it("sends what the gateway has, once the Worker is granted it, and ends at the files before", async () => {
    await place.lunakey("grant", "shop", "API_KEY", "SIGNING_KEY", "--env", "staging");
    const run = await eject();
    expect(run).toMatchObject({ status: 0 });
    expect(run.all).not.toContain("canary");
    expect(await place.secrets()).toEqual(VALUES);
    expect(place.git("diff", place.before, "--", "shop")).toBe("");
  });
});
