/** Backend `cloudflare`: the copies that Workers hold, a minute after a rotation. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stopAll } from "../production/deployed.ts";
import { type HeldCopies, NEW, OLD, startHeldCopies } from "./held-copies.ts";

/** The fresh-time, after which a new version is current, and what a busy machine needs. */
const MINUTE = { timeout: 90_000, interval: 500 };

let place: HeldCopies;
beforeAll(async () => {
  place = await startHeldCopies(["FOLLOWS", "HELD"]);
}, 120_000);
afterAll(async () => {
  await stopAll();
  await place.account.stop();
});

describe("copies on backend cloudflare", () => {
  it("follow a rotation when the new version is current, each sent once", async () => {
    const { sync, rotate, hold, copyOf, sends, stateOf, account } = place;
    await sync("FOLLOWS");
    await hold("HELD");
    const before = sends();
    for (const argv of [["FOLLOWS"], ["HELD", "--sync"]] as const) {
      const [name, ...more] = argv;
      expect(await rotate(name, ...more)).toMatchObject({ status: 0 });
    }
    expect([copyOf("FOLLOWS"), copyOf("HELD")]).toEqual([OLD, null]);
    // The gateway's binding still gives the old value: the ledger knows the new one.
    account.fail({ method: "PATCH", path: /secrets-bulk$/, fault: { status: 500, body: null } });
    await expect.poll(() => [copyOf("FOLLOWS"), copyOf("HELD")], MINUTE).toEqual([NEW, NEW]);
    await expect
      .poll(async () => [await stateOf("FOLLOWS"), await stateOf("HELD")])
      .toMatchObject([
        { state: "sent", error: null, nextAt: null },
        { state: "sent", error: null, nextAt: null },
      ]);
    // One was refused, and tried again by itself; nothing is sent a second time.
    const sent = sends() - before;
    expect(sent).toBeGreaterThanOrEqual(2);
    expect(sent).toBeLessThanOrEqual(3);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(sends() - before).toBe(sent);
  });
});
