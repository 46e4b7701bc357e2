import type { Rotated } from "@lunakey/contract";
import { describe, expect, it } from "vitest";
import {
  copyCommands,
  describeCopyCommands,
  describeLeftCopies,
  describeRotated,
  describeShortOverlap,
  describeUnknownCopies,
} from "../../src/output/rotation.ts";

const NOW = Date.UTC(2027, 0, 31, 12);
const MINUTE = 60_000;

const ROTATED: Rotated = {
  environment: "production",
  name: "JWT_SECRET",
  version: 4,
  changed: true,
  currentFrom: NOW + MINUTE,
  previousVersion: 3,
  previousUntil: NOW + 25 * 60 * MINUTE,
  copies: [
    { worker: "api", environment: "default", lastAt: NOW, parity: "same" },
    { worker: "web", environment: "production", lastAt: NOW, parity: null },
  ],
  unknownCopies: [{ worker: "cron", environment: "production" }],
};

const text = (more: Partial<Rotated> = {}) =>
  describeRotated({ ...ROTATED, ...more }, { en: "store S", fr: "store S" }, NOW).en;

describe("what became of a rotation", () => {
  it("is said with both moments", () => {
    expect(text()).toMatchInlineSnapshot(`
      "Version 4 of JWT_SECRET for production becomes current at 2027-01-31 12:01:00Z, in store S.
      Version 3 is accepted until 2027-02-01 13:00Z.
      "
    `);
  });

  it("is said once it is done, and where it was so already", () => {
    expect(text({ currentFrom: NOW, changed: false })).toMatchInlineSnapshot(`
      "Version 4 of JWT_SECRET for production is current already, in store S.
      Version 3 is accepted until 2027-02-01 13:00Z.
      "
    `);
  });

  it("without overlap says when the old one ends", () => {
    const previousUntil = ROTATED.currentFrom;
    expect(text({ previousUntil })).toContain("Version 3 is not accepted from then on.");
    expect(text({ previousVersion: null, previousUntil: null })).toContain("No other version");
  });

  it("that stays pending says how it goes on", () => {
    const pending = { currentFrom: null, previousVersion: null, previousUntil: null };
    expect(text(pending)).toContain("lunakey promote JWT_SECRET --env production");
  });
});

describe("copies", () => {
  it("each have a command to paste, with the file and config that are known", () => {
    const configOf = (worker: string) => (worker === "web" ? "apps/my web/wrangler.toml" : null);
    const commands = copyCommands(ROTATED, "new.key", configOf);
    expect(commands.map(({ command }) => command)).toEqual([
      "npx wrangler secret put JWT_SECRET < new.key",
      "npx wrangler secret put JWT_SECRET -c 'apps/my web/wrangler.toml' --env production < new.key",
    ]);
    expect(describeCopyCommands(commands).en).toContain("Nothing was sent to them");
    expect(describeCopyCommands([]).en).toBe("");
    expect(copyCommands(ROTATED, null, () => null)[0]?.command).not.toContain("<");
  });

  it("that are left, and those that nothing is known of, are named", () => {
    expect(describeLeftCopies("JWT_SECRET", ROTATED.copies)?.en).toContain(
      "api in default, web in production",
    );
    expect(describeUnknownCopies(ROTATED)?.en).toContain("unknown");
    expect(describeUnknownCopies(ROTATED)?.en).toContain("cron in production");
    expect([
      describeLeftCopies("A", []),
      describeUnknownCopies({ ...ROTATED, unknownCopies: [] }),
    ]).toEqual([null, null]);
  });
});

it("a short overlap is remarked upon, and a long one is not", () => {
  const short = { ...ROTATED, previousUntil: NOW + 15 * MINUTE };
  expect(describeShortOverlap(short)?.en).toContain("15 minutes");
  expect(describeShortOverlap({ ...short, previousUntil: NOW + 16 * MINUTE })).toBeNull();
  expect(describeShortOverlap({ ...short, changed: false })).toBeNull();
  expect(describeShortOverlap({ ...short, currentFrom: null })).toBeNull();
});
