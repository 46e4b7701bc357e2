import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyAudit } from "../ways-in/audit-log.ts";
import { KILLED_CASES } from "./killed-cases.ts";
import { type KillPlace, startKillPlace } from "./killed-command.ts";

let place: KillPlace;
beforeAll(async () => {
  place = await startKillPlace();
});
afterAll(() => place.stop());

describe("a command that is killed with signal 9", () => {
  it.each(KILLED_CASES)("ends as if it had not been, given again: $title", (killed) =>
    place.expectSameEnd(killed),
  );

  it("leaves an audit that agrees with itself", async () => {
    expect(await verifyAudit(place.stand)).toMatchObject({ verdict: "self-consistent" });
  });
});
