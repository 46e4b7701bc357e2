/** Backend `cloudflare`: what a rotation does at once about the copies that Workers hold. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stopAll } from "../production/deployed.ts";
import { type HeldCopies, NEW, OLD, startHeldCopies } from "./held-copies.ts";

let place: HeldCopies;
beforeAll(async () => {
  place = await startHeldCopies(["FOLLOWS", "HELD"]);
});
afterAll(async () => {
  await stopAll();
  await place.account.stop();
});

describe("lunakey rotate on backend cloudflare, with copies", () => {
  it("leaves what the store writes until the new version is current, and sends no value twice", async () => {
    const { sync, rotate, copyOf, sends, stateOf, deployed } = place;
    await sync("FOLLOWS");
    expect([copyOf("FOLLOWS"), sends()]).toEqual([OLD, 1]);
    const done = await rotate("FOLLOWS");
    expect(done).toMatchObject({ status: 0 });
    expect(done.all).not.toContain("canary");
    const { state, nextAt } = await stateOf("FOLLOWS");
    expect(state).toBe("queued");
    await expect
      .poll(async () => (await stateOf("FOLLOWS")).nextAt ?? nextAt)
      .toBeGreaterThan(Date.now() + 30_000);
    // Cloudflare has brought the new value to the gateway's binding: no reason to be early.
    await deployed.system.putBound("SECRET_FOLLOWS", NEW);
    expect([copyOf("FOLLOWS"), sends()]).toEqual([OLD, 1]);
  });

  it("is refused for a copy that nobody writes, and accepted with --sync", async () => {
    const { hold, rotate, stateOf } = place;
    expect(await hold("HELD")).toMatchObject({ status: "counted" });
    const refused = await rotate("HELD", "--json");
    expect(JSON.parse(refused.stderr)).toMatchObject({ error: { code: "copies_held" } });
    expect(refused.all).not.toContain("canary");
    const synced = await rotate("HELD", "--sync", "--json");
    expect(synced).toMatchObject({ status: 0 });
    expect(synced.all).not.toContain("canary");
    expect(JSON.parse(synced.stdout)).toMatchObject({
      followedCopies: [{ worker: "reader", name: "HELD" }],
      copyCommands: [],
    });
    expect(await stateOf("HELD")).toMatchObject({ state: "queued" });
  });
});
